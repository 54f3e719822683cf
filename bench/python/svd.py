"""The SVD of dense square matrices by LAPACK through NumPy, in double precision.

The matrices are those of ../decompositions.ts. OpenBLAS has as many threads as it takes by itself: set
OPENBLAS_NUM_THREADS for another number.

Prints one line of JSON: for each size the median seconds of an SVD with all singular vectors, and the
sum of the singular values of all matrices.
"""

import json
import sys
import time

try:
    import numpy as np
except ModuleNotFoundError as error:
    print(f"svd.py needs {error.name}: python3 -m pip install numpy", file=sys.stderr)
    sys.exit(3)

SIZES = [50, 200]
GOLDEN_RATIO = 0.6180339887498949
SECONDS = 1
SHORTEST_ROUND = 0.05
MOST_ROUNDS = 15
FEWEST_ROUNDS = 3


def evenly_spread(n):
    return (2 * np.fmod(np.arange(n * n, dtype=float) ** 2 * GOLDEN_RATIO, 1) - 1).reshape(n, n)


def timed(operation, repetitions):
    start = time.perf_counter()
    for _ in range(repetitions):
        operation()
    return time.perf_counter() - start


def measure(operation):
    """The median of rounds that are long enough for the clock, as bench/measure.ts has it."""
    start = time.perf_counter()
    repetitions = 1
    while timed(operation, repetitions) < SHORTEST_ROUND:
        repetitions *= 2
    rounds = []
    while len(rounds) < FEWEST_ROUNDS or (
        len(rounds) < MOST_ROUNDS and time.perf_counter() - start < SECONDS
    ):
        rounds.append(timed(operation, repetitions) / repetitions)
    return float(np.median(rounds))


def main():
    seconds, check = {}, 0.0
    for size in SIZES:
        a = evenly_spread(size)
        check += float(np.sum(np.linalg.svd(a)[1]))
        seconds[str(size)] = measure(lambda: np.linalg.svd(a))
    print(json.dumps({"name": "svd", "seconds": seconds, "check": check}))


main()
