"""The same by the package ecomplexity in one call. Its density counts the activity itself, so that
the sum of densities is not compared; its ECI has the divisor n, like ours.

usage: complexity_ecomplexity.py FILE       sums: complexity_numpy.py
"""
import json
import sys
import time
import warnings

import pandas as pd
from ecomplexity import ecomplexity

if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    start = time.perf_counter()
    frame = pd.read_csv(sys.argv[1])
    read = time.perf_counter()
    found = ecomplexity(
        frame, {"time": "year", "loc": "place", "prod": "activity", "val": "value"},
        verbose=False, check_logsupermodularity=False)
    end = time.perf_counter()
    scores = found.groupby(["year", "place"]).eci.first()
    sums = {"present": float(found.mcp.sum()), "eci": float(scores.abs().sum())}
    print(json.dumps({"wall_s": end - start, "compute_s": end - read, "sums": sums}))
