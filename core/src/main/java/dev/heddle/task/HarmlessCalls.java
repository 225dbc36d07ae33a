package dev.heddle.task;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;

/**
 * Calls of the platform that are known to change nothing but what they return, or an object that
 * was made just before. A list, since it can't be seen in a call; what is not on it may do
 * anything.
 */
final class HarmlessCalls {
  /** Final types of the platform whose methods, given such values, only compute. */
  private static final Set<String> VALUES =
      Set.of(
          "java/lang/String",
          "java/lang/Boolean",
          "java/lang/Byte",
          "java/lang/Character",
          "java/lang/Short",
          "java/lang/Integer",
          "java/lang/Long",
          "java/lang/Float",
          "java/lang/Double",
          "java/lang/Math",
          "java/lang/StrictMath",
          "java/math/MathContext",
          "java/math/RoundingMode",
          "java/time/DayOfWeek",
          "java/time/Duration",
          "java/time/Instant",
          "java/time/LocalDate",
          "java/time/LocalDateTime",
          "java/time/LocalTime",
          "java/time/Month",
          "java/time/Period",
          "java/time/Year",
          "java/time/YearMonth",
          "java/time/ZoneOffset",
          "java/util/UUID",
          "java/util/regex/Pattern",
          "java/net/URI");

  /** Not final, so what a method of an instance does can't be known; making one is harmless. */
  private static final Set<String> MAKERS =
      Set.of("java/math/BigDecimal", "java/math/BigInteger", "java/nio/file/Path");

  /** Owner, name, and where overloads differ a descriptor: what they are given is only kept. */
  private static final Set<String> KEEPING =
      Set.of(
          "java/lang/Enum.ordinal",
          "java/lang/Enum.name",
          "java/lang/Object.getClass",
          "java/lang/Class.desiredAssertionStatus",
          "java/lang/Class.getName",
          "java/lang/Class.getSimpleName",
          "java/lang/System.getProperty",
          "java/lang/System.getenv",
          "java/lang/System.nanoTime",
          "java/lang/System.currentTimeMillis",
          "java/lang/System.lineSeparator",
          "java/util/Objects.requireNonNull(Ljava/lang/Object;)Ljava/lang/Object;",
          "java/util/List.of",
          "java/util/Map.entry",
          "java/util/Arrays.asList",
          "java/util/Optional.of",
          "java/util/Optional.ofNullable",
          "java/util/Optional.empty",
          "java/util/Collections.emptyList",
          "java/util/Collections.emptyMap",
          "java/util/Collections.emptySet",
          "java/util/Collections.singletonList",
          "java/util/Collections.unmodifiableCollection",
          "java/util/Collections.unmodifiableList",
          "java/util/Collections.unmodifiableMap",
          "java/util/Collections.unmodifiableSet",
          "java/util/Comparator.naturalOrder",
          "java/util/Comparator.reverseOrder",
          "java/util/Comparator.comparing",
          "java/util/Comparator.comparingInt",
          "java/util/Comparator.comparingLong",
          "java/util/Comparator.comparingDouble",
          "java/util/function/Function.identity",
          "java/lang/ThreadLocal.withInitial",
          "dev/heddle/TaskRef.of");

  /** Types of which an empty one can be made and, while nobody else has it, filled. */
  private static final Set<String> CONTAINERS =
      Set.of(
          "java/util/ArrayList",
          "java/util/ArrayDeque",
          "java/util/HashMap",
          "java/util/HashSet",
          "java/util/LinkedHashMap",
          "java/util/LinkedHashSet",
          "java/lang/StringBuilder");

  /** Of those, the ones that look at nothing that is put into them. */
  private static final Set<String> SEQUENCES =
      Set.of("java/util/ArrayList", "java/util/ArrayDeque");

  private static final Set<String> FILLING =
      Set.of("put", "putIfAbsent", "add", "append", "get", "contains", "containsKey", "size");

  /** Types of which one can be made without anything else. */
  private static final Set<String> EMPTY =
      Set.of(
          "java/lang/Enum",
          "java/lang/Object",
          "java/lang/Record",
          "java/lang/ThreadLocal",
          "java/util/EnumMap",
          "java/util/TreeMap",
          "java/util/TreeSet",
          "java/util/concurrent/ConcurrentHashMap",
          "java/util/concurrent/ConcurrentLinkedQueue",
          "java/util/concurrent/CopyOnWriteArrayList",
          "java/util/concurrent/atomic/AtomicBoolean",
          "java/util/concurrent/atomic/AtomicInteger",
          "java/util/concurrent/atomic/AtomicLong",
          "java/util/concurrent/atomic/AtomicReference",
          "java/util/concurrent/locks/ReentrantLock");

  /** Parameters that constructors of empty things only keep. */
  private static final Set<String> KEPT =
      Set.of("Ljava/lang/Class;", "Ljava/lang/String;", "Ljava/util/Comparator;");

  private HarmlessCalls() {}

  /**
   * Whether the call can change nothing that others see.
   *
   * @param owner internal name of the class of the platform that has the method
   * @param arguments what it is given, the receiver first if it has one
   */
  static boolean contains(String owner, MethodInsnNode call, List<BasicValue> arguments) {
    boolean isStatic = call.getOpcode() == Opcodes.INVOKESTATIC;
    boolean constructs = call.name.equals("<init>");
    if (VALUES.contains(owner) || ((isStatic || constructs) && MAKERS.contains(owner))) {
      return arguments.stream().skip(constructs ? 1 : 0).allMatch(HarmlessCalls::isPlain);
    }
    if (constructs) {
      return makesEmpty(owner, call.desc) || makesError(owner, call.desc, arguments.get(0));
    }
    String method = owner + "." + call.name;
    if (KEEPING.contains(method) || KEEPING.contains(method + call.desc)) {
      return true;
    }
    if (method.equals("java/util/Set.of")) { // hashes and compares what it is given
      return arguments.stream().allMatch(HarmlessCalls::isPlain);
    }
    if (method.equals("java/util/Map.of")) {
      return IntStream.range(0, arguments.size())
          .allMatch(i -> i % 2 == 1 || isPlain(arguments.get(i)));
    }
    return !isStatic && fills(call.name, arguments);
  }

  /** Putting things into a container that was made here. */
  private static boolean fills(String method, List<BasicValue> arguments) {
    BasicValue receiver = arguments.get(0);
    if (!isFresh(receiver, CONTAINERS)) {
      return false;
    }
    if (method.equals("toString")) {
      return isFresh(receiver, Set.of("java/lang/StringBuilder"));
    }
    if (method.equals("add") && isFresh(receiver, SEQUENCES)) {
      return true;
    }
    int compared = method.startsWith("put") ? 2 : arguments.size(); // of an entry only the key
    return FILLING.contains(method)
        && arguments.subList(1, compared).stream().allMatch(HarmlessCalls::isPlain);
  }

  /** Whether this is a type of which an empty one can be made and filled. */
  static boolean isContainer(String internalName) {
    return CONTAINERS.contains(internalName);
  }

  private static boolean makesEmpty(String owner, String descriptor) {
    return (CONTAINERS.contains(owner) || EMPTY.contains(owner))
        && Stream.of(Type.getArgumentTypes(descriptor))
            .allMatch(
                given ->
                    given.getSort() < Type.ARRAY
                        || KEPT.contains(given.getDescriptor())
                        || owner.endsWith("/AtomicReference"));
  }

  /** Of a subclass, a constructor would call what it overrides. */
  private static boolean makesError(String owner, String descriptor, BasicValue made) {
    return CodeRoots.isPlatform(owner)
        && (owner.endsWith("Exception") || owner.endsWith("Error"))
        && made.getType().getInternalName().equals(owner)
        && (descriptor.equals("()V") || descriptor.equals("(Ljava/lang/String;)V"));
  }

  private static boolean isFresh(BasicValue value, Set<String> classes) {
    return Freshness.isFresh(value) && classes.contains(value.getType().getInternalName());
  }

  /** Whether no code of the user's runs when the platform compares, hashes or shows the value. */
  static boolean isPlain(BasicValue value) {
    Type type = value.getType();
    if (type == null) {
      return false;
    }
    return type.getSort() == Type.ARRAY
        ? Freshness.isFresh(value) && isPlain(type.getElementType())
        : isPlain(type);
  }

  private static boolean isPlain(Type type) {
    return type.getSort() < Type.ARRAY
        || type.equals(BasicInterpreter.NULL_TYPE)
        || VALUES.contains(type.getInternalName());
  }
}
