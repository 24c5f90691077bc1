/* The layout of a sample table: see sample_table.h. */
#include "sample_table.h"
