package shop;

import static dev.heddle.Lazy.lazy;

import dev.heddle.Expr;
import dev.heddle.Task;
import dev.heddle.TaskRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Every task shows one way in which code reaches other code. */
public final class Tasks {
  enum Inside { NORTH, SOUTH, EAST }

  private Tasks() {}

  // members

  @Task
  public static int leaf(int n) {
    // doubled and one
    int doubled = n * 2;
    return doubled + 1;
  }

  @Task
  public static int deep(int n) {
    return One.step(n);
  }

  @Task
  public static List<Integer> lambdas(List<Integer> in) {
    int offset = in.size();
    return in.stream().map(x -> x + offset).filter(x -> x > 2).collect(Collectors.toList());
  }

  @Task
  public static int nestedLambda(int n) {
    return Nested.run(n);
  }

  @Task
  public static int inherited(int n) {
    return new Child().work(n);
  }

  @Task
  public static String defaults(String name) {
    return new Polite().greet(name);
  }

  @Task
  public static double overriding(int n) {
    return area(n > 3 ? new Circle(n) : Shapes.unit());
  }

  static double area(Shape shape) {
    return shape.area();
  }

  @Task
  public static List<String> described(int n) {
    Shape shape = new Circle(n);
    List<Shape> shapes = List.of(shape);
    List<String> out = new ArrayList<>();
    out.add(shape.toString());
    out.addAll(shapes.stream().map(Shape::toString).collect(Collectors.toList()));
    return out;
  }

  @Task
  public static int vat(int n) {
    return n * Rates.VAT / 100;
  }

  @Task
  public static int table(String country) {
    return Rates.TABLE.getOrDefault(country, 0);
  }

  @Task
  public static int register(String name) {
    return Registry.find(name);
  }

  @Task
  public static int nativeSize() {
    return Native.size();
  }

  @Task
  public static int wired() {
    return Wiring.SEATS;
  }

  @Task
  public static int calm() {
    return Calm.SECOND;
  }

  @Task
  public static String mood() {
    return Calm.Mood.GLAD.sign;
  }

  @Task
  public static boolean limit(int n) {
    return n > Constants.LIMIT;
  }

  @Task
  public static int records(int n) {
    return new Point(n, n + 1).x();
  }

  @Task
  public static String enumSwitch(int n) {
    switch (Color.values()[n]) {
      case RED:
        return "stop";
      case GREEN:
        return "go";
      default:
        return "wait";
    }
  }

  @Task
  public static int insideSwitch(int n) {
    Inside inside = n > 0 ? Inside.NORTH : Inside.SOUTH;
    return switch (inside) {
      case NORTH -> 1;
      case SOUTH -> -1;
      case EAST -> 0;
    };
  }

  @Task
  public static int stringSwitch(String s) {
    return switch (s) {
      case "one" -> 1;
      case "two" -> 2;
      default -> 0;
    };
  }

  static int twice(int n) {
    return n * 2;
  }

  @Task
  public static List<Box> methodRefs(List<Integer> in) {
    return in.stream().map(Tasks::twice).map(Box::new).collect(Collectors.toList());
  }

  @Task
  public static List<String> anonymous(List<String> in) {
    boolean reverse = in.size() > 3;
    List<String> out = new ArrayList<>(in);
    out.sort(
        new Comparator<String>() {
          @Override
          public int compare(String a, String b) {
            int c = Texts.weight(a) - Texts.weight(b);
            return reverse ? -c : c;
          }
        });
    return out;
  }

  @Task
  public static int sorted(List<String> in) {
    Map<Version, String> map = new TreeMap<>();
    for (String s : in) {
      map.put(new Version(s), s);
    }
    return map.size();
  }

  @Task
  public static int hashed(List<String> in) {
    Map<Key, String> map = new HashMap<>();
    for (String s : in) {
      map.put(new Key(s), s);
    }
    return map.size();
  }

  @Task
  public static String thrown(int n) {
    try {
      if (n > 3) {
        throw new TooMany(n);
      }
      return "ok";
    } catch (RuntimeException e) {
      return e.getMessage();
    } finally {
      Audit.done(n);
    }
  }

  static final class Helper {
    static int help(int n) {
      return n - 7;
    }

    static int other(int n) {
      return n - 8;
    }
  }

  @Task
  public static int nestedHelper(int n) {
    return Helper.help(n);
  }

  @Task
  public static int inner(int n) {
    return new Counter(n).cursor().next();
  }

  @Task
  public static double sealedTypes(int n) {
    Node node = n > 0 ? new Node.Leaf(n) : new Node.Pair(new Node.Leaf(1), new Node.Leaf(2));
    return Node.sum(node);
  }

  @Task
  public static int target(int n) {
    return n + 40;
  }

  @Task(name = "pinned-name")
  public static int pinned(int n) {
    return n + 41;
  }

  @Task
  public static Expr<Integer> lazyCaller(int n) {
    return lazy(Tasks::target, lazy(Tasks::pinned, n));
  }

  @Task
  public static TaskRef<Integer, Integer> refCaller(int n) {
    return TaskRef.of(Tasks.class, "target");
  }

  @Task
  public static int plainCaller(int n) {
    return target(n);
  }

  @Task
  public static Expr<Integer> inlines(int n) {
    return lazy(Tasks::target, n).map(x -> Texts.weight("w") + x).map(x -> x * 3);
  }

  @Task
  public static String concat(String s, int n, Object o) {
    return s + ":" + n + o + '!';
  }

  @Task
  public static String generic(int n) {
    Mapper<Integer> mapper = new Doubler();
    return mapper.describe(n);
  }

  @Task
  public static int localClasses(int n) {
    record Span(int from, int to) {
      int length() {
        return to - from;
      }
    }
    class Sum {
      int total;

      void add(Span span) {
        total += span.length();
      }
    }
    Sum sum = new Sum();
    sum.add(new Span(0, n));
    Supplier<Span> more = () -> new Span(1, 2);
    sum.add(more.get());
    return sum.total;
  }

  @Task
  public static int received(Order order) {
    return order.hashCode();
  }

  @Task
  public static int planets(int n) {
    return Planet.byRank(n).moons;
  }

  @Task
  public static int onePlanet() {
    return Planet.EARTH.moons;
  }

  @Task
  public static int iterated(int n) {
    int sum = 0;
    for (int i : new Countdown(n)) {
      sum += i;
    }
    return sum;
  }

  @Task
  public static int functionField(int n) {
    return Functions.STEP.apply(n);
  }

  @Task
  public static String literal() {
    return Arrays.toString(Settings.class.getRecordComponents());
  }

  @Task(hashIncludes = Plugin.class)
  public static int plugins() {
    return 1;
  }

  @Task
  public static int strategy(int n) {
    Pricing pricing = x -> x + 5;
    return Prices.apply(pricing, n);
  }

  @Task
  public static long loops(int n) {
    long sum = 0;
    for (int i = 0; i < n; i++) {
      if (i % 3 == 0) {
        continue;
      }
      sum += i;
    }
    return sum;
  }

  @Task
  public static int typed(Object o) {
    return o instanceof Special ? 1 : 2;
  }

  @Task
  public static int superCall(int n) {
    return new Child().loud(n);
  }

  @Task
  public static int recursive(int n) {
    return n < 2 ? n : recursive(n - 1) + Mutual.other(n - 2);
  }

  static Function<Integer, Integer> unused() {
    return x -> x;
  }
}
