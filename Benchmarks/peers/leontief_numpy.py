"""The same by numpy alone; with "multipliers" those without the inverse.

usage: leontief_numpy.py FILE [multipliers [footprints]]
"""
import json
import sys
import time

import numpy as np
import scipy.linalg

if __name__ == "__main__":
    start = time.perf_counter()
    numbers = np.fromfile(sys.argv[1])
    count = int((np.sqrt(4 * len(numbers) + 1) - 1) / 2)
    flows = numbers[:count * count].reshape(count, count)
    output = numbers[count * count:]
    read = time.perf_counter()
    system = np.eye(count) - flows / output
    if "multipliers" in sys.argv:
        if "footprints" in sys.argv:
            # One factorisation serves both, as it does for ours.
            factors = scipy.linalg.lu_factor(system)
            multipliers = scipy.linalg.lu_solve(factors, np.ones(count), trans=1)
        else:
            multipliers = np.linalg.solve(system.T, np.ones(count))
        sums = {"inverse": float(multipliers.sum()), "largest": float(multipliers.max())}
        if "footprints" in sys.argv:
            place = np.arange(count)
            rest = output - (flows / output) @ output
            made = scipy.linalg.lu_solve(factors, rest / 49 * (1 + place % 7 / 7))
            totals = np.zeros((10, 49))
            for thing in range(10):
                np.add.at(totals[thing], place * 49 // count, made / (1 + place * (thing + 1) % 97))
            sums |= {"footprint": float(totals.sum()), "largest origin": float(totals.max())}
        end = time.perf_counter()
    else:
        inverse = np.linalg.inv(system)
        end = time.perf_counter()
        sums = {"inverse": float(inverse.sum()), "largest": float(inverse.sum(0).max())}
    print(json.dumps({"wall_s": end - start, "compute_s": end - read, "sums": sums}))
