/* Reads numbers of the unwind tables. Reading past the end yields 0 and fails the cursor. */
#ifndef SAMPLER_CURSOR_H
#define SAMPLER_CURSOR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct cursor {
    const uint8_t *place, *end;
    bool has_failed;
};

static inline bool cursor_has(struct cursor *cursor, size_t bytes) {
    if ((size_t)(cursor->end - cursor->place) >= bytes && cursor->place <= cursor->end) return true;
    cursor->has_failed = true;
    cursor->place = cursor->end;
    return false;
}

static inline uint8_t cursor_u8(struct cursor *cursor) {
    return cursor_has(cursor, 1) ? *cursor->place++ : 0;
}

static inline uint16_t cursor_u16(struct cursor *cursor) {
    uint16_t value = 0;
    if (!cursor_has(cursor, sizeof value)) return 0;
    memcpy(&value, cursor->place, sizeof value);
    cursor->place += sizeof value;
    return value;
}

static inline uint32_t cursor_u32(struct cursor *cursor) {
    uint32_t value = 0;
    if (!cursor_has(cursor, sizeof value)) return 0;
    memcpy(&value, cursor->place, sizeof value);
    cursor->place += sizeof value;
    return value;
}

/* LEB128: seven bits per byte, the lowest first. */
static inline uint64_t cursor_bits(struct cursor *cursor, unsigned *shift, uint8_t *last) {
    uint64_t value = 0;
    *shift = 0;
    do {
        *last = cursor_u8(cursor);
        if (*shift < 64) value |= (uint64_t)(*last & 0x7f) << *shift;
        *shift += 7;
    } while (*last & 0x80);
    return value;
}

static inline uint64_t cursor_unsigned(struct cursor *cursor) {
    unsigned shift;
    uint8_t last;
    return cursor_bits(cursor, &shift, &last);
}

static inline int64_t cursor_signed(struct cursor *cursor) {
    unsigned shift;
    uint8_t last;
    uint64_t value = cursor_bits(cursor, &shift, &last);
    if (shift < 64 && (last & 0x40)) value |= ~0ULL << shift;
    return (int64_t)value;
}

static inline void cursor_skip(struct cursor *cursor, uint64_t bytes) {
    if (cursor_has(cursor, bytes)) cursor->place += bytes;
}

/* Skips a pointer. Aligned ones and those of variable length are not supported. */
static inline void cursor_skip_encoded(struct cursor *cursor, uint8_t encoding) {
    switch (encoding & 0x0f) {
    case 0x02: case 0x0a: cursor_skip(cursor, 2); break;
    case 0x03: case 0x0b: cursor_skip(cursor, 4); break;
    case 0x00: case 0x04: case 0x0c: cursor_skip(cursor, 8); break;
    default: cursor->has_failed = true;
    }
}

/* Returns the entry of a table: its length, then its contents. Long entries encode their length
   differently. */
static inline struct cursor cursor_of_entry(const uint8_t *entry) {
    uint32_t length;
    memcpy(&length, entry, sizeof length);
    const uint8_t *contents = entry + sizeof length;
    return (struct cursor){contents, contents + (length < 0xfffffff0 ? length : 0), false};
}

#endif
