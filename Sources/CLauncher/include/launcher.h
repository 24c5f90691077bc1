/*
 * The result that membudget-launcher sends to the harness; both are from the same build. See
 * launcher.c for the protocol.
 */
#ifndef LAUNCHER_H
#define LAUNCHER_H

#include <stdint.h>

/* Written once, when the command and all processes that it started have ended. */
struct launcher_result {
    int64_t launch_error; /* errno of execve, or 0 */
    int64_t status;       /* the status from wait4 */
    /* The totals of every process that was waited for, by its parent or by the launcher. */
    int64_t peak_rss_kib;
    int64_t user_us;
    int64_t system_us;
    int64_t major_faults;
};

#endif
