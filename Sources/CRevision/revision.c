#include "crevision.h"

/* Package.swift takes it from MEMBUDGET_COMMIT, which the Makefile sets. */
#ifndef MEMBUDGET_COMMIT
#define MEMBUDGET_COMMIT ""
#endif

const char *crevision_commit(void) { return MEMBUDGET_COMMIT; }
