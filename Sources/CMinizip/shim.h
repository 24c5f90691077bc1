// minizip, which comes with zlib: its reading half and its writing half.
#include <unzip.h>
#include <zip.h>
