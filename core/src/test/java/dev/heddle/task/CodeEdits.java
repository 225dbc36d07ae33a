package dev.heddle.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The edits of the example shop, each with the tasks whose code it changes. */
final class CodeEdits {
  /**
   * Replaces every occurrence in a file; an empty {@code from} appends, to a new file if need be.
   */
  record Replacement(String file, String from, String to) {}

  /**
   * @param changed the tasks whose code becomes another; that of all others must stay
   */
  record Edit(String name, Set<String> changed, List<Replacement> replacements) {
    @Override
    public String toString() {
      return name + (changed.isEmpty() ? ": same" : ": other for " + changed);
    }
  }

  private final List<Edit> edits = new ArrayList<>();

  private CodeEdits() {}

  static List<Edit> all() {
    CodeEdits table = new CodeEdits();
    table.appearance();
    table.unrelatedMembers();
    table.bodies();
    table.lambdasAndReferences();
    table.dispatch();
    table.initialisers();
    table.effects();
    table.noEffects();
    table.types();
    table.switches();
    table.tasks();
    return table.edits;
  }

  /** A name for the shop as it is. */
  static Edit none() {
    return new Edit("nothing", Set.of(), List.of());
  }

  private void same(String name, String... replacements) {
    edit(name, "", replacements);
  }

  private void other(String name, String changed, String... replacements) {
    edit(name, changed, replacements);
  }

  private void edit(String name, String changed, String... parts) {
    List<Replacement> replacements = new ArrayList<>();
    for (int i = 0; i < parts.length; i += 3) {
      replacements.add(new Replacement(parts[i], parts[i + 1], parts[i + 2]));
    }
    Set<String> tasks = new TreeSet<>(changed.isEmpty() ? List.of() : List.of(changed.split(" ")));
    edits.add(new Edit(name, tasks, replacements));
  }

  private void appearance() {
    same("comment changed", "Tasks", "// doubled and one", "// something else\n // entirely");
    same("comment added to a helper", "Three", "return n - 3;", "/* why */ return n - 3; // so");
    same("blank lines", "One", "static int step", "\n\n\n  static int step");
    same("local renamed", "Tasks", "doubled", "tripled");
    same(
        "parameter renamed",
        "Two",
        "n",
        "n".replace("n", "n"),
        "Three",
        "int n",
        "int m",
        "Three",
        "return n",
        "return m");
    same("lambda parameter renamed", "Tasks", "x -> x + offset", "y -> y + offset");
    same("captured local renamed", "Tasks", "offset", "displacement");
    same("local captured by an anonymous class renamed", "Tasks", "reverse", "backwards");
    same("pattern variable renamed", "Node", "leaf", "sheet");
    same(
        "imports reordered",
        "Tasks",
        "import java.util.ArrayList;\nimport java.util.Arrays;",
        "import java.util.Arrays;\nimport java.util.ArrayList;");
    same("braces around a statement", "Three", "return n - 3;", "{ return n - 3; }");
    same("parentheses", "Three", "n - 3", "(n) - (3)");
    same("Javadoc", "Rates", "final class Rates", "/** Rates. */\nfinal class Rates");
    same("constant written otherwise", "Constants", "LIMIT = 100", "LIMIT = 10 * 10");
    same("literal in another base", "Three", "n - 3", "n - 0b11");
    same("visibility of a helper", "Three", "static int step", "public static int step");
    same("annotation on a helper", "Three", "static int step", "@Deprecated static int step");
    same("checked exceptions declared", "Three", "step(int n) {", "step(int n) throws Error {");
    same("final local", "Tasks", "int doubled = n", "final int doubled = n");
    same(
        "switch arms left as they are, file moved down", "Color", "enum Color", "\n\n\nenum Color");
  }

  private void unrelatedMembers() {
    same(
        "methods reordered",
        "Tasks",
        "  static int twice(int n) {\n    return n * 2;\n  }\n",
        "",
        "Tasks",
        "  private Tasks() {}",
        "  static int twice(int n) {     return n * 2;   }  " + "  private Tasks() {}");
    same(
        "unrelated method added",
        "One",
        "  static int step",
        "  static int more() { return 1; } " + "  static int step");
    same("unrelated method changed", "One", "n * 77", "n * 78");
    same(
        "unrelated lambda added before",
        "Tasks",
        "  private Tasks() {}",
        "  static Runnable early() { return () -> System.out.println(1); }\n  private Tasks() {}");
    same(
        "unrelated lambda added before, in a helper",
        "Nested",
        "  static int run",
        "  static Runnable early(int a) { return () -> System.out.println(a); }\n  static int run");
    same(
        "unrelated serialisable lambda added",
        "Tasks",
        "  private Tasks() {}",
        "  static Object early() { return (Runnable & java.io.Serializable) () -> {}; } "
            + "  private Tasks() {}");
    same(
        "unrelated function of Lazy added",
        "Tasks",
        "  private Tasks() {}",
        "  static Object early(Expr<Integer> e) { return e.map(x -> x - 100); } "
            + "  private Tasks() {}");
    same(
        "unrelated nested class added",
        "Tasks",
        "  private Tasks() {}",
        "  static class Early { int a() { return 1; } }\n  private Tasks() {}");
    same(
        "unrelated anonymous class added before",
        "Tasks",
        "  private Tasks() {}",
        "  static Object early() { return new Object() { int x = 1; }; }\n  private Tasks() {}");
    same(
        "unrelated anonymous comparator added before",
        "Tasks",
        "  private Tasks() {}",
        "  static Object early() {  return new Comparator<String>() { "
            + " public int compare(String a, String b) { return 0; } }; }   private Tasks() {}");
    same(
        "unrelated local classes added before",
        "Tasks",
        "  private Tasks() {}",
        "  static Object early() { record Span(int x) {} class Sum {}; return new Span(1); } "
            + "  private Tasks() {}");
    same(
        "unrelated anonymous class added before, in a helper",
        "Countdown",
        "  private final int from;",
        "  static Object early() { return new Object() {}; }\n  private final int from;");
    same(
        "unrelated static field added",
        "Tasks",
        "  private Tasks() {}",
        "  static final int[] EARLY = {1, 2};\n  private Tasks() {}");
    same(
        "unrelated static field added to an initialiser",
        "Rates",
        "  static final int UNUSED",
        "  static final String NEW = String.valueOf(3);\n  static final int UNUSED");
    same(
        "unrelated instance field added",
        "Version",
        "  private final String text;",
        "  private final String text;\n  int more;");
    same("unrelated import", "Three", "final class", "import java.util.List;\nfinal class");
    same("unrelated class added", "Newcomer", "", "package shop;\nclass Newcomer { int a; }");
    same(
        "unrelated implementation of a library type added",
        "Newcomer",
        "",
        "package shop;\nclass Newcomer implements Runnable { public void run() {} }");
    same(
        "unrelated lambda field added",
        "Functions",
        "  static final Function<Integer, Integer> OTHER",
        "  static final Function<Integer, Integer> NEW = x -> x; "
            + "  static final Function<Integer, Integer> OTHER");
    same("unused lambda field changed", "Functions", "x + 100", "x + 101");
    same("unused record method changed", "Point", "x + y", "x - y");
    same("unused method of an implementation changed", "Circle", "2.0 * r", "2.5 * r");
    same("unused method of a nested class changed", "Tasks", "n - 8", "n - 9");
    same("unused static field's value changed", "Registry", "\"none\"", "\"some\"");
    same("unused constant changed", "Constants", "OTHER = 200", "OTHER = 201");
    same("unused method of a received record changed", "Order", "count * 2", "count * 3");
    same(
        "unused lambda of a user's functional interface changed", "Prices", "n * 1000", "n * 1001");
    same(
        "unused method of a service's repository changed",
        "FileRepository",
        "return 5",
        "return 6");
    same(
        "unrelated enum switch added before",
        "Tasks",
        "  private Tasks() {}",
        "  static int early(Color c, Inside i) {  switch (i) { case EAST: return 4; default: } "
            + " switch (c) { case AMBER: return 5; case GREEN: return 6; default: return 0; } } "
            + "  private Tasks() {}");
  }

  private void bodies() {
    other("literal changed", "leaf", "Tasks", "doubled + 1", "doubled + 2");
    other("operator changed", "leaf", "Tasks", "doubled = n * 2", "doubled = n / 2");
    other("helper one class away", "deep", "One", "Two.step(n) + 1", "Two.step(n) + 2");
    other("helper two classes away", "deep", "Two", "* 2", "* 3");
    other("helper three classes away", "deep", "Three", "n - 3", "n - 4");
    other("call to another helper", "nestedHelper", "Tasks", "Helper.help(n)", "Helper.other(n)");
    other("nested static helper changed", "nestedHelper", "Tasks", "n - 7", "n - 6");
    other(
        "statement order",
        "thrown",
        "Audit",
        "System.out.print(\"\");",
        "System.out.print(\"\"); System.out.flush();");
    other("loop condition", "loops", "Tasks", "i % 3 == 0", "i % 3 != 0");
    other("jump target", "loops", "Tasks", "        continue;", "        break;");
    other("string constant", "thrown", "TooMany", "too many", "too much");
    other("concatenation recipe", "concat", "Tasks", "\":\" + n", "\";\" + n");
    other("long and int arithmetic", "loops", "Tasks", "long sum = 0;", "long sum = 0 * n;");
    other("method made synchronized", "deep", "Three", "static int", "static synchronized int");
    other("constructor", "methodRefs", "Box", "content + 1", "content + 2");
    other(
        "instance initialiser",
        "methodRefs",
        "Box",
        "final int content;",
        "final int content;\n  { System.nanoTime(); }");
    other(
        "caught type",
        "thrown",
        "Tasks",
        "catch (RuntimeException e)",
        "catch (IllegalStateException e)");
    other("mutual recursion", "recursive", "Mutual", "? 1 :", "? 2 :");
    other("inner class's method", "inner", "Counter", "++at", "at++");
    other("inner class's outer constructor", "inner", "Counter", "this.at = at", "this.at = -at");
    other("null constant for empty", "thrown", "Tasks", "return \"ok\"", "return null");
    other("double literal's sign of zero", "sealedTypes", "Node", "return 0;", "return -0.0;");
  }

  private void lambdasAndReferences() {
    other("lambda body", "lambdas", "Tasks", "x + offset", "x - offset");
    other("second lambda body", "lambdas", "Tasks", "x > 2", "x > 3");
    other("nested lambda in a helper", "nestedLambda", "Nested", "a + n + 9", "a + n + 8");
    other(
        "method reference target",
        "methodRefs",
        "Tasks",
        "Tasks::twice",
        "Texts2::twice",
        "Texts2",
        "",
        "package shop;\nclass Texts2 { static int twice(int n) { return n; } }");
    other(
        "body of a method reference's target",
        "methodRefs",
        "Tasks",
        "static int twice(int n) {\n    return n * 2;",
        "static int twice(int n) {\n    return n * 4;");
    other("constructor reference", "methodRefs", "Tasks", "Box::new", "b -> new Box(b + 1)");
    other("anonymous class's method", "anonymous", "Tasks", "-c : c", "c : -c");
    other(
        "helper of an anonymous class and of an inline function",
        "anonymous inlines",
        "Texts",
        "* 5",
        "* 6");
    other("anonymous iterator behind a loop", "iterated", "Countdown", "left > 0", "left > 1");
    other(
        "anonymous class's field initialiser",
        "iterated",
        "Countdown",
        "left = from",
        "left = from + 1");
    other("lambda in a static field", "functionField", "Functions", "x + 200", "x + 201");
    other("inline function's body", "inlines", "Tasks", "x * 3", "x * 4");
    other(
        "lambda for a user's functional interface",
        "strategy",
        "Tasks",
        "x -> x + 5",
        "x -> x + 6");
    other(
        "local class's method",
        "localClasses",
        "Tasks",
        "total += span.length()",
        "total -= span.length()");
    other("local record's method", "localClasses", "Tasks", "to - from", "to - from - 1");
    other(
        "local record's component order",
        "localClasses",
        "Tasks",
        "Span(int from, int to)",
        "Span(int to, int from)");
    other(
        "lambda that makes a local record",
        "localClasses",
        "Tasks",
        "new Span(1, 2)",
        "new Span(1, 3)");
  }

  private void dispatch() {
    other("inherited method", "inherited", "Parent", "n + 11", "n + 12");
    other(
        "inherited method overridden",
        "inherited",
        "Child",
        "  int own()",
        "  @Override int work(int n) { return n; }\n  int own()");
    other("method called by super", "superCall", "Parent", "n + 21", "n + 22");
    other("interface default", "defaults", "Greeter", "prefix() + name", "name + prefix()");
    other("interface's private method", "defaults", "Greeter", "Hello", "Good day");
    other("default method of a user's functional interface", "strategy", "Pricing", "* 10", "* 11");
    other("overriding implementation", "overriding", "Circle", "3.14 *", "3.15 *");
    other("overriding implementation made elsewhere", "overriding", "Square", "4.0", "5.0");
    other(
        "toString behind an interface",
        "described overriding",
        "Circle",
        "  double diameter",
        "public String toString() { return \"circle\"; }  double diameter");
    other(
        "implementation added",
        "overriding",
        "Newcomer",
        "",
        "package shop;\nclass Newcomer implements Shape { public double area() { return 1; } }");
    other(
        "subclass of an implementation added",
        "overriding",
        "Newcomer",
        "",
        "package shop;\nclass Newcomer extends Square { public double area() { return 1; } }");
    other(
        "compareTo behind a TreeMap",
        "sorted",
        "Version",
        "text.compareTo(other.text)",
        "other.text.compareTo(text)");
    other("hashCode behind a HashMap", "hashed", "Key", "text.length()", "text.length() + 1");
    other("equals behind a HashMap", "hashed", "Key", ".equals(text)", ".equals(text + 1)");
    other(
        "toString added to a key",
        "hashed",
        "Key",
        "  @Override\n  public int hashCode",
        "  public String toString() { return text; }\n  @Override\n  public int hashCode");
    other("exception's getMessage", "thrown", "TooMany", "many: \" + n", "many: \" + -n");
    other(
        "exception's superclass",
        "thrown",
        "TooMany",
        "extends IllegalStateException",
        "extends RuntimeException");
    other(
        "iterator behind a loop",
        "iterated",
        "Countdown",
        "return new Iterator<>()",
        "System.nanoTime(); return new Iterator<>()");
    other("generic bridge's target", "generic", "Doubler", "in * 2", "in * 3");
    other("caller of a generic method", "generic", "Mapper", "mapped ", "plain ");
    other(
        "service's method", "served", "Service", "repository.find(id)", "repository.find(id) + 1");
    other(
        "service's constructor",
        "served",
        "Service",
        "this.repository = repository;",
        "this.repository = repository; System.nanoTime();");
    other(
        "implementation behind a service",
        "served",
        "FileRepository",
        "id.length()",
        "id.length() + 1");
    other(
        "sealed pattern's order",
        "sealedTypes",
        "Node",
        "sum(pair.left()) + sum(pair.right())",
        "sum(pair.right()) + sum(pair.left())");
    other(
        "sealed pattern's guard",
        "sealedTypes",
        "Node",
        "pair.left() != null",
        "pair.right() != null");
  }

  private void initialisers() {
    other("static field's initialiser", "vat", "Rates", "\"19\"", "\"20\"");
    other("static block that fills a map", "table vat", "Rates", "base + i", "base - i");
    other("local variable of a static block", "table vat", "Rates", "UNUSED + 1", "UNUSED + 2");
    other("field that a static block reads", "table vat", "Rates", "\"7\"", "\"8\"");
    other("helper of a static block", "table vat", "Rates", "\"fr\", 20", "\"fr\", 21");
    other(
        "map's type", "table vat", "Rates", "TABLE = new HashMap<>()", "TABLE = new HashMap<>(9)");
    other(
        "helper that a static block lets write a field",
        "register",
        "Registry",
        "count = 3",
        "count = 4");
    other("side effect of an initialiser", "nativeSize", "Native", "\"4\"", "\"5\"");
    other("constant in another class", "limit", "Constants", "LIMIT = 100", "LIMIT = 101");
    other(
        "enum constant's argument, all constants used", "planets", "Planet", "MARS(2)", "MARS(3)");
    other(
        "enum constant's argument, one used",
        "planets onePlanet",
        "Planet",
        "EARTH(1)",
        "EARTH(4)");
    other(
        "enum constant added, all constants used",
        "planets",
        "Planet",
        "MARS(2);",
        "MARS(2),\n VENUS(0);");
    other(
        "map over enum constants", "planets", "Planet", "planet.ordinal()", "planet.ordinal() + 1");
  }

  /** What an initialiser does to others counts for every use of the class. */
  private void effects() {
    other("effect of a static block that names a field", "wired", "Wiring", "\"7\"", "\"8\"");
    other("effect of a field's initialiser", "wired", "Wiring", "\"2\"", "\"3\"");
    other("another class's field written by a helper", "wired", "Wiring", "= 40", "= 41");
    other("another class's field written by its method", "wired", "Wiring", "(12)", "(13)");
    other("that method", "wired", "Ledger", "fuses = n;", "fuses = -n;");
    other("another class's field written", "wired", "Wiring", "+= SEATS", "-= SEATS");
    other("another class's list changed", "wired", "Wiring", "\"first\"", "\"last\"");
    other("list changed through another field", "wired", "Wiring", "\"bulb\"", "\"tube\"");
    other("effect of a class that is initialised with it", "wired", "Relay", "\"on\"", "\"off\"");
    other("effect of an interface with defaults", "wired", "Powered", "\"230\"", "\"110\"");
    other(
        "effect added to an unused field",
        "wired",
        "Wiring",
        "SEATS = Integer.parseInt(\"4\");",
        "SEATS = Integer.parseInt(\"4\"); static final String A = System.clearProperty(\"a\");");
    other(
        "effect added to the constructor of an unused field",
        "calm",
        "Calm",
        "  private Calm() {}",
        "  static final Calm ONE = new Calm(); private Calm() { System.gc(); }");
    other(
        "error thrown by a static block",
        "calm",
        "Calm",
        "  private Calm() {}",
        "  static { if (FIRST > 1) throw new IllegalStateException(); } private Calm() {}");
    other(
        "field written after it was read",
        "calm",
        "Calm",
        "  static final int SECOND = later + 1;\n",
        "",
        "Calm",
        "  static int later",
        "  static final int SECOND = Calm.later + 1;\n  static int later");
    other(
        "array of another field changed",
        "calm",
        "Calm",
        "  private Calm() {}",
        "  static final int[] FEW = {1};  static { FEW[0] = 2; } private Calm() {}");
  }

  /** Initialisers that provably change nothing else do not concern tasks that do not read them. */
  private void noEffects() {
    same("container of another field", "Wiring", "\"lamp\", 60", "\"lamp\", 75");
    same("record in another field", "Wiring", "new Spot(0, 1)", "new Spot(0, 2)");
    same("pure helper of another field", "Wiring", "make(6)", "make(7)");
    same("enum's lookup table filled otherwise", "Calm", "put(mood.sign,", "put(mood.name(),");
    same("another enum constant's argument", "Calm", "SAD(\"-\")", "SAD(\"0\")");
    for (String field :
        List.of(
            "String NEW = \"a\"",
            "String NEW = \"a\" + FIRST + Integer.parseInt(\"9\")",
            "String NEW = String.valueOf(FIRST).trim()",
            "int NEW = Math.max(FIRST, 3) + later",
            "long NEW = System.nanoTime()",
            "BigDecimal NEW = new BigDecimal(\"19\")",
            "Pattern NEW = Pattern.compile(\"a*\")",
            "int[] NEW = {1, 2, 3}",
            "int[][] NEW = {{1}, {2, 3}}",
            "String[] NEW = new String[] {\"a\", \"b\" + FIRST}",
            "int[] NEW = squares(FIRST)",
            "List<String> NEW = List.of(\"a\", \"b\")",
            "List<Point> NEW = List.of(new Point(1, 2))",
            "Set<String> NEW = Set.of(\"a\", \"b\")",
            "Map<String, Point> NEW = Map.of(\"a\", new Point(3, 4))",
            "Map<String, Integer> NEW = ranks(\"a\", \"b\")",
            "Map<String, Integer> NEW = new HashMap<>(); static { NEW.put(\"a\", FIRST); }",
            "List<Mood> NEW = new ArrayList<>(); static { for (Mood m : Mood.values()) NEW.add(m);"
                + " }",
            "Function<Integer, Integer> NEW = x -> x + later",
            "Function<String, Integer> NEW = Integer::parseInt",
            "Comparator<String> NEW = Comparator.comparing(String::length)",
            "Runnable NEW = () -> System.setProperty(\"a\", \"b\")",
            "Object NEW = new Object() { int a = FIRST; int b() { return a; } }",
            "Object NEW = new Calm()",
            "Mood NEW = Mood.SAD",
            "boolean NEW = Mood.SAD.sign.isEmpty()")) {
      same(
          "unrelated field added: " + field,
          "Calm",
          "  private Calm() {}",
          "  static final " + field + ";\n\n  private Calm() {}");
    }
  }

  private void types() {
    other(
        "record component's name",
        "records",
        "Point",
        "int x, int y",
        "int x, int z",
        "Point",
        "x + y",
        "x + z");
    other(
        "record component's type",
        "records",
        "Point",
        "int x, int y",
        "int x, long y",
        "Point",
        "int sum",
        "long sum");
    other(
        "record component added",
        "records",
        "Point",
        "int x, int y",
        "int x, int y, int z",
        "Tasks",
        "new Point(n, n + 1)",
        "new Point(n, n + 1, 0)");
    other("record's compact constructor", "records", "Point", "x < 0", "x < 1");
    other(
        "record's accessor written out",
        "records",
        "Point",
        "  int sum()",
        "  public int x() { return x + 1; }\n  int sum()");
    other("received record's accessor", "received", "Order", "id.trim()", "id.strip()");
    other("received record's nested component", "received", "Order", "count = 1", "count = 2");
    other("received enum's argument", "received", "Order", "BULK(2)", "BULK(3)");
    other("record named by a class literal", "literal", "Settings", "toLowerCase", "toUpperCase");
    other("class in hashIncludes", "plugins", "Plugin", "return 1", "return 2");
    other(
        "supertype of a tested class's instance",
        "hashed",
        "Key",
        "final class Key",
        "final class Key implements java.io.Serializable");
    same(
        "tested class's body",
        "Special",
        "class Special {}",
        "class Special { int a() { return 1; } }");
    other("tested class", "typed", "Tasks", "instanceof Special", "instanceof Key");
  }

  private void switches() {
    other("arm of an enum switch", "enumSwitch", "Tasks", "\"stop\"", "\"halt\"");
    other(
        "labels of an enum switch exchanged",
        "enumSwitch",
        "Tasks",
        "case RED:",
        "case _GREEN:",
        "Tasks",
        "case GREEN:",
        "case RED:",
        "Tasks",
        "case _GREEN:",
        "case GREEN:");
    other(
        "arm of a switch over an enum of the file",
        "insideSwitch",
        "Tasks",
        "SOUTH -> -1",
        "SOUTH -> -2");
    other(
        "label of a switch over an enum of the file",
        "insideSwitch",
        "Tasks",
        "case SOUTH ->",
        "case _EAST ->",
        "Tasks",
        "case EAST ->",
        "case SOUTH ->",
        "Tasks",
        "case _EAST ->",
        "case EAST ->");
    other("label of a string switch", "stringSwitch", "Tasks", "case \"two\"", "case \"three\"");
    other("arm of a string switch", "stringSwitch", "Tasks", "\"two\" -> 2", "\"two\" -> 3");
  }

  private void tasks() {
    other(
        "task that others reach lazily, and one plainly",
        "target plainCaller",
        "Tasks",
        "n + 40",
        "n + 42");
    other(
        "task that others reach lazily renamed",
        "lazyCaller inlines refCaller plainCaller target",
        "Tasks",
        "Tasks::target",
        "Tasks::aim",
        "Tasks",
        "target(",
        "aim(",
        "Tasks",
        "\"target\"",
        "\"aim\"");
    other(
        "pinned task's method renamed",
        "pinned",
        "Tasks",
        "Tasks::pinned",
        "Tasks::stuck",
        "Tasks",
        "int pinned(",
        "int stuck(");
    other("pinned task renamed", "lazyCaller", "Tasks", "pinned-name", "other-name");
    other(
        "another task reached lazily",
        "lazyCaller",
        "Tasks",
        "lazy(Tasks::target, lazy",
        "lazy(Tasks::leaf, lazy");
  }
}
