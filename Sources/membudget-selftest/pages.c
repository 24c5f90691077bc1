#include "selftest.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define PAGE_BYTES 4096

void write_pages(void *start, size_t bytes) {
    volatile char *cursor = start;
    for (size_t offset = 0; offset < bytes; offset += PAGE_BYTES) cursor[offset] = 1;
}

void *touch_bytes(size_t bytes) {
    if (bytes == 0) return NULL;
    void *start = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED) refuse(bytes);
    /* With huge pages, the resident size would depend on alignment. */
    madvise(start, bytes, MADV_NOHUGEPAGE);
    write_pages(start, bytes);
    return start;
}

_Noreturn void refuse(size_t bytes) {
    fprintf(stderr, "Fatal error: failed to allocate %zu bytes of memory with alignment 16\n", bytes);
    abort();
}

void sleep_ms(long milliseconds) {
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    while (nanosleep(&time, &time) != 0) {
    }
}

int become(char *const arguments[]) {
    execv("/proc/self/exe", arguments);
    perror("membudget-selftest: exec");
    return 1;
}
