/* dlclose: discards the cached rows of a library's code. */
#define _GNU_SOURCE
#include "hooks.h"
#include "rows.h"

#include <dlfcn.h>

EXPORT int dlclose(void *library) {
    static int (*real)(void *);
    int (*found)(void *) = __atomic_load_n(&real, __ATOMIC_RELAXED);
    if (!found) {
        found = (int (*)(void *))sampler_real_symbol("dlclose");
        __atomic_store_n(&real, found, __ATOMIC_RELAXED);
    }
    int status = found(library);
    sampler_rows_forget();
    return status;
}
