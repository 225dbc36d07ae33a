package dev.heddle.cli.script;

import dev.heddle.task.ScriptScope;
import java.net.URL;
import java.nio.file.Path;

/** Loads the classes of one script and, in its parent, those of {@code --cp}. */
public final class ScriptLoader extends WovenLoader implements ScriptScope {
  private final String scope;

  private ScriptLoader(Path classes, String scope, ClassLoader parent, Weaving weaving) {
    super(new URL[] {ClassPath.url(classes)}, parent, weaving);
    this.scope = scope;
  }

  /** A loader of compiled classes of this source, in the project with this root. */
  public static ScriptLoader of(
      Source source,
      ScriptClasses.Compiled compiled,
      Path projectRoot,
      ClassLoader parent,
      Weaving weaving) {
    Path folder = source.root().toAbsolutePath().normalize();
    String scope = projectRoot.relativize(folder).toString().replace('\\', '/');
    return new ScriptLoader(compiled.folder(), scope, parent, weaving);
  }

  /** A loader of jars and class folders; the given parent itself if there are none. */
  public static ClassLoader of(ClassPath path, ClassLoader parent, Weaving weaving) {
    return path.isEmpty() ? parent : new WovenLoader(path.urls(), parent, weaving);
  }

  @Override
  public String scope() {
    return scope;
  }
}
