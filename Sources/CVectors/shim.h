/* Of the processor, what Swift has no words for. */

#include <stdbool.h>
#include <stdint.h>

typedef uint8_t bytes64 __attribute__((ext_vector_type(64)));

/* Which of 64 bytes lie between two, both included: a bit to a byte, the first the lowest. */
static inline uint64_t bytes_between(bytes64 bytes, uint8_t low, uint8_t high) {
  typedef bool bits64 __attribute__((ext_vector_type(64)));
  bits64 bits = __builtin_convertvector((bytes64)(bytes - low) <= (bytes64)(uint8_t)(high - low), bits64);
  uint64_t word;
  __builtin_memcpy(&word, &bits, sizeof word);
  return word;
}

/* Has the processor fetch what lies at a place, to be read soon. */
static inline void fetch(const void *place) { __builtin_prefetch(place); }
