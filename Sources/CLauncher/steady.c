/*
 * membudget-steady MIB
 *
 * Touches that many MiB, page by page, and exits: a program with a known and constant memory use.
 * The spread of its trials is the noise of the machine. It is built twice: static, to exclude the
 * pages of libraries, and dynamic, like most programs.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <sysexits.h>

#define BYTES_PER_MIB ((size_t)1 << 20)
#define MIB_MAX 1024
#define PAGE_BYTES 4096

int main(int argument_count, char **arguments) {
    if (argument_count != 2) return EX_USAGE;
    char *end = NULL;
    long mib = strtol(arguments[1], &end, 10);
    if (end == arguments[1] || *end != '\0' || mib < 1 || mib > MIB_MAX) return EX_USAGE;
    size_t bytes = (size_t)mib * BYTES_PER_MIB;
    volatile char *start =
        mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED) return EX_OSERR;
    /* With huge pages, the count would depend on alignment. */
    madvise((void *)start, bytes, MADV_NOHUGEPAGE);
    for (size_t offset = 0; offset < bytes; offset += PAGE_BYTES) start[offset] = 1;
    return 0;
}
