"""The same in polars alone: lazy queries over the long table, filled cells only.

usage: specialisation_polars.py FILE       what is computed: specialisation_numpy.py

Absolute differences run over empty cells too; an empty cell's part of them is known from the
margins, so no dense table is needed.
"""
import json
import sys
import time

import polars as pl


def sums(frame):
    v = pl.col("value")
    cells = frame.lazy().with_columns(
        place_total=v.sum().over("year", "place"),
        activity_total=v.sum().over("year", "activity"),
        total=v.sum().over("year"),
    ).with_columns(
        share=v / pl.col("place_total"), structure=pl.col("activity_total") / pl.col("total"),
        size=pl.col("place_total") / pl.col("total"), location=v / pl.col("activity_total"),
    ).with_columns(quotient=pl.col("share") / pl.col("structure")).collect()
    share, structure = pl.col("share"), pl.col("structure")
    size, location = pl.col("size"), pl.col("location")
    result = cells.select(
        lq=pl.col("quotient").sum(), hhi=(share ** 2).sum(),
        theil=(share * pl.col("quotient").log()).sum(),
        # Filled cells, then what the empty ones lack to 1.
        krugman=((share - structure).abs() - structure).sum(),
        hoover=0.5 * ((location - size).abs() - size).sum(),
    ).row(0, named=True)
    places = cells.select(pl.struct("year", "place").n_unique()).item()
    activities = cells.select(pl.struct("year", "activity").n_unique()).item()
    result["krugman"] += places
    result["hoover"] += 0.5 * activities
    # Places without the activity come first in the order and lift no share: they only move x.
    x1 = pl.col("size").cum_sum().over("year", "activity", order_by="quotient")
    y1 = pl.col("location").cum_sum().over("year", "activity", order_by="quotient")
    area = cells.lazy().with_columns(y1=y1).select(
        ((2 * pl.col("y1") - location) * size).sum()).collect().item()
    result["gini"] = activities - area
    years = cells["year"].unique().sort()
    keys = ["place", "activity"]
    first = cells.filter(pl.col("year") == years[0])
    last = cells.filter(pl.col("year") == years[-1])
    result["dlq"] = first.join(last, on=keys).select(
        (pl.col("quotient_right") / pl.col("quotient")).sum()).item()
    growth = last["value"].sum() / first["value"].sum() - 1
    mix = first.group_by("activity").agg(before=v.sum()).join(
        last.group_by("activity").agg(after=v.sum()), on="activity", how="full", coalesce=True,
    ).select("activity", mix=pl.col("after") / pl.col("before") - 1)
    both = first.select(*keys, e="value").join(
        last.select(*keys, later="value"), on=keys, how="full", coalesce=True,
    ).fill_null(0).join(mix, on="activity")
    e = pl.col("e")
    result["shift"] = both.select(
        (pl.col("later") - e - e * pl.col("mix")).abs().sum()
        + (e * (pl.col("mix") - growth)).abs().sum()).item()
    return result


if __name__ == "__main__":
    start = time.perf_counter()
    frame = pl.read_csv(sys.argv[1])
    read = time.perf_counter()
    result = sums(frame)
    end = time.perf_counter()
    print(json.dumps({"wall_s": end - start, "compute_s": end - read, "sums": result}))
