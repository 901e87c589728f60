"""Import of a CSV file of 1 GB, ours beside pandas; prints a page.

usage: imports.py --ours PATH/uklad [--rows 20000000] [--rounds 3]

Ours is the whole import: every cell checked, codes translated, rows of places and activities made,
duplicates looked for, the table written in the order of its keys, its hash in `sources`. The peer is
pandas on the same file, timed for reading alone and for the same work (read, check codes, years and
numbers, look for duplicates, sort, write). One after the other in each round, each a fresh process.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

MAPPING = """
columns: {place: place, activity: activity, year: year, value: value, status: status}
constants: {measure: employment, unit: persons}
prefix: {activity: "x:"}
new:
  places: {"*": {level: region}}
  activities: {"*": {classification: x}}
  classifications: {"*": {}}
  measures: {employment: {unit: persons, kind: stock}}
"""

READ = """
import pandas as pd, sys
t = pd.read_csv(sys.argv[1])
assert len(t) > 0
"""

ALL = """
import pandas as pd, sys
t = pd.read_csv(sys.argv[1])
assert t.year.between(1500, 2200).all() and (t.value >= 0).all()
assert t.status.isin(["A", "E"]).all()
t["activity"] = "x:" + t.activity
t["measure"], t["unit"] = "employment", "persons"
places, activities = t.place.unique(), t.activity.unique()
keys = ["place", "activity", "year", "measure"]
assert not t.duplicated(keys).any()
t.sort_values(keys).to_csv(sys.argv[2], index=False)
"""


def make(path, rows):
    import random
    random.seed(20261201)
    years, activities = 20, 500
    with open(path, "w") as file:
        file.write("place,activity,year,value,status,note\n")
        place = 0
        while rows > 0:
            place += 1
            lines = []
            for activity in range(activities):
                for year in range(2001, 2001 + years):
                    lines.append(
                        f"R{place:05d},A{activity:04d},{year},{random.randrange(1, 10**7) / 10},"
                        f"{'AAAE'[random.randrange(4)]},a remark of the office\n")
            file.writelines(lines[:rows])
            rows -= len(lines)


def timed(command):
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command} failed")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--ours", required=True)
    options.add_argument("--rows", type=int, default=20_000_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--python", default=sys.executable)
    options = options.parse_args()
    work = tempfile.mkdtemp(prefix="uklad-imports-")
    try:
        data, mapping = f"{work}/data.csv", f"{work}/mapping.yaml"
        make(data, options.rows)
        open(mapping, "w").write(MAPPING)
        found = {"ours": [], "pandas, reading": [], "pandas, the same work": []}
        for number in range(options.rounds):
            region = f"{work}/region-{number}"
            subprocess.run([options.ours, "new", region, "--empty"], check=True, stdout=subprocess.DEVNULL)
            found["ours"].append(
                timed([options.ours, "import", "csv", data, "--mapping", mapping, "-C", region]))
            shutil.rmtree(region)
            found["pandas, reading"].append(timed([options.python, "-c", READ, data]))
            found["pandas, the same work"].append(
                timed([options.python, "-c", ALL, data, f"{work}/out.csv"]))
        print(f"{os.path.getsize(data) / 1e9:.2f} GB, {options.rows} rows, {options.rounds} rounds, "
              f"load {os.getloadavg()[0]:.1f}\n")
        print("| | wall s | CPU s | peak MiB | wall, of ours |\n|---|---|---|---|---|")
        ours = statistics.median(wall for wall, _, _ in found["ours"])
        for name, runs in found.items():
            wall, cpu, memory = (statistics.median(values) for values in zip(*runs))
            print(f"| {name} | {wall:.1f} | {cpu:.1f} | {memory:.0f} | {wall / ours:.1f} |")
    finally:
        shutil.rmtree(work, ignore_errors=True)


main()
