#define _GNU_SOURCE
#include "clinux.h"

#include <errno.h>
#include <unistd.h>

int clinux_sync_filesystem(int descriptor) { return syncfs(descriptor) < 0 ? -errno : 0; }
