package dev.heddle.agent;

/** A method of a class whose name goes without saying. */
record MethodId(String name, String descriptor) {}
