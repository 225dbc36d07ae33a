package dev.heddle.task;

import dev.heddle.HeddleException;
import dev.heddle.value.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Class files as resources of one loader: never the classes in memory, which an agent may have
 * changed. Remembers the state of every file it read or missed.
 */
final class ClassFiles {
  /**
   * Where a class file is.
   *
   * @param file the class file, or the jar that holds it; null if it is in neither
   * @param root the class directory; null if the class is not in one
   */
  record Place(URL url, @Nullable Path file, @Nullable Path root) {
    /** The class directory or jar. */
    @Nullable Path home() {
      return root == null ? file : root;
    }
  }

  private final ClassLoader loader;
  private final long takenAt;
  private final Set<Path> roots = new LinkedHashSet<>();
  private final Map<String, Optional<Place>> places = new HashMap<>();
  private final Map<String, Hash> files = new TreeMap<>();
  private final Map<String, Hash> trees = new TreeMap<>();
  private boolean stampable = true;

  ClassFiles(ClassLoader loader, long takenAt) {
    this.loader = loader;
    this.takenAt = takenAt;
    try {
      for (URL url : Collections.list(loader.getResources(""))) {
        Path root = pathOf(url.toString());
        if (root != null && Files.isDirectory(root)) {
          roots.add(root);
        }
      }
    } catch (IOException e) {
      throw new HeddleException("can't list the class directories of " + loader, e);
    }
  }

  /** Finds a class file; a class of the platform is found too. */
  Optional<Place> find(String internalName) {
    return places.computeIfAbsent(internalName, this::lookUp);
  }

  /** Whether the loader itself, and not a parent, has the class. */
  boolean isOwn(String internalName) {
    ClassLoader parent = loader.getParent();
    return parent == null || parent.getResource(internalName + ".class") == null;
  }

  ClassLoader loader() {
    return loader;
  }

  byte[] read(String internalName, Place place) {
    try {
      Path file = place.file();
      if (file != null) {
        stamp(file);
      } else if (!place.url().getProtocol().equals("jrt")) {
        stampable = false;
      }
      if (file != null && place.root() != null) {
        return Files.readAllBytes(file);
      }
      try (InputStream in = loader.getResourceAsStream(internalName + ".class")) {
        if (in == null) {
          throw new IOException("it is gone");
        }
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new HeddleException("can't read the class file " + place.url(), e);
    }
  }

  /** The class directories of the loader and its parents. */
  Set<Path> roots() {
    return roots;
  }

  /** Notes that the answer depends on all class files below a directory. */
  void searched(Path root) {
    trees.computeIfAbsent(root.toString(), key -> CodeStamps.ofTree(root, takenAt));
  }

  /**
   * What was read or missed so far; empty if something has no file whose state could be checked.
   */
  Optional<CodeStamps> stamps() {
    return stampable
        ? Optional.of(new CodeStamps(takenAt, Map.copyOf(files), Map.copyOf(trees)))
        : Optional.empty();
  }

  private Optional<Place> lookUp(String internalName) {
    String resource = internalName + ".class";
    URL url = loader.getResource(resource);
    Place place = url == null ? null : place(url, resource);
    if (!CodeRoots.isPlatform(internalName)) {
      for (Path root : roots) {
        if (place != null && root.equals(place.root())) {
          break;
        }
        stamp(root.resolve(resource)); // absent now; one that appears would come first
      }
    }
    return Optional.ofNullable(place);
  }

  private void stamp(Path file) {
    files.computeIfAbsent(file.toString(), key -> CodeStamps.ofFile(file, takenAt));
  }

  private static Place place(URL url, String resource) {
    String text = url.toString();
    if (url.getProtocol().equals("file")) {
      Path file = pathOf(text);
      Path root = pathOf(text.substring(0, text.length() - resource.length()));
      return new Place(url, file, root);
    }
    if (url.getProtocol().equals("jar") && text.startsWith("jar:file:")) {
      return new Place(url, pathOf(text.substring(4, text.indexOf("!/"))), null);
    }
    return new Place(url, null, null);
  }

  private static @Nullable Path pathOf(String url) {
    try {
      return url.startsWith("file:") ? Path.of(new URI(url)) : null;
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      return null; // not a file after all
    }
  }
}
