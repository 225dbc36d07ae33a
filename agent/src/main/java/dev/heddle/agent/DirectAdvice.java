package dev.heddle.agent;

import dev.heddle.direct.DirectCalls;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * The code that Byte Buddy copies into woven methods, around the call of their body. It runs in the
 * woven class, as seen by that class's loader; this class itself is only read.
 */
final class DirectAdvice {
  private DirectAdvice() {}

  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
  static @Nullable Object enter(
      @Advice.Origin Class<?> type,
      @Advice.Origin("#m") String name,
      @Advice.Origin("#d") String descriptor,
      @Advice.This(optional = true) @Nullable Object self,
      @Advice.AllArguments @Nullable Object[] arguments)
      throws Throwable {
    return DirectCalls.isInert()
        ? null
        : DirectCalls.enter(type, name, descriptor, self, arguments);
  }

  @Advice.OnMethodExit
  @SuppressWarnings("UnusedVariable") // writing to `returned` is returning it
  static void exit(
      @Advice.Enter @Nullable Object entered,
      @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC)
          @Nullable Object returned) {
    if (entered != null) {
      returned = DirectCalls.value(entered);
    }
  }
}
