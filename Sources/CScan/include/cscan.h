/// Positions of bytes in text, found 64 bytes at a time.
///
/// In C for one reason: the instructions that make this fast (AVX2's comparisons and a bit a byte of
/// them, counting bits, AVX-512's packing) are not in the x86-64 that every machine has, and only C
/// can compile a function for other instructions than the rest. On one machine the splitter does
/// 2.3 GB/s with the oldest ones, 2.6 with AVX2, 2.9 with AVX-512, and did 1.8 in Swift alone. The
/// code for the oldest compiles to NEON on aarch64.

#ifndef CSCAN_H
#define CSCAN_H

#include <stddef.h>
#include <stdint.h>

/// The bytes that are looked for.
typedef struct {
    uint8_t first, second, third, fourth;
} cscan_set;

/// How many bytes behind the text must be readable, whatever they are, and how many positions
/// behind the last one must be writable.
#define CSCAN_PADDING 64

/// What a processor can do; a higher one can do what the lower ones can.
typedef enum : uint8_t {
    CSCAN_BASELINE,
    CSCAN_AVX2,
    CSCAN_AVX512,
} cscan_level;

/// What this processor, and the system that runs on it, can do.
cscan_level cscan_level_max(void);

/// Writes the positions, counted from `text`, of the bytes of a set in `text[start..<end]`.
///
/// - `level` is at most `cscan_level_max()`; the positions are the same with any.
/// - `end` is less than 2^32; `positions` has room for one a byte, and for the padding.
/// - Returns how many there are.
size_t cscan_positions(
    cscan_level level, const uint8_t *text, size_t start, size_t end, cscan_set set,
    uint32_t *positions);

/// The position, counted from `text`, of the first place in `text[start..<end]` where all bytes of
/// `needle` lie within it; `end` if there is none.
///
/// - `needle` has at least two bytes. Nothing outside of the text is read.
/// - Text that repeats the beginning of `needle` costs little more than any other: a place is looked at
///   closely only if its first and its last byte are right.
size_t cscan_find(
    cscan_level level, const uint8_t *text, size_t start, size_t end, const uint8_t *needle,
    size_t needle_count);

#endif
