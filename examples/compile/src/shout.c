#include "ascii.h"
#include "lib.h"

int main(int argc, char **argv) {
  char name[64];
  upper(argc > 1 ? argv[1] : "world", name, sizeof name);
  greet(name);
  return 0;
}
