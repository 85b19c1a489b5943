/* Of the C library, what Swift's Glibc leaves out. */

#include <getopt.h>
#include <malloc.h>

/* getopt_long keeps its place in globals; here they stand as arguments, so that Swift sees no shared state. */
static inline int next_option(int argc, char **argv, const struct option *table, int *place, char **value) {
  opterr = 0;
  optind = *place;
  int found = getopt_long(argc, argv, ":", table, 0);
  *place = optind;
  *value = optarg;
  return found;
}
