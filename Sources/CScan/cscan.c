#include "cscan.h"

#include <stdbool.h>
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "a comparison's first byte must become the lowest bit"
#endif

enum { BLOCK = 64 };

typedef uint8_t block __attribute__((vector_size(BLOCK)));
typedef bool block_bits __attribute__((ext_vector_type(BLOCK)));

#define INLINE static inline __attribute__((always_inline))

/// Returns one bit per byte, the first byte lowest: whether the byte belongs to the set.
INLINE uint64_t members(const uint8_t *text, cscan_set set) {
    block bytes;
    memcpy(&bytes, text, BLOCK);
    block_bits bits = __builtin_convertvector(
        (bytes == set.first) | (bytes == set.second) | (bytes == set.third) |
            (bytes == set.fourth),
        block_bits);
    uint64_t mask;
    memcpy(&mask, &bits, sizeof mask);
    return mask;
}

/// Writes the positions of the set bits; returns the end of those written.
///
/// Most blocks have fewer than nine: always writing eight and keeping only the valid ones avoids an
/// unpredictable branch.
INLINE uint32_t *write_places(uint64_t mask, uint32_t block_start, uint32_t *next) {
    int count = __builtin_popcountll(mask);
    int written = 0;
    do {
        for (int index = 0; index < 8; index++, mask &= mask - 1)
            // With no bits left, the position is irrelevant, but must be defined.
            next[written++] = block_start + (uint32_t)(mask ? __builtin_ctzll(mask) : BLOCK);
    } while (written < count);
    return next + count;
}

typedef uint32_t *places_writer(uint64_t mask, uint32_t block_start, uint32_t *next);

INLINE size_t find(
    const uint8_t *text, size_t start, size_t end, cscan_set set, uint32_t *positions,
    places_writer *write) {
    uint32_t *next = positions;
    for (; start + BLOCK <= end; start += BLOCK)
        next = write(members(text + start, set), (uint32_t)start, next);
    if (start < end) {
        uint64_t text_bits = ~(~UINT64_C(0) << (end - start));
        next = write(members(text + start, set) & text_bits, (uint32_t)start, next);
    }
    return (size_t)(next - positions);
}

/// Returns one bit per byte, the first byte lowest: whether the byte equals `wanted`.
INLINE uint64_t equals(const uint8_t *text, uint8_t wanted) {
    block bytes;
    memcpy(&bytes, text, BLOCK);
    block_bits bits = __builtin_convertvector(bytes == wanted, block_bits);
    uint64_t mask;
    memcpy(&mask, &bits, sizeof mask);
    return mask;
}

INLINE size_t find_needle(
    const uint8_t *text, size_t start, size_t end, const uint8_t *needle, size_t count) {
    for (; start + count - 1 + BLOCK <= end; start += BLOCK) {
        uint64_t places =
            equals(text + start, needle[0]) & equals(text + start + count - 1, needle[count - 1]);
        for (; places; places &= places - 1) {
            size_t place = start + (size_t)__builtin_ctzll(places);
            if (memcmp(text + place + 1, needle + 1, count - 2) == 0) return place;
        }
    }
    for (; start + count <= end; start++)
        if (text[start] == needle[0] && memcmp(text + start, needle, count) == 0) return start;
    return end;
}

#if defined(__x86_64__)

#define AVX2 __attribute__((target("avx2,bmi,popcnt")))
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi2,bmi,popcnt")))

AVX2 static size_t find_avx2(
    const uint8_t *text, size_t start, size_t end, cscan_set set, uint32_t *positions) {
    return find(text, start, end, set, positions, write_places);
}

AVX2 static size_t find_needle_avx2(
    const uint8_t *text, size_t start, size_t end, const uint8_t *needle, size_t count) {
    return find_needle(text, start, end, needle, count);
}

AVX512 static size_t find_needle_avx512(
    const uint8_t *text, size_t start, size_t end, const uint8_t *needle, size_t count) {
    return find_needle(text, start, end, needle, count);
}

/// Like `write_places`, sixteen at a time: compresses the numbers 0 to 63 to those whose bit is
/// set.
AVX512 INLINE uint32_t *write_packed_places(uint64_t mask, uint32_t block_start, uint32_t *next) {
    const block numbers = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
        22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
        44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63,
    };
    int count = __builtin_popcountll(mask);
    int written = 0;
    do {
        __m512i packed = _mm512_maskz_compress_epi8(mask, (__m512i)numbers);
        __m512i places = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed));
        places = _mm512_add_epi32(places, _mm512_set1_epi32((int)block_start));
        _mm512_storeu_si512(next + written, places);
        written += 16;
        if (written < count)
            for (int index = 0; index < 16; index++) mask &= mask - 1;
    } while (written < count);
    return next + count;
}

AVX512 static size_t find_avx512(
    const uint8_t *text, size_t start, size_t end, cscan_set set, uint32_t *positions) {
    return find(text, start, end, set, positions, write_packed_places);
}

cscan_level cscan_level_max(void) {
    bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                    __builtin_cpu_supports("popcnt");
    bool has_avx512 = has_avx2 && __builtin_cpu_supports("avx512f") &&
                      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2");
    return has_avx512 ? CSCAN_AVX512 : has_avx2 ? CSCAN_AVX2 : CSCAN_BASELINE;
}

#else

cscan_level cscan_level_max(void) {
    return CSCAN_BASELINE;
}

#endif

size_t cscan_positions(
    cscan_level level, const uint8_t *text, size_t start, size_t end, cscan_set set,
    uint32_t *positions) {
#if defined(__x86_64__)
    if (level == CSCAN_AVX512) return find_avx512(text, start, end, set, positions);
    if (level == CSCAN_AVX2) return find_avx2(text, start, end, set, positions);
#endif
    (void)level;
    return find(text, start, end, set, positions, write_places);
}

size_t cscan_find(
    cscan_level level, const uint8_t *text, size_t start, size_t end, const uint8_t *needle,
    size_t needle_count) {
#if defined(__x86_64__)
    if (level == CSCAN_AVX512) return find_needle_avx512(text, start, end, needle, needle_count);
    if (level == CSCAN_AVX2) return find_needle_avx2(text, start, end, needle, needle_count);
#endif
    (void)level;
    return find_needle(text, start, end, needle, needle_count);
}
