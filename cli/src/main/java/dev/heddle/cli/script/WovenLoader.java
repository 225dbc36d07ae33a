package dev.heddle.cli.script;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.security.cert.Certificate;
import org.jspecify.annotations.Nullable;

/** Loads classes and weaves the direct tasks among them. */
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
    String file = name.replace('.', '/') + ".class";
    URL place = weaving.isOff() ? null : findResource(file);
    byte[] woven = place == null ? null : woven(name, place);
    if (place == null || woven == null) {
      return super.findClass(name);
    }
    synchronized (getClassLoadingLock(name)) {
      definePackageOf(name);
      return defineClass(name, woven, 0, woven.length, sourceOf(place, file));
    }
  }

  private byte @Nullable [] woven(String name, URL place) throws ClassNotFoundException {
    try (InputStream in = place.openStream()) {
      return weaving.weave(name, in.readAllBytes(), this);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private void definePackageOf(String name) {
    int dot = name.lastIndexOf('.');
    String of = dot < 0 ? "" : name.substring(0, dot);
    if (dot >= 0 && getDefinedPackage(of) == null) {
      try {
        definePackage(of, null, null, null, null, null, null, null);
      } catch (IllegalArgumentException defined) {
        return; // by another thread
      }
    }
  }

  /** The jar or folder, as for every other class of it. */
  private @Nullable CodeSource sourceOf(URL place, String file) {
    String text = place.toString();
    for (URL entry : getURLs()) {
      if (text.equals(entry + file) || text.equals("jar:" + entry + "!/" + file)) {
        return new CodeSource(entry, (Certificate[]) null);
      }
    }
    return null;
  }
}
