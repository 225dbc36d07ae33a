package dev.heddle.task;

import dev.heddle.value.Hash;

/** One member of the user's code that a code hash covers. */
public record CodeMember(String owner, String name, String descriptor, Hash digest) {}
