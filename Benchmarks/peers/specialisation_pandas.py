"""The same as an economist writes it in pandas: group, transform, pivot.

usage: specialisation_pandas.py FILE       what is computed: specialisation_numpy.py
"""
import json
import sys
import time

import numpy as np
import pandas as pd


def gini(size, location):
    order = (location / size).sort_values(kind="stable").index
    x = np.concatenate([[0.0], size[order].cumsum()])
    y = np.concatenate([[0.0], location[order].cumsum()])
    return 1.0 - ((y[1:] + y[:-1]) * np.diff(x)).sum()


def sums(frame):
    result = dict.fromkeys(
        ("lq", "dlq", "krugman", "hhi", "theil", "hoover", "gini", "shift"), 0.0)
    tables = {}
    for year, rows in frame.groupby("year"):
        e = rows.pivot(index="place", columns="activity", values="value").fillna(0)
        share = e.div(e.sum(axis=1), axis=0)
        structure = e.sum() / e.to_numpy().sum()
        quotient = share / structure
        size = e.sum(axis=1) / e.to_numpy().sum()
        location = e / e.sum()
        result["lq"] += quotient.to_numpy().sum()
        result["krugman"] += (share - structure).abs().to_numpy().sum()
        result["hhi"] += (share ** 2).to_numpy().sum()
        result["theil"] += (share * np.log(quotient.where(e > 0))).sum().sum()
        result["hoover"] += 0.5 * location.sub(size, axis=0).abs().to_numpy().sum()
        result["gini"] += sum(gini(size, location[name]) for name in location)
        tables[year] = e, quotient
    (first, before), (last, after) = tables[min(tables)], tables[max(tables)]
    # One line per idea costs an alignment each: places or activities may differ between years.
    first, last = first.align(last, fill_value=0)
    both = (before > 0) & (after > 0)
    result["dlq"] = (after[both] / before[both]).sum().sum()
    growth = last.to_numpy().sum() / first.to_numpy().sum() - 1
    mix = last.sum() / first.sum() - 1
    regional = last - first - first * mix
    industry = first * (mix - growth)
    result["shift"] = regional.abs().to_numpy().sum() + industry.abs().to_numpy().sum()
    return {name: float(sum) for name, sum in result.items()}


if __name__ == "__main__":
    start = time.perf_counter()
    frame = pd.read_csv(sys.argv[1])
    read = time.perf_counter()
    result = sums(frame)
    end = time.perf_counter()
    print(json.dumps({"wall_s": end - start, "compute_s": end - read, "sums": result}))
