package dev.heddle.expr;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An inline function of an expression, taken apart: where its body is, and what it captured
 * (LANGUAGE §1.5). It is stored as (owning task, site, body hash, captures) and revived only from
 * the site table of the owning task, never from a name in data.
 *
 * @param live the function object itself, an instance of one of the functional interfaces of {@link
 *     dev.heddle.Lazy}; null for one revived from a record
 * @param implClass binary name with dots of the class that declares the body
 * @param implMethod name of the method that is the body
 * @param implDescriptor its JVM descriptor
 * @param implKind its method-handle kind ({@link SerializedLambda#getImplMethodKind})
 * @param captures captured values in order: {@code Const} nodes for plain values, the captured
 *     expression's node for an {@code Expr}
 * @param capturedExpr for each capture, whether the function wants it as an {@code Expr}
 */
public record Closure(
    @Nullable Serializable live,
    String implClass,
    String implMethod,
    String implDescriptor,
    int implKind,
    List<Node<?>> captures,
    List<Boolean> capturedExpr) {

  /**
   * Takes an inline function apart.
   *
   * @throws dev.heddle.ExpressionException if it is a task, or captured what can't be recorded
   */
  public static Closure of(Serializable function) {
    return Closures.of(function);
  }
}
