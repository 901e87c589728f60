"""The same by the package econcomplex in one call. Its ECI has the divisor n − 1 and its proximity
a diagonal, so that sums are not compared.

usage: complexity_econcomplex.py FILE
"""
import json
import sys
import time

import econcomplex
import pandas as pd

if __name__ == "__main__":
    start = time.perf_counter()
    frame = pd.read_csv(sys.argv[1])
    read = time.perf_counter()
    econcomplex.compute_complexity(
        frame, cols={"loc": "place", "act": "activity", "val": "value", "time": "year"})
    end = time.perf_counter()
    print(json.dumps({"wall_s": end - start, "compute_s": end - read, "sums": {}}))
