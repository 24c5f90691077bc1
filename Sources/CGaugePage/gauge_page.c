#include "gauge_page.h"

#include <string.h>

void gauge_page_set_phase(struct gauge_page *page, const char *name) {
    uint64_t sequence = gauge_page_load(&page->phase_sequence);
    gauge_page_store(&page->phase_sequence, sequence + 1);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    strncpy(page->phase, name, GAUGE_PAGE_PHASE_BYTES - 1);
    page->phase[GAUGE_PAGE_PHASE_BYTES - 1] = '\0';
    gauge_page_store(&page->phase_sequence, sequence + 2);
}
