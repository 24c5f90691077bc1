#define _GNU_SOURCE
#include "clinux.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>

/* The signal, with its sender above 32 bits: read together, so that they belong together. */
static atomic_llong pending_signal;
static atomic_int last_signal;

static void note_signal(int signal, siginfo_t *information, void *context) {
    (void)context;
    atomic_store(&last_signal, signal);
    /* A terminal's interrupt already reaches the whole foreground group: forwarding it too would
       deliver it twice. */
    if (information->si_code > 0) return;
    atomic_store(&pending_signal, (long long)information->si_pid << 32 | signal);
}

int clinux_install_forwarder(int signal) {
    struct sigaction before;
    if (sigaction(signal, NULL, &before) < 0) return -errno;
    /* An ignored signal (nohup, a background job) stays ignored. */
    if (before.sa_handler == SIG_IGN) return 0;
    struct sigaction action = {.sa_sigaction = note_signal, .sa_flags = SA_SIGINFO | SA_RESTART};
    sigemptyset(&action.sa_mask);
    return sigaction(signal, &action, NULL) < 0 ? -errno : 0;
}

int clinux_take_forwarded(pid_t *sender) {
    long long pending = atomic_exchange(&pending_signal, 0);
    *sender = (pid_t)(pending >> 32);
    return (int)(pending & 0xFFFFFFFF);
}

int clinux_last_signal(void) { return atomic_load(&last_signal); }
