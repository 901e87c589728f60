"""Runs peers and ours on the same input, alternating, and prints medians and ratios.

usage: harness.py [--rounds N] [--cases read,specialisation] [--ours COMMAND] [--limit SECONDS]

COMMAND is called as `COMMAND read FILE` and `COMMAND specialisation FILE`, like `uklad bench`.
Each program is a fresh process; wall, CPU and peak memory are the whole process's, start-up and
reading included. Computing alone, from the table in memory to the results, is what each program
says of itself (compute_s). One that prints sums must print the same as the first peer, to 1e-9.
Standard library only, so that this process stays small: a child's peak starts at its parent's.
"""
import argparse
import datetime
import functools
import importlib.metadata
import json
import math
import os
import platform
import shlex
import shutil
import statistics
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(os.path.dirname(HERE), ".deps", "bench-data")
CASES = {
    "read": {
        "title": "Reading a long CSV of 1 GB", "input": "long",
        "peers": {"pandas": "read_pandas.py", "polars": "read_polars.py"}},
    "specialisation": {
        "title": "Location quotient, dynamic quotient, shift-share and concentration: "
                 "3,000 places × 1,000 activities × 10 years, from CSV",
        "input": "panel",
        "peers": {
            "numpy on polars": "specialisation_numpy.py", "polars": "specialisation_polars.py",
            "pandas": "specialisation_pandas.py",
            "econcomplex (no DLQ, Theil, shift-share)": "specialisation_econcomplex.py"}},
    "complexity": {
        "title": "Presence, proximity, density, ECI and PCI: 3,000 places × 1,000 activities × "
                 "10 years, from CSV",
        "input": "panel", "peers": {"numpy and scipy": "complexity_numpy.py"}},
    "complexity-year": {
        "title": "The same, one year alone", "input": "panel-year", "command": "complexity",
        "peers": {
            "numpy and scipy": "complexity_numpy.py",
            "econcomplex": "complexity_econcomplex.py",
            "ecomplexity": "complexity_ecomplexity.py"}},
    "local": {
        "title": "Local Moran and G*: 50,000 points, 8 nearest neighbours, 999 conditional "
                 "permutations, from CSV",
        "input": "points", "peers": {"esda": "local_esda.py"}},
    "distances": {
        "title": "K-density and M of 2,000 among 100,000 plants, 41 distances, from CSV",
        "input": "firms", "peers": {"dbmss": "distances_dbmss.R"}},
    "envelopes": {
        "title": "The same of 400 among 20,000 plants, with envelopes of 999 simulations each",
        "input": "firms20", "command": "distances", "options": ["--replicates", "999"],
        "peers": {"dbmss": "distances_dbmss.R"}},
    "leontief": {
        "title": "Coefficients and Leontief inverse of 5,000 industries, with all multipliers",
        "input": "flows",
        "peers": {"pymrio": "leontief_pymrio.py", "numpy": "leontief_numpy.py"}},
    "multipliers": {
        "title": "Multipliers of 5,000 industries without the inverse", "input": "flows",
        "command": "leontief", "options": ["--multipliers"],
        "peer_options": ["multipliers"], "peers": {"numpy": "leontief_numpy.py"}},
    "multipliers-9800": {
        "title": "Multipliers and footprints of one region, 9,800 industries, as large as EXIOBASE, without the inverse",
        "input": "flows9800", "command": "leontief", "options": ["--multipliers", "--footprints"],
        "peer_options": ["multipliers", "footprints"], "peers": {"numpy": "leontief_numpy.py"}},
    "dbscan": {
        "title": "DBSCAN of 1,000,000 establishments, from CSV", "input": "plants",
        "peers": {"scikit-learn": "dbscan_sklearn.py"}},
}


def run(command, limit):
    """Wall, CPU and peak memory of one process, and what it printed."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    timer = threading.Timer(limit, child.kill)
    timer.start()
    errors = []
    reader = threading.Thread(target=lambda: errors.append(child.stderr.read()))
    reader.start()
    output = child.stdout.read()
    reader.join()
    # wait4 gives the figures of this child alone; Popen must not wait for it as well.
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    timer.cancel()
    wall = time.perf_counter() - start
    if child.returncode != 0:
        words = errors[0].decode(errors="replace").strip().splitlines()
        reason = f"over {limit} s" if wall >= limit else (words[-1] if words else "no words")
        return {"failed": reason}
    printed = json.loads(output.decode().strip().splitlines()[-1])
    return {
        "wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss / 1024,
        "compute": printed.get("compute_s"), "sums": printed.get("sums", {}),
        "parts": {name: value for name, value in printed.items()
                  if name.endswith("_s") and name not in ("wall_s", "compute_s")}}


def disagreement(expected, found):
    """The first sum that differs, or none."""
    for name, value in found.items():
        if name in expected and not math.isclose(value, expected[name], rel_tol=1e-9):
            return f"{name}: {value!r} instead of {expected[name]!r}"
    return None


def middle(values):
    """The median of what is known; none if nothing is."""
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def ratio(value, ours):
    return f"{value / ours:.1f}" if value is not None and ours else ""


def machine():
    name = platform.processor() or platform.machine()
    with open("/proc/cpuinfo") as lines:
        for line in lines:
            if line.startswith("model name"):
                name = line.split(":", 1)[1].strip()
                break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{name}, {os.cpu_count()} cores, {memory:.0f} GiB"


@functools.cache
def dbmss():
    """The version of R's dbmss; none where it is not installed: it comes from CRAN by hand."""
    if shutil.which("Rscript") is None:
        return None
    words = 'cat(as.character(packageVersion("dbmss")))'
    found = subprocess.run(["Rscript", "-e", words], capture_output=True, text=True)
    return found.stdout if found.returncode == 0 else None


def versions():
    names = ("numpy", "pandas", "polars", "econcomplex", "ecomplexity", "esda", "pymrio",
             "scikit-learn")
    parts = [f"{name} {importlib.metadata.version(name)}" for name in names]
    parts.append(f"dbmss {dbmss()}" if dbmss() else "dbmss not installed")
    return ", ".join([f"Python {platform.python_version()}", *parts])


def command(script, path, options, own=()):
    """A peer's command; peers in R take the options of ours. None where it is not installed."""
    file = os.path.join(HERE, "peers", script)
    if script.endswith(".R"):
        return ["Rscript", file, path, *options] if dbmss() else None
    return [sys.executable, file, path, *own]


def measure(case, rounds, ours, limit):
    path = os.path.join(DATA, CASES[case]["input"] + ".csv")
    if not os.path.exists(path):
        os.makedirs(DATA, exist_ok=True)
        print(f"making {path}", file=sys.stderr)
        subprocess.run(
            [sys.executable, os.path.join(HERE, "generate.py"), CASES[case]["input"],
             path + ".part"], check=True)
        os.replace(path + ".part", path)
    options = CASES[case].get("options", [])
    own = CASES[case].get("peer_options", [])
    peers = {name: command(script, path, options, own)
             for name, script in CASES[case]["peers"].items()}
    commands = {name: words for name, words in peers.items() if words}
    if ours:
        commands["Uklad"] = [
            *shlex.split(ours), CASES[case].get("command", case), path, *options]
    with open(path, "rb") as file:  # everyone finds the file in memory
        while file.read(1 << 24):
            pass
    runs = {name: [] for name in commands}
    loads = []
    for turn in range(rounds):
        for name, words in commands.items():
            if any("failed" in one for one in runs[name]):
                continue
            loads.append(os.getloadavg()[0])
            print(f"{case}, round {turn + 1} of {rounds}: {name}", file=sys.stderr)
            runs[name].append(run(words, limit))
    return path, runs, loads


def table(case, path, runs, loads):
    lines = [f"### {CASES[case]['title']}", ""]
    lines += [f"Input: {os.path.getsize(path) / 1e6:.0f} MB. Load before a run: "
              f"{min(loads):.1f} to {max(loads):.1f}.", ""]
    lines += ["| program | wall s, median (min–max) | CPU s | peak MiB | wall, times ours "
              "| computing s | computing, times ours |", "|---|---:|---:|---:|---:|---:|---:|"]
    expected = next((one["sums"] for many in runs.values() for one in many if "sums" in one), {})
    good = [one for one in runs.get("Uklad", []) if "wall" in one]
    ours = middle(one["wall"] for one in good)
    our_computing = middle(one["compute"] for one in good)
    wrong = []
    for name, many in runs.items():
        failed = next((one["failed"] for one in many if "failed" in one), None)
        if failed:
            lines.append(f"| {name} | failed: {failed} | | | | | |")
            wrong += [f"{name} failed: {failed}"] if name == "Uklad" else []
            continue
        for one in many:
            difference = disagreement(expected, one["sums"])
            if difference:
                wrong.append(f"{name} computes something else, {difference}")
        wall = [one["wall"] for one in many]
        computing = middle(one["compute"] for one in many)
        cpu = statistics.median(one["cpu"] for one in many)
        peak = max(one["peak"] for one in many)
        lines.append(
            f"| {name} | {middle(wall):.2f} ({min(wall):.2f}–{max(wall):.2f}) | {cpu:.2f} "
            f"| {peak:.0f} | {ratio(middle(wall), ours)} "
            f"| {'' if computing is None else f'{computing:.3f}'} "
            f"| {ratio(computing, our_computing)} |")
    for name, many in runs.items():
        known = [one for one in many if "parts" in one]
        parts = {part: middle(one["parts"].get(part) for one in known)
                 for part in (known[0]["parts"] if known else {})}
        if parts:
            lines += ["", f"{name} by part: " + ", ".join(
                f"{part.removesuffix('_s')} {value:.3f} s" for part, value in parts.items()
                if value is not None) + "."]
    return lines + [""], wrong


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--cases", default=",".join(CASES))
    options.add_argument("--ours", default="")
    options.add_argument("--limit", type=float, default=600)
    options.add_argument("--output", default="")
    chosen = options.parse_args()
    lines = [f"# Benchmarks, {datetime.date.today().isoformat()}", "",
             f"Machine: {machine()}, {platform.system()}. {versions()}. "
             f"Rounds: {chosen.rounds}, alternating.", ""]
    wrong = []
    for case in chosen.cases.split(","):
        some, bad = table(case, *measure(case, chosen.rounds, chosen.ours, chosen.limit))
        lines += some
        wrong += bad
    text = "\n".join(lines + wrong) + "\n"
    print(text)
    if chosen.output:
        with open(chosen.output, "w") as file:
            file.write(text)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
