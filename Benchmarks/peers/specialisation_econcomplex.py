"""What the package econcomplex computes of the same: it has no dynamic quotient, no shift-share
and no Theil index, so it does less work than the others.

usage: specialisation_econcomplex.py FILE       what is computed: specialisation_numpy.py
"""
import json
import sys
import time

import econcomplex
import pandas as pd


def sums(frame):
    result = dict.fromkeys(("lq", "krugman", "hhi", "hoover", "gini"), 0.0)
    for _, rows in frame.groupby("year"):
        e = rows.pivot(index="place", columns="activity", values="value").fillna(0)
        result["lq"] += econcomplex.location_quotient(e).to_numpy().sum()
        result["krugman"] += econcomplex.krugman_index(e).sum()
        result["hhi"] += econcomplex.herfindahl(e, normalize=False).sum()
        # It counts in per cent, and its Gini ends at one half.
        result["hoover"] += econcomplex.hoover_index(e).sum() / 100
        result["gini"] += 2 * econcomplex.locational_gini(e).sum()
    return {name: float(sum) for name, sum in result.items()}


if __name__ == "__main__":
    start = time.perf_counter()
    frame = pd.read_csv(sys.argv[1])
    read = time.perf_counter()
    result = sums(frame)
    end = time.perf_counter()
    print(json.dumps({"wall_s": end - start, "compute_s": end - read, "sums": result}))
