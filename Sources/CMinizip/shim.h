// minizip, which comes with zlib: its reading half and its writing half, and zlib itself.
#include <unzip.h>
#include <zip.h>
#include <zlib.h>
