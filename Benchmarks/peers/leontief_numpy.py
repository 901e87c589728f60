"""The same by numpy alone; with "multipliers" those without the inverse.

usage: leontief_numpy.py FILE [multipliers]
"""
import json
import sys
import time

import numpy as np

if __name__ == "__main__":
    start = time.perf_counter()
    numbers = np.fromfile(sys.argv[1])
    count = int((np.sqrt(4 * len(numbers) + 1) - 1) / 2)
    flows = numbers[:count * count].reshape(count, count)
    output = numbers[count * count:]
    read = time.perf_counter()
    system = np.eye(count) - flows / output
    if "multipliers" in sys.argv:
        multipliers = np.linalg.solve(system.T, np.ones(count))
        sums = {"inverse": float(multipliers.sum()), "largest": float(multipliers.max())}
        end = time.perf_counter()
    else:
        inverse = np.linalg.inv(system)
        end = time.perf_counter()
        sums = {"inverse": float(inverse.sum()), "largest": float(inverse.sum(0).max())}
    print(json.dumps({"wall_s": end - start, "compute_s": end - read, "sums": sums}))
