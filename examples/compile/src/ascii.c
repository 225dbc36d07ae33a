#include "ascii.h"

#include <ctype.h>

void upper(const char *text, char *into, size_t size) {
  size_t i;
  for (i = 0; i + 1 < size && text[i] != '\0'; i++) {
    into[i] = (char)toupper((unsigned char)text[i]);
  }
  into[i] = '\0';
}
