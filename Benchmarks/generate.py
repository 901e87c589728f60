"""Inputs of the benchmarks, from fixed seeds: every program reads the same bytes.

usage: generate.py panel FILE    3,000 places x 1,000 activities x 10 years, some 13 % of cells filled
       generate.py panel-year FILE  the first year of it alone
       generate.py long FILE     an observations table of 1 GB
       generate.py points FILE   50,000 places with a value that is smooth over the map, and noise
       generate.py firms FILE    100,000 plants, 2 % of them of an industry that stands in 20 spots
       generate.py firms20 FILE  the same with 20,000 plants
       generate.py flows FILE    a flow table of 5,000 industries, as numbers of eight bytes
       generate.py flows9800 FILE  the same of 9,800, as large as EXIOBASE
       generate.py plants FILE   1,000,000 establishments in towns of very different size
"""
import sys

import numpy as np
import polars as pl


def labels(prefix, count):
    return np.array([f"{prefix}{k:04d}" for k in range(count)])


def panel(path, places=3000, activities=1000, years=10):
    random = np.random.default_rng(20261124)
    size = random.lognormal(8.0, 1.2, places)
    weight = random.lognormal(0.0, 1.3, activities)
    # Four hidden abilities make places alike and activities related, as in real tables.
    ability = 0.6 * random.normal(size=(places, 4)) @ random.normal(size=(4, activities))
    level = np.log(size)[:, None] + np.log(weight / weight.sum())[None, :] + ability
    place, activity = labels("R", places), labels("I", activities)
    frames = []
    for year in range(years):
        expected = np.exp(level + random.normal(0.0, 0.5, level.shape) + 0.02 * year)
        value = np.where(random.random(level.shape) < 0.25, np.floor(expected), 0).astype(np.int64)
        r, i = np.nonzero(value)
        frames.append(pl.DataFrame({
            "place": place[r], "activity": activity[i],
            "year": np.full(len(r), 2010 + year), "value": value[r, i]}))
    pl.concat(frames).write_csv(path)


def long(path, size=1_000_000_000):
    random = np.random.default_rng(2)
    place, activity = labels("RU-", 3000), labels("B", 1000)
    rows = 1_000_000
    with open(path, "wb") as file:
        file.write(b"place,activity,year,measure,value,unit,status,source\n")
        while file.tell() < size:
            frame = pl.DataFrame({
                "place": place[random.integers(0, 3000, rows)],
                "activity": activity[random.integers(0, 1000, rows)],
                "year": random.integers(2005, 2025, rows),
                "measure": np.full(rows, "gross-value-added"),
                "value": np.round(random.lognormal(6.0, 2.0, rows), 3),
                "unit": np.full(rows, "RUB_M"),
                "status": np.where(random.random(rows) < 0.05, "E", "A"),
                "source": np.full(rows, "rosstat-2024")})
            file.write(frame.write_csv(include_header=False).encode())


def flows(path, count=5000):
    random = np.random.default_rng(4)
    coefficients = random.random((count, count)) ** 6
    coefficients *= random.uniform(0.3, 0.7, count) / coefficients.sum(0)
    output = random.lognormal(8.0, 1.0, count)
    with open(path, "wb") as file:
        (coefficients * output).tofile(file)
        output.tofile(file)


def points(path, count=50_000):
    random = np.random.default_rng(3)
    x, y = random.uniform(0, 1000, count), random.uniform(0, 1000, count)
    value = np.sin(x / 90) * np.cos(y / 120) + random.normal(0, 1, count)
    pl.DataFrame({"x": x, "y": y, "value": value}).write_csv(path)


def firms(path, count=100_000):
    random = np.random.default_rng(4)
    cases = count // 50
    spots = random.uniform(0, 100, (20, 2))
    near = np.clip(spots[random.integers(0, 20, cases)] + random.normal(0, 1.5, (cases, 2)), 0, 100)
    place = np.vstack([near, random.uniform(0, 100, (count - cases, 2))])
    pl.DataFrame({
        "x": place[:, 0], "y": place[:, 1],
        "is_case": np.repeat([1, 0], [cases, count - cases]),
        "weight": np.ceil(random.lognormal(2, 1, count)).astype(int)}).write_csv(path)


def plants(path, count=1_000_000):
    random = np.random.default_rng(5)
    towns = random.uniform(0, 2000, (2000, 2))
    share = 1 / np.arange(1, 2001)
    town = random.choice(2000, count, p=share / share.sum())
    spread = 1 + 6 * np.sqrt(share / share[0])[town]
    place = towns[town] + random.normal(size=(count, 2)) * spread[:, None]
    stray = random.random(count) < 0.05
    place[stray] = random.uniform(0, 2000, (stray.sum(), 2))
    pl.DataFrame({"x": place[:, 0], "y": place[:, 1]}).write_csv(path)


if __name__ == "__main__":
    {"panel": panel, "panel-year": lambda path: panel(path, years=1), "long": long, "points": points, "firms": firms,
     "firms20": lambda path: firms(path, 20_000), "plants": plants, "flows": flows,
     "flows9800": lambda path: flows(path, 9800)}[sys.argv[1]](sys.argv[2])
