/* Of the processor's vectors, what Swift's lack: comparing bytes makes a bit to a byte, in a few instructions. */

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
