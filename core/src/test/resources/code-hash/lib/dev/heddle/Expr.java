package dev.heddle;

public interface Expr<T> {
  <R> Expr<R> map(Lazy.Fn1<? super T, ? extends R> body);
}
