/* Commands with output, to standard output or to the gauge page. */
#include "selftest.h"

#include "gauge_page.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sysexits.h>
#include <unistd.h>

#define BUFFER_BYTES 65536
#define UNIT_MS_DEFAULT 1

/* Echoes standard input, and prints its number of bytes to standard error. */
int run_read_stdin(struct arguments arguments) {
    (void)arguments;
    static char buffer[BUFFER_BYTES];
    size_t total = 0;
    for (size_t count; (count = fread(buffer, 1, sizeof buffer, stdin)) > 0; total += count) {
        if (fwrite(buffer, 1, count, stdout) != count) return EX_IOERR;
    }
    fprintf(stderr, "%zu bytes\n", total);
    return fflush(stdout) == 0 ? 0 : EX_IOERR;
}

static struct gauge_page *open_gauge_page(void) {
    const char *path = getenv(GAUGE_PAGE_VARIABLE);
    int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0) return NULL;
    void *page = mmap(NULL, GAUGE_PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    return page == MAP_FAILED ? NULL : page;
}

/* A worker whose memory grows with each unit; the first `--failed` units fail. */
int run_progress(struct arguments arguments) {
    static struct gauge_page nobody_reads;
    struct gauge_page *page = open_gauge_page();
    if (!page) page = &nobody_reads;
    uint64_t total = (uint64_t)number_at(arguments, 0);
    uint64_t failing = (uint64_t)option(arguments, "--failed", 0);
    gauge_page_store(&page->units_total, total);
    gauge_page_set_phase(page, "growing");
    gauge_page_store(&page->worker_attached, 1);
    for (uint64_t done = 1; done <= total; done++) {
        touch_bytes(mib_at(arguments, 1));
        gauge_page_store(&page->units_done, done);
        if (done <= failing) gauge_page_store(&page->units_failed, done);
        sleep_ms(option(arguments, "--unit-ms", UNIT_MS_DEFAULT));
    }
    gauge_page_set_phase(page, "done");
    return 0;
}

/* Truncates the gauge page, as a program can do with any writable file. */
int run_cut_page(struct arguments arguments) {
    const char *path = getenv(GAUGE_PAGE_VARIABLE);
    if (!path || truncate(path, 0) != 0) return EX_OSERR;
    sleep_ms(number_at(arguments, 0));
    return 0;
}

/* A worker that reports impossibly high counts. */
int run_absurd_counts(struct arguments arguments) {
    struct gauge_page *page = open_gauge_page();
    if (!page) return EX_OSERR;
    gauge_page_store(&page->units_total, UINT64_MAX);
    gauge_page_store(&page->units_done, UINT64_MAX);
    gauge_page_store(&page->units_failed, UINT64_MAX);
    gauge_page_store(&page->worker_attached, 1);
    sleep_ms(number_at(arguments, 0));
    return 0;
}
