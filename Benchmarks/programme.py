"""Speed of programmes and what choosing by a solver is worth; prints a page of results.

usage: programme.py --ours "PATH/uklad bench" [--seconds 60] [--regions 100] [--workspace DIR]

The same generated programmes are given to ours (HiGHS, two threads) and, written as MPS, to CBC
(two threads), each for as long: a peer in this field that solves such a programme there is none, so
the peer is the other free solver. Standard library only.
"""
import argparse
import datetime
import json
import os
import re
import shlex
import subprocess
import tempfile
import time


def lines(command, limit):
    done = subprocess.run(command, capture_output=True, text=True, timeout=limit)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")], done.stderr


def cbc(path, seconds):
    """Its best plan and its bound after so many seconds."""
    start = time.perf_counter()
    done = subprocess.run(
        ["cbc", path, "-max", "-sec", str(seconds), "-timeMode", "elapsed", "-ratio", "0.001",
         "-threads", "2", "-solve"], capture_output=True, text=True, timeout=20 * seconds)
    found = {name: re.search(pattern + r"\s*(-?[\d.e+]+)", done.stdout) for name, pattern in (
        ("plan", r"Objective value:"), ("bound", r"(?:Upper|Lower) bound:"))}
    numbers = {name: abs(float(match.group(1))) for name, match in found.items() if match}
    numbers["seconds"] = time.perf_counter() - start
    return numbers


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ours", required=True)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--regions", type=int, default=100)
    parser.add_argument("--workspace", help="of the sample, for changes solved again")
    arguments = parser.parse_args()
    ours = shlex.split(arguments.ours)
    seconds = arguments.seconds
    print(f"# Programmes, {datetime.date.today()}\n")
    print(f"{os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}. Each search ends at a gap of "
          f"0.1 % or after {seconds} s, on two threads; the gap is what a better plan could still "
          "bring, relative to the plan.\n")
    print("## The same programmes in two solvers\n")
    print("| programme | variables, rows | ours: plan | gap | s | CBC: plan | gap | s |")
    print("|---|---|---:|---:|---:|---:|---:|---:|")
    for years, projects, tight in ((8, 30, False), (15, 60, False), (15, 60, True)):
        for seed in (1, 2, 3):
            options = ["--projects", str(projects), "--years", str(years), "--synergies",
                       str(projects), "--seed", str(seed)] + (["--tight"] if tight else [])
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "model.mps")
                subprocess.run([*ours, "programme", *options, "--write", path], check=True)
                other = cbc(path, seconds)
            own, _ = lines([*ours, "programme", *options, "--gap", "0.001", "--limit", str(seconds)],
                           20 * seconds)
            own = own[0]
            gap = (other["bound"] / other["plan"] - 1) if other.get("plan") and "bound" in other else None
            print(f"| {projects} × {years}{', all short' if tight else ''}, seed {seed} "
                  f"| {own['variables']}, {own['rows']} "
                  f"| {own['objective']:.0f} | {own['gap'] * 100:.2f} % | {own['first_s']:.0f} "
                  f"| {other.get('plan', float('nan')):.0f} "
                  f"| {'proven' if gap is None else f'{gap * 100:.2f} %'} | {other['seconds']:.0f} |", flush=True)
    print("\n## 300 projects over 20 years: the gap over time\n")
    _, told = lines([*ours, "programme", "--projects", "300", "--years", "20", "--synergies", "300",
                     "--gap", "0.001", "--limit", str(3 * seconds), "--trace"], 40 * seconds)
    shown = 0.0
    print("| s | plan | no plan over | gap |\n|---:|---:|---:|---:|")
    last = None
    for line in told.splitlines():
        match = re.match(r"([\d.]+) s, plan ([-\d.naife+]+), bound ([-\d.naife+]+)", line)
        if not match:
            continue
        last = at, plan, bound = [float(word) for word in match.groups()]
        if at >= shown and plan == plan and bound < 1e300:
            print(f"| {at:.0f} | {plan:.0f} | {bound:.0f} | {(bound / plan - 1) * 100:.1f} % |")
            shown = at + seconds / 3
    if last:
        at, plan, bound = last
        print(f"| {at:.0f} | {plan:.0f} | {bound:.0f} | {(bound / plan - 1) * 100:.1f} % |", flush=True)
    if arguments.workspace:
        found, _ = lines([*ours, "programme", "--workspace", arguments.workspace, "--gap", "0.000001",
                          "--changes", "20"], 4000)
        print("\n## The sample, solved again after each of twenty changes of a budget\n")
        print(f"First {found[0]['first_s']:.1f} s, again {found[1]['median_s']:.1f} s (median).", flush=True)
    found, _ = lines([*ours, "shapley", "--players", "20"], 600)
    print("\n## Shapley value of twenty participants, values given\n")
    print(f"{found[0]['shapley_s']:.2f} s.", flush=True)
    found, _ = lines([*ours, "decision", "--regions", str(arguments.regions)], 40_000)
    print(f"\n## What choosing is worth: {arguments.regions} generated regions of 20 projects and 8 years\n")
    print("Effects by weight as a share of the best programme's.\n")
    print("| plan | lower quartile | median | upper quartile | least | most |\n|---|---:|---:|---:|---:|---:|")
    names = {"ratio": "list sorted by effect for money", "effect_in_order":
             "list sorted by effect, tier by tier", "best_in_order": "best plan, tier by tier"}
    for row in found:
        if "plan" in row:
            print(f"| {names[row['plan']]} | " + " | ".join(
                f"{row[key] * 100:.0f} %" for key in ("q1", "median", "q3", "least", "most")) + " |")


if __name__ == "__main__":
    main()
