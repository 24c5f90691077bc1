/* Commands that end in a known way. */
#include "selftest.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define SMALL_BYTES 64

/* Allocates one large block; if that is refused, the program says so. */
int run_refuse_big(struct arguments arguments) {
    size_t bytes = mib_at(arguments, 0);
    void *start = malloc(bytes);
    if (!start) refuse(bytes);
    write_pages(start, bytes);
    return 0;
}

/* Allocates many small blocks, unchecked: the first refused one is written to as NULL. */
int run_refuse_small(struct arguments arguments) {
    size_t count = mib_at(arguments, 0) / SMALL_BYTES;
    for (size_t index = 0; index < count; index++) {
        *(volatile char *)malloc(SMALL_BYTES) = 1;
    }
    return 0;
}

int run_segv(struct arguments arguments) {
    /* Uses a variable, because the compiler would turn a constant NULL into a trap. */
    volatile char *volatile nowhere = NULL;
    *nowhere = (char)arguments.count;
    return 0;
}

int run_trap(struct arguments arguments) {
    (void)arguments;
    __builtin_trap();
}

int run_abort(struct arguments arguments) {
    (void)arguments;
    abort();
}

int run_exit(struct arguments arguments) {
    return (int)number_at(arguments, 0);
}

int run_sleep(struct arguments arguments) {
    sleep_ms(number_at(arguments, 0));
    return 0;
}

int run_ignore_term(struct arguments arguments) {
    signal(SIGTERM, SIG_IGN);
    return run_sleep(arguments);
}
