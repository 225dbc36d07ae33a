package dev.heddle;

import java.io.Serializable;

public final class Lazy {
  public interface Fn1<A, R> extends Serializable {
    R apply(A a) throws Exception;
  }

  public static <A, R> Expr<R> lazy(Fn1<A, R> task, A a) {
    throw new UnsupportedOperationException();
  }

  public static <A, R> Expr<R> lazy(Fn1<A, R> task, Expr<A> a) {
    throw new UnsupportedOperationException();
  }
}
