package shop;

final class Polite implements Greeter {}
