// minizip, a part of zlib: its reader and its writer, and zlib itself.
#include <unzip.h>
#include <zip.h>
#include <zlib.h>
