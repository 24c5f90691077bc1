/* Replacements for two functions of the math library, which would make half a MiB of the process
   resident. Accurate to 1e-12. */
#ifndef SAMPLER_ARITHMETIC_H
#define SAMPLER_ARITHMETIC_H

#include <stdint.h>
#include <string.h>

/* The natural logarithm of a positive, normal number: x = m 2^e with m around 1, and log m = 2
   artanh((m - 1) / (m + 1)). */
static inline double sampler_log(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int exponent = (int)(bits >> 52) - 1023;
    bits = (bits & 0xfffffffffffffULL) | 0x3ff0000000000000ULL;
    double mantissa;
    memcpy(&mantissa, &bits, sizeof mantissa);
    if (mantissa > 1.4142135623730951) {
        mantissa /= 2;
        exponent++;
    }
    double s = (mantissa - 1) / (mantissa + 1);
    double sum = 0;
    for (int power = 17; power >= 1; power -= 2) sum = sum * s * s + 1.0 / power;
    return 2 * s * sum + exponent * 0.6931471805599453;
}

/* 1 - e^(-x) for x >= 0: a series for a small part of x, then e^(2y) - 1 = (e^y - 1)(e^y + 1). */
static inline double sampler_chance(double x) {
    if (x > 40) return 1;
    int doublings = 0;
    for (; x > 0.015625; x /= 2) doublings++;
    double sum = 0;
    for (int term = 7; term >= 1; term--) sum = (1 + sum) * -x / term;
    for (; doublings > 0; doublings--) sum *= sum + 2;
    return -sum;
}

#endif
