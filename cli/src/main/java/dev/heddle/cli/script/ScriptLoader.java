package dev.heddle.cli.script;

import dev.heddle.task.ScriptScope;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Loads the classes of one script and, in its parent, those of {@code --cp}. */
public final class ScriptLoader extends URLClassLoader implements ScriptScope {
  private final String scope;

  private ScriptLoader(Path classes, String scope, ClassLoader parent) {
    super(new URL[] {ClassPath.url(classes)}, parent);
    this.scope = scope;
  }

  /** A loader of compiled classes of this source, in the project with this root. */
  public static ScriptLoader of(
      Source source, ScriptClasses.Compiled compiled, Path projectRoot, ClassLoader parent) {
    Path folder = source.root().toAbsolutePath().normalize();
    String scope = projectRoot.relativize(folder).toString().replace('\\', '/');
    return new ScriptLoader(compiled.folder(), scope, parent);
  }

  /** A loader of jars and class folders; the given parent itself if there are none. */
  public static ClassLoader of(ClassPath path, ClassLoader parent) {
    return path.isEmpty() ? parent : new URLClassLoader(path.urls(), parent);
  }

  @Override
  public String scope() {
    return scope;
  }
}
