package dev.heddle.agent;

import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Has this JVM weave what the tests load, as the agent's jar would. */
public final class WovenSession implements LauncherSessionListener {
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    DirectWeaver weaver =
        new DirectWeaver(
            new ConfiguredMethods(
                java.util.List.of(
                    "Old.where",
                    "dev.heddle.agent.Outside.shout",
                    "dev.heddle.agent.Outside.add(int,int)")));
    Agent.install(weaver, ByteBuddyAgent.install());
  }
}
