package dev.heddle.cli.script;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Loads classes and weaves the direct tasks among them. Each has the code source, the signers and
 * the package that {@link URLClassLoader} would give it, woven or not: the JVM refuses classes of
 * one package that differ in that.
 */
class WovenLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final Weaving weaving;

  WovenLoader(URL[] urls, ClassLoader parent, Weaving weaving) {
    super(urls, parent);
    this.weaving = weaving;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    URL place = weaving.isOff() ? null : findResource(name.replace('.', '/') + ".class");
    if (place == null) {
      return super.findClass(name);
    }
    try {
      URLConnection file = place.openConnection();
      byte[] plain;
      try (InputStream in = file.getInputStream()) {
        plain = in.readAllBytes();
      }
      byte[] woven = weaving.weave(name, plain, this);
      byte[] bytes = woven == null ? plain : woven;
      // The signers are known when all has been read.
      CodeSource source =
          file instanceof JarURLConnection jar
              ? new CodeSource(jar.getJarFileURL(), jar.getJarEntry().getCodeSigners())
              : new CodeSource(folder(place, name), (CodeSigner @Nullable []) null);
      requirePackage(name, file, source.getLocation());
      return defineClass(name, bytes, 0, bytes.length, source);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /** The entry of the class path that a class file in a folder belongs to. */
  private static URL folder(URL classFile, String name) throws IOException {
    String text = classFile.toString();
    for (String rest = "." + name;
        !rest.isEmpty();
        rest = rest.substring(0, rest.lastIndexOf('.'))) {
      text = text.substring(0, text.lastIndexOf('/'));
    }
    return new URL(text + "/");
  }

  private void requirePackage(String className, URLConnection file, URL entry) throws IOException {
    int dot = className.lastIndexOf('.');
    if (dot < 0) {
      return;
    }
    String name = className.substring(0, dot);
    Package defined = getDefinedPackage(name);
    if (defined == null) {
      defined = define(name, file, entry);
    }
    if (defined != null && defined.isSealed() && !defined.isSealed(entry)) {
      throw new SecurityException(
          "the package "
              + name
              + " is sealed by another jar than "
              + entry
              + ", which has "
              + className);
    }
  }

  private @Nullable Package define(String name, URLConnection file, URL entry) throws IOException {
    Manifest manifest = file instanceof JarURLConnection jar ? jar.getManifest() : null;
    try {
      return manifest == null
          ? definePackage(name, null, null, null, null, null, null, null)
          : definePackage(name, manifest, entry);
    } catch (IllegalArgumentException byAnotherThread) {
      return getDefinedPackage(name);
    }
  }
}
