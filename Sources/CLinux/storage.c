#define _GNU_SOURCE
#include "clinux.h"

#include <errno.h>
#include <sys/xattr.h>
#include <unistd.h>

int clinux_sync_filesystem(int descriptor) { return syncfs(descriptor) < 0 ? -errno : 0; }

int clinux_has_attribute(const char *path, const char *name) {
    return getxattr(path, name, NULL, 0) >= 0;
}
