/* `parts`: holds exactly known amounts of each kind of memory at once, for a given time. Then it
   dies, or releases everything and stays alive. */
#include "selftest.h"

#include <alloca.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sysexits.h>

/* A size that neither glibc nor jemalloc rounds up by much. */
#define BLOCK_BYTES 1280
#define STACK_BYTES ((size_t)4 << 20)
#define AFTERLIFE_MS 300

struct parts {
    char **live, **released;
    size_t live_count, released_count;
};

__attribute__((noinline)) static char **take_blocks(size_t bytes, size_t *count) {
    *count = bytes / BLOCK_BYTES;
    char **blocks = malloc((*count + 1) * sizeof *blocks);
    if (!blocks) exit(EX_OSERR);
    for (size_t index = 0; index < *count; index++) {
        blocks[index] = malloc(BLOCK_BYTES);
        if (!blocks[index]) exit(EX_OSERR);
        memset(blocks[index], 1, BLOCK_BYTES);
    }
    return blocks;
}

static void release(char **blocks, size_t count) {
    for (size_t index = 0; index < count; index++) free(blocks[index]);
    free(blocks);
}

static void *share(size_t bytes) {
    if (bytes == 0) return NULL;
    void *start = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED) refuse(bytes);
    write_pages(start, bytes);
    return start;
}

/* The deepest call, with a part of the stack resident as well. */
__attribute__((noinline)) static void hold(struct arguments arguments) {
    void *stack = alloca(STACK_BYTES);
    write_pages(stack, STACK_BYTES);
    sleep_ms(option(arguments, "--hold-ms", 0));
    long number = option(arguments, "--signal", 0);
    if (number != 0) raise((int)number);
}

int run_parts(struct arguments arguments) {
    struct parts parts;
    /* The released blocks lie below live ones, so that the heap can't be trimmed. */
    parts.released = take_blocks(mib_at(arguments, 1), &parts.released_count);
    parts.live = take_blocks(mib_at(arguments, 0), &parts.live_count);
    release(parts.released, parts.released_count);
    size_t mapped_bytes = mib_at(arguments, 2), shared_bytes = mib_at(arguments, 3);
    void *mapped = touch_bytes(mapped_bytes), *shared = share(shared_bytes);
    hold(arguments);
    if (mapped) munmap(mapped, mapped_bytes);
    if (shared) munmap(shared, shared_bytes);
    release(parts.live, parts.live_count);
    sleep_ms(option(arguments, "--after-ms", AFTERLIFE_MS));
    return 0;
}
