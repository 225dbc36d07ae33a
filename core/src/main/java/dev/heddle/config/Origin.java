package dev.heddle.config;

/** Where a setting's value came from, strongest first. */
public enum Origin {
  CODE,
  FLAG,
  ENVIRONMENT,
  FILE,
  DEFAULT
}
