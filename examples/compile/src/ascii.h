#ifndef ASCII_H
#define ASCII_H

#include <stddef.h>

/* Copies at most size - 1 characters in upper case, and ends them. */
void upper(const char *text, char *into, size_t size);

#endif
