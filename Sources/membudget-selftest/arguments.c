#include "selftest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

long parse_number(const char *text) {
    char *end = NULL;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < 0) {
        fprintf(stderr, "membudget-selftest: '%s' is not a whole number\n", text);
        exit(EX_USAGE);
    }
    return value;
}

long number_at(struct arguments arguments, int position) {
    return parse_number(arguments.values[position]);
}

size_t mib_at(struct arguments arguments, int position) {
    return (size_t)number_at(arguments, position) * BYTES_PER_MIB;
}

long option(struct arguments arguments, const char *name, long fallback) {
    for (int position = 0; position + 1 < arguments.count; position++) {
        if (strcmp(arguments.values[position], name) == 0) {
            return number_at(arguments, position + 1);
        }
    }
    return fallback;
}
