/* The unwind tables' format: Linux Standard Base, "Exception Frames", and DWARF 5, 6.4. */
#define _GNU_SOURCE
#include "rows.h"

#include "cursor.h"
#include "instructions.h"

#include <dlfcn.h>
#include <string.h>

_Static_assert(sizeof(struct sampler_row) == sizeof(uint64_t), "a row is written atomically");

static const struct sampler_row unknown = {.kind = ROW_UNKNOWN};

#if defined(__x86_64__) && defined(DLFO_STRUCT_HAS_EH_DBASE)

/* --- From the tables --- */

/* The pointer encoding that all linkers use: relative, in four bytes. */
#define RELATIVE_TO_PLACE 0x1b
#define RELATIVE_TO_TABLE 0x3b
#define FOUR_BYTES 0x03

/* The start of a library's sorted table of functions. */
struct index_header {
    uint8_t version, frames_encoding, count_encoding, table_encoding;
    int32_t frames;
    uint32_t count;
};

struct index_entry {
    int32_t function; /* both from the header's own address */
    int32_t description;
};

/* Returns the description of the last function that begins at or before an address; NULL if there
   is none. */
static const uint8_t *find_description(const struct index_header *header, uint64_t address) {
    if (header->version != 1 || header->frames_encoding != RELATIVE_TO_PLACE ||
        header->count_encoding != FOUR_BYTES || header->table_encoding != RELATIVE_TO_TABLE) {
        return NULL;
    }
    const struct index_entry *entries = (const struct index_entry *)(header + 1);
    int64_t wanted = (int64_t)(address - (uintptr_t)header);
    uint32_t low = 0, high = header->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (entries[middle].function <= wanted) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low == 0 ? NULL : (const uint8_t *)header + entries[low - 1].description;
}

/* Reads the common part of functions. False if its form is not supported. */
static bool read_common(const uint8_t *entry, struct instructions *program) {
    struct cursor cursor = cursor_of_entry(entry);
    if (cursor_u32(&cursor) != 0) return false;
    uint8_t version = cursor_u8(&cursor);
    const char *augmentation = (const char *)cursor.place;
    cursor.place += strlen(augmentation) + 1;
    program->code_alignment = cursor_unsigned(&cursor);
    program->data_alignment = cursor_signed(&cursor);
    uint64_t return_column = version == 1 ? cursor_u8(&cursor) : cursor_unsigned(&cursor);
    if ((version != 1 && version != 3) || augmentation[0] != 'z' ||
        return_column != COLUMN_RETURN_ADDRESS) {
        return false;
    }
    uint64_t length = cursor_unsigned(&cursor);
    struct cursor data = cursor;
    cursor_skip(&cursor, length);
    program->common = cursor;
    uint8_t encoding = 0;
    for (const char *letter = augmentation + 1; *letter; letter++) {
        switch (*letter) {
        case 'R': encoding = cursor_u8(&data); break;
        case 'L': cursor_u8(&data); break;
        case 'P': cursor_skip_encoded(&data, cursor_u8(&data)); break;
        default: return false; /* a signal's frame among others */
        }
    }
    return encoding == RELATIVE_TO_PLACE && !data.has_failed && !cursor.has_failed;
}

/* Reads the program of the function at an address; false if the function doesn't contain the
   address, or is not supported. */
static bool read_description(const uint8_t *entry, uint64_t address, struct instructions *program) {
    struct cursor cursor = cursor_of_entry(entry);
    const uint8_t *place = cursor.place;
    uint32_t distance = cursor_u32(&cursor);
    if (distance == 0 || !read_common(place - distance, program)) return false;
    uint64_t start = (uint64_t)(uintptr_t)cursor.place;
    start += (uint64_t)(int64_t)(int32_t)cursor_u32(&cursor);
    uint32_t bytes = cursor_u32(&cursor);
    cursor_skip(&cursor, cursor_unsigned(&cursor));
    program->own = cursor;
    program->distance = address - start;
    return address - start < bytes && !cursor.has_failed;
}

/* Returns whether the row may be cached. Code outside libraries may have another row next time. */
static bool look_up(uint64_t address, struct sampler_row *row) {
    struct dl_find_object library;
    *row = unknown;
    if (_dl_find_object((void *)address, &library) != 0 || !library.dlfo_eh_frame) return false;
    struct instructions program = {0};
    const uint8_t *entry = find_description(library.dlfo_eh_frame, address);
    if (entry && read_description(entry, address, &program)) *row = instructions_run(&program);
    return true;
}

#else

static bool look_up(uint64_t address, struct sampler_row *row) {
    (void)address;
    *row = unknown;
    return false;
}

#endif

/* --- Cached rows --- */

#define KEPT_MAX 2048

/* A row, and its address mixed with the row: a pair whose halves were written by two threads
   matches no address, so that neither thread needs a lock. */
static struct {
    uint64_t row, mixed;
} kept[KEPT_MAX];

/* The number of times that rows were discarded, in bits unused by code addresses. */
static uint64_t generation;
#define GENERATION_STEP (1ULL << 48)

struct sampler_row sampler_row_at(uint64_t address) {
    uint64_t key = address ^ __atomic_load_n(&generation, __ATOMIC_RELAXED);
    uint64_t index = (address * 0x9e3779b97f4a7c15ULL >> 32) % KEPT_MAX;
    uint64_t word = __atomic_load_n(&kept[index].row, __ATOMIC_RELAXED);
    uint64_t mixed = __atomic_load_n(&kept[index].mixed, __ATOMIC_RELAXED);
    struct sampler_row row;
    if ((word ^ mixed) == key) {
        memcpy(&row, &word, sizeof row);
        return row;
    }
    if (!look_up(address, &row)) return row;
    memcpy(&word, &row, sizeof word);
    __atomic_store_n(&kept[index].row, word, __ATOMIC_RELAXED);
    __atomic_store_n(&kept[index].mixed, word ^ key, __ATOMIC_RELAXED);
    return row;
}

void sampler_rows_forget(void) { __atomic_fetch_add(&generation, GENERATION_STEP, __ATOMIC_RELAXED); }
