#include <zlib.h>

/// `inflateInit2` is a macro, which Swift does not see; negative bits mean that no zlib header stands before the data.
static inline int begin_raw_inflate(z_stream *stream) { return inflateInit2(stream, -MAX_WBITS); }
