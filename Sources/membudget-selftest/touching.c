/* Commands that hold a known amount of one kind of memory. */
#include "selftest.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sysexits.h>
#include <unistd.h>

#define SPIKE_AFTERLIFE_MS 200

int run_touch(struct arguments arguments) {
    touch_bytes(mib_at(arguments, 0) + (size_t)option(arguments, "--and-kib", 0) * 1024);
    sleep_ms(option(arguments, "--hold-ms", 0));
    long number = option(arguments, "--signal", 0);
    if (number != 0) raise((int)number);
    return (int)option(arguments, "--exit", 0);
}

/* Has a peak that is over long before the end. */
int run_spike(struct arguments arguments) {
    size_t bytes = mib_at(arguments, 0);
    void *start = touch_bytes(bytes);
    sleep_ms(number_at(arguments, 1));
    if (start) munmap(start, bytes);
    sleep_ms(SPIKE_AFTERLIFE_MS);
    return 0;
}

/* Maps a sparse file, whose pages are file-backed unless PATH is on a memory file system. */
int run_file(struct arguments arguments) {
    size_t bytes = mib_at(arguments, 0);
    int file = open(arguments.values[1], O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 || ftruncate(file, (off_t)bytes) != 0) {
        perror(arguments.values[1]);
        return EX_IOERR;
    }
    void *start = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (start == MAP_FAILED) refuse(bytes);
    write_pages(start, bytes);
    close(file);
    return 0;
}

int run_shmem(struct arguments arguments) {
    size_t bytes = mib_at(arguments, 0);
    void *start = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED) refuse(bytes);
    write_pages(start, bytes);
    return 0;
}
