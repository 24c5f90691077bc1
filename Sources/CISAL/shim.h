// ISA-L, which compresses with vector instructions: its deflate and its checksum.
#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

// Expressions that Swift can't import: bytes of working memory at a level.
enum {
    ISAL_LEVEL_2_BUFFER_BYTES = ISAL_DEF_LVL2_DEFAULT,
};
