"""Coefficients, Leontief inverse and multipliers by pymrio.

usage: leontief_pymrio.py FILE    flows by rows, then output: numbers of eight bytes
"""
import json
import sys
import time

import numpy as np
import pandas as pd
import pymrio

if __name__ == "__main__":
    start = time.perf_counter()
    numbers = np.fromfile(sys.argv[1])
    count = int((np.sqrt(4 * len(numbers) + 1) - 1) / 2)
    flows = pd.DataFrame(numbers[:count * count].reshape(count, count))
    output = pd.DataFrame(numbers[count * count:], columns=["indout"])
    read = time.perf_counter()
    coefficients = pymrio.calc_A(flows, output)
    inverse = pymrio.calc_L(coefficients)
    end = time.perf_counter()
    multipliers = pymrio.calc_M(pd.DataFrame(np.ones((1, count))), inverse)
    print(json.dumps({
        "wall_s": end - start, "compute_s": end - read,
        "sums": {
            "inverse": float(inverse.to_numpy().sum()),
            "largest": float(multipliers.to_numpy().max())}}))
