"""Allocates and releases Python objects at a given rate, for profilers that only support Python.

    bench-allocations.py MILLIONS_PER_SECOND SECONDS LIVE_MIB
"""

import random
import sys
import time

OBJECT_BYTES = 256
BATCH = 1000


def allocate():
    return bytes(OBJECT_BYTES - 33)


def main(millions_per_second, seconds, live_mib):
    per_second = millions_per_second * 1e6
    total = int(per_second * seconds)
    slots = int(live_mib * (1 << 20) / OBJECT_BYTES)
    blocks = [None] * slots
    choose = random.Random(42).randrange
    start = time.monotonic()
    for done in range(total):
        blocks[choose(slots)] = allocate()
        if done % BATCH == 0:
            time.sleep(max(0.0, start + done / per_second - time.monotonic()))


main(*map(float, sys.argv[1:]))
