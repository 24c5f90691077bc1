#include "selftest.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

struct command {
    const char *name;
    int arguments_min;
    const char *usage;
    int (*run)(struct arguments);
};

static const struct command commands[] = {
    {"touch", 1, "MIB [--and-kib N] [--hold-ms N] [--exit N | --signal N]", run_touch},
    {"spike", 2, "MIB MS", run_spike},
    {"peak", 2, "THREADS PAGES_PER_THREAD [--hold-ms N] [--release 1]", run_peak},
    {"grow", 1, "MIB_PER_SECOND [--threads N] [--limit MIB]", run_grow},
    {"file", 2, "MIB PATH", run_file},
    {"shmem", 1, "MIB", run_shmem},
    {"refuse-big", 1, "MIB", run_refuse_big},
    {"refuse-small", 1, "MIB", run_refuse_small},
    {"segv", 0, "", run_segv},
    {"trap", 0, "", run_trap},
    {"abort", 0, "", run_abort},
    {"exit", 1, "STATUS", run_exit},
    {"sleep", 1, "MS", run_sleep},
    {"ignore-term", 1, "MS", run_ignore_term},
    {"grandchild", 2, "MIB PIDFILE", run_grandchild},
    {"two-children", 2, "MIB MIB", run_two_children},
    {"fat", 3, "MIB -- COMMAND...", run_fat},
    {"thread-exec", 1, "MIB", run_thread_exec},
    {"exec-after", 1, "MIB", run_exec_after},
    {"leader-leaves", 1, "MIB [--hold-ms N]", run_leader_leaves},
    {"untraced-child", 2, "MIB MS [--orphan 1]", run_untraced_child},
    {"inherited-memory", 2, "MIB MS", run_inherited_memory},
    {"hidden-children", 2, "MIB MS", run_hidden_children},
    {"grow-on-term", 1, "MIB", run_grow_on_term},
    {"forgotten-child", 1, "MS", run_forgotten_child},
    {"read-stdin", 0, "", run_read_stdin},
    {"progress", 2, "UNITS MIB_PER_UNIT [--unit-ms N] [--failed N]", run_progress},
    {"cut-page", 1, "MS", run_cut_page},
    {"absurd-counts", 1, "MS", run_absurd_counts},
    {"sites", 3, "MIB MIB MIB [--threads N] [--signal N] [--leave 1]", run_sites},
    {"parts", 4, "LIVE RELEASED MAPPED SHARED [--hold-ms N] [--after-ms N] [--signal N]", run_parts},
    {"allocate", 1, "FUNCTION [--keep 1]", run_allocate},
    {"stress", 1, "threads | signals | forks", run_stress},
    {"maps", 2, "MIB MIB [--signal N]", run_maps},
};
static const size_t command_count = sizeof commands / sizeof commands[0];

static int usage(void) {
    for (size_t index = 0; index < command_count; index++) {
        fprintf(stderr, "membudget-selftest %s %s\n", commands[index].name, commands[index].usage);
    }
    return EX_USAGE;
}

int main(int count, char **values) {
    if (count < 2) return usage();
    struct arguments arguments = {.count = count - 2, .values = values + 2};
    for (size_t index = 0; index < command_count; index++) {
        const struct command *command = &commands[index];
        if (strcmp(command->name, values[1]) != 0) continue;
        return arguments.count < command->arguments_min ? usage() : command->run(arguments);
    }
    return usage();
}
