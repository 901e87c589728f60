"""Forecasts of annual series with bands and backtest, ours beside statsmodels; prints a page.

usage: forecasts.py --ours "PATH/uklad bench" [--series 10000] [--peer 40] [--years 30]

Both take the same file. For every origin from the fifth year on both fit simple, Holt and damped
smoothing and theta and forecast five years; then the whole series with bands from 1,000 paths. The
peer works on as many processes as there are cores and on the first series alone (--peer), since all
of them would take it hours; its time for all is that of those, in proportion.
"""
import argparse
import csv
import json
import multiprocessing
import os
import random
import shlex
import subprocess
import tempfile
import time
import warnings


def make(path, series, years):
    random.seed(20261130)
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["series", "year", "value"])
        for number in range(series):
            level, slope = random.uniform(50, 500), random.uniform(-2, 6)
            damping = random.choice([1, 1, 0.9, 0])
            noise = random.uniform(1, 10)
            for year in range(years):
                writer.writerow([f"s{number:06d}", 1995 + year, round(level, 4)])
                slope *= damping
                level += slope + random.gauss(0, noise)


def read(path, count):
    series = {}
    with open(path) as file:
        for row in csv.DictReader(file):
            series.setdefault(row["series"], []).append(float(row["value"]))
            if len(series) > count:
                break
    return list(series.values())[:count]


def peer(values):
    import numpy as np
    from statsmodels.tsa.forecasting.theta import ThetaModel
    from statsmodels.tsa.holtwinters import ExponentialSmoothing
    warnings.simplefilter("ignore")
    values = np.array(values)
    total = 0.0
    for origin in range(5, len(values)):
        past, coming = values[:origin], values[origin:origin + 5]
        for options in ({}, {"trend": "add"}, {"trend": "add", "damped_trend": True}):
            if origin < (5, 6, 8)[len(options)]:
                continue
            fit = ExponentialSmoothing(past, initialization_method="estimated", **options).fit()
            total += abs(fit.forecast(5)[:len(coming)] - coming).mean()
        if origin > 5:
            theta = ThetaModel(past, period=1, deseasonalize=False).fit(use_mle=False)
            total += abs(np.asarray(theta.forecast(5))[:len(coming)] - coming).mean()
    fit = ExponentialSmoothing(values, initialization_method="estimated", trend="add").fit()
    paths = fit.simulate(5, repetitions=1000, random_errors="bootstrap")
    np.quantile(np.asarray(paths), [0.025, 0.1, 0.9, 0.975], axis=1)
    return total


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ours", required=True)
    parser.add_argument("--series", type=int, default=10000)
    parser.add_argument("--peer", type=int, default=40)
    parser.add_argument("--years", type=int, default=30)
    arguments = parser.parse_args()
    import statsmodels
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "series.csv")
        make(path, arguments.series, arguments.years)
        done = subprocess.run([*shlex.split(arguments.ours), "forecasts", path],
                              capture_output=True, text=True, check=True)
        ours = json.loads(done.stdout)
        sample = read(path, arguments.peer)
        peer(sample[0])
        start = time.perf_counter()
        with multiprocessing.Pool(os.cpu_count()) as pool:
            pool.map(peer, sample, chunksize=1)
        other = (time.perf_counter() - start) * arguments.series / len(sample)
    print(f"{arguments.series} series of {arguments.years} years, {os.cpu_count()} cores: ours "
          f"{ours['wall_s']:.1f} s; statsmodels {statsmodels.__version__} {other:.0f} s "
          f"({len(sample)} series measured, the rest in proportion): {other / ours['wall_s']:.0f} times.")


if __name__ == "__main__":
    main()
