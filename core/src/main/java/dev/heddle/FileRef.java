package dev.heddle;

/** placeholder, the values room writes it. */
public final class FileRef {}
