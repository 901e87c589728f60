"""The fastest way in Python we know: polars reads, numpy computes on dense arrays.

usage: specialisation_numpy.py FILE

Every program of this case computes the same and prints the same sums, so that the harness can see
that it did. Cells that are absent are zero. All years: location quotient (sum over filled cells),
Krugman, HHI and relative Theil of each place, Hoover and locational Gini of each activity. First
year against last: dynamic location quotient (where filled in both), classic shift-share.
`compute_s` is the time from the table in memory to the results.
"""
import json
import sys
import time

import numpy as np
import polars as pl


def cube(frame):
    """value[year, place, activity]"""
    axes = [frame[name].unique().sort() for name in ("year", "place", "activity")]
    index = [
        frame[name].replace_strict(axis, np.arange(len(axis)), return_dtype=pl.Int64).to_numpy()
        for name, axis in zip(("year", "place", "activity"), axes)]
    value = np.zeros([len(axis) for axis in axes])
    value[tuple(index)] = frame["value"].to_numpy()
    return value


def gini(size, location, quotient):
    """Locational Gini of every activity: places in the order of their quotient."""
    order = np.argsort(quotient, axis=0)
    width = size[order]
    height = np.cumsum(np.take_along_axis(location, order, axis=0), axis=0)
    height[1:] += height[:-1].copy()
    return 1.0 - (height * width).sum(axis=0)


def sums(value):
    result = dict.fromkeys(
        ("lq", "dlq", "krugman", "hhi", "theil", "hoover", "gini", "shift"), 0.0)
    quotients = {}
    for year in range(len(value)):
        e = value[year]
        # A place with nothing in a year has no structure: it is left out of that year.
        present = e.sum(1) > 0
        e = e[present]
        place, activity, total = e.sum(1), e.sum(0), e.sum()
        share = e / place[:, None]
        structure = activity / total
        quotient = share / structure
        if year in (0, len(value) - 1):
            quotients[year] = np.zeros_like(value[year])
            quotients[year][present] = quotient
        result["lq"] += quotient.sum()
        result["krugman"] += np.abs(share - structure).sum()
        result["hhi"] += (share ** 2).sum()
        filled = e > 0
        result["theil"] += (share[filled] * np.log(quotient[filled])).sum()
        size = place / total
        location = e / activity
        result["hoover"] += 0.5 * np.abs(location - size[:, None]).sum()
        result["gini"] += gini(size, location, quotient).sum()
    first, last = value[0], value[-1]
    both = (first > 0) & (last > 0)
    result["dlq"] = (quotients[len(value) - 1][both] / quotients[0][both]).sum()
    growth = last.sum() / first.sum() - 1
    mix = last.sum(0) / first.sum(0) - 1
    # The regional shift takes what is left, so that an activity that entered is kept in it.
    regional = (last - first) - first * mix[None, :]
    industry = first * (mix - growth)[None, :]
    result["shift"] = np.abs(regional).sum() + np.abs(industry).sum()
    return result


if __name__ == "__main__":
    start = time.perf_counter()
    frame = pl.read_csv(sys.argv[1])
    read = time.perf_counter()
    result = sums(cube(frame))
    end = time.perf_counter()
    print(json.dumps({"wall_s": end - start, "compute_s": end - read, "sums": result}))
