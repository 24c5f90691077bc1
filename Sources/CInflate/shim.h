// The types of zlib and ISA-L, for programs that load one of the two only when they read an
// archive. Nothing here links a library, which would add to every worker's floor.
#include <zlib.h>
#if __has_include(<isa-l/igzip_lib.h>)
#include <isa-l/igzip_lib.h>
#endif
