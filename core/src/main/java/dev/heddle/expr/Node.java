package dev.heddle.expr;

import dev.heddle.Expr;

/**
 * One node of an expression graph. Every form of expression is one of the permitted classes; the
 * evaluator and the flat form switch over them and nothing else implements {@link Expr}.
 */
public abstract sealed class Node<T> implements Expr<T>
    permits Const, Call, Each, Assemble, Inline, Cond, Catching, CatchAll, Seq {}
