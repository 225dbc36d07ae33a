#ifndef LIB_H
#define LIB_H

/* Prints a greeting. */
void greet(const char *name);

#endif
