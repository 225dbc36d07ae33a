package dev.heddle.expr;

import dev.heddle.Sensitive;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Source-like text of an expression. Bounded in depth, breadth and length, so that an expression of
 * a million nodes prints as fast as one of ten, and never overflows the stack.
 */
final class ExprText {
  private static final int DEPTH = 6;
  private static final int BREADTH = 4;
  private static final int LENGTH = 300;
  private static final int VALUE_LENGTH = 40;

  private final StringBuilder out = new StringBuilder();

  private ExprText() {}

  static String of(Node<?> node) {
    ExprText text = new ExprText();
    text.node(node, DEPTH);
    return text.out.length() <= LENGTH ? text.out.toString() : cut(text.out.toString(), LENGTH);
  }

  private void node(Node<?> node, int depth) {
    if (depth == 0 || out.length() > LENGTH) {
      out.append('…');
    } else if (node instanceof Const<?> constant) {
      value(constant.value());
    } else if (node instanceof Call<?> call) {
      out.append(name(call.task()));
      nodes("(", call.arguments(), ")", depth, call.task()::isSensitive);
    } else if (node instanceof Each<?> each) {
      out.append(each.spreadTo() - each.spreadFrom() == 1 ? "each(" : "eachZip(")
          .append(name(each.task()));
      nodes(", ", each.arguments(), ")", depth, each.task()::isSensitive);
    } else if (node instanceof Assemble<?> assemble) {
      nodes(head(assemble), assemble.parts(), ")", depth);
    } else if (node instanceof Inline<?> inline) {
      inline(inline, depth);
    } else if (node instanceof Cond<?> cond) {
      nodes("cond(", List.of(cond.condition(), cond.then(), cond.otherwise()), ")", depth);
    } else if (node instanceof Catching<?> catching) {
      out.append(catching.flatten() ? "catchingLazy(" : "catching(");
      node(catching.body(), depth - 1);
      errors(catching.errors());
      out.append(", ");
      function(catching.recovery());
      out.append(')');
    } else if (node instanceof CatchAll<?> all) {
      out.append("catchAll(");
      node(all.parts(), depth - 1);
      errors(all.errors());
      out.append(')');
    } else if (node instanceof Seq<?> seq) {
      nodes("seq(", seq.parts(), ")", depth);
    } else {
      out.append("<captured>");
    }
  }

  private void inline(Inline<?> inline, int depth) {
    if (inline.sources().size() == 1) {
      node(inline.sources().get(0), depth - 1);
      out.append(inline.flatten() ? ".flatMap(" : ".map(");
    } else {
      nodes("zip(", inline.sources(), ", ", depth);
    }
    function(inline.function());
    out.append(')');
  }

  private void nodes(String open, List<? extends Node<?>> nodes, String close, int depth) {
    nodes(open, nodes, close, depth, place -> false);
  }

  private void nodes(
      String open, List<? extends Node<?>> nodes, String close, int depth, IntPredicate masked) {
    out.append(open);
    for (int i = 0; i < nodes.size() && out.length() <= LENGTH; i++) {
      out.append(i == 0 ? "" : ", ");
      if (i == BREADTH && nodes.size() > BREADTH + 1) {
        out.append("… ").append(nodes.size() - i).append(" more");
        break;
      }
      if (masked.test(i)) {
        out.append('"').append(Sensitive.MASK).append('"');
      } else {
        node(nodes.get(i), depth - 1);
      }
    }
    out.append(close);
  }

  private static String head(Assemble<?> assemble) {
    Class<?> detail = assemble.detail();
    return switch (assemble.kind()) {
      case LIST -> "listOf(";
      case SET -> "setOf(";
      case MAP -> "mapOf(";
      case OPTIONAL -> "optional(";
      case ARRAY -> "array(" + simple(detail) + ".class, ";
      case RECORD -> "record(" + simple(detail) + "::new, ";
    };
  }

  private static String simple(@Nullable Class<?> type) {
    return type == null ? "?" : type.getSimpleName();
  }

  private void errors(List<Class<? extends Throwable>> errors) {
    for (Class<?> error : errors) {
      out.append(", ").append(error.getSimpleName()).append(".class");
    }
  }

  private void function(Closure function) {
    String type = function.implClass().substring(function.implClass().lastIndexOf('.') + 1);
    if (function.implMethod().startsWith("lambda$")) {
      out.append("lambda in ").append(type);
    } else {
      out.append(type).append("::");
      out.append(function.implMethod().equals("<init>") ? "new" : function.implMethod());
    }
  }

  /** {@code Reports.build} of {@code examples/com.acme.Reports.build}. */
  private static String name(Callee task) {
    String name = task.name().substring(task.name().lastIndexOf('/') + 1);
    int method = name.lastIndexOf('.');
    int type = method < 0 ? -1 : name.lastIndexOf('.', method - 1);
    return cut(name.substring(type + 1), 2 * VALUE_LENGTH);
  }

  private void value(@Nullable Object value) {
    if (value instanceof CharSequence text) {
      out.append('"').append(cut(text, VALUE_LENGTH)).append('"');
    } else if (value instanceof Collection<?> items) {
      items(items);
    } else if (value != null && value.getClass().isArray()) {
      out.append(value.getClass().getComponentType().getSimpleName());
      out.append('[').append(Array.getLength(value)).append(']');
    } else {
      plain(value);
    }
  }

  private void items(Collection<?> items) {
    out.append('[');
    int count = 0;
    for (Object item : items) {
      out.append(count == 0 ? "" : ", ");
      if (count == BREADTH && items.size() > BREADTH + 1) {
        out.append("… ").append(items.size() - count).append(" more");
        break;
      }
      if (item instanceof CharSequence text) {
        out.append('"').append(cut(text, VALUE_LENGTH)).append('"');
      } else if (item instanceof Collection<?> inner) {
        out.append('[').append(inner.size()).append(" items]");
      } else {
        plain(item);
      }
      count++;
    }
    out.append(']');
  }

  private void plain(@Nullable Object value) {
    String text;
    try {
      text = String.valueOf(value);
    } catch (RuntimeException e) {
      // Text for people must not fail because some class's toString does.
      text = value == null ? "null" : value.getClass().getSimpleName();
    }
    out.append(cut(text, VALUE_LENGTH));
  }

  private static String cut(CharSequence text, int length) {
    return text.length() <= length ? text.toString() : text.subSequence(0, length - 1) + "…";
  }
}
