"""Sobol indices of the g-function, ours beside SALib; prints a line.

usage: sensitivity.py --ours "PATH/uklad bench" [--inputs 10] [--rows 65536]

Both evaluate the function at N (d + 2) points of a scrambled Sobol sequence and resample a hundred
times for intervals; the peer's function is vectorised NumPy.
"""
import argparse
import importlib.metadata
import json
import shlex
import subprocess
import time

import numpy as np
from SALib.analyze import sobol as analyze
from SALib.sample import sobol as sample


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ours", required=True)
    parser.add_argument("--inputs", type=int, default=10)
    parser.add_argument("--rows", type=int, default=1 << 16)
    arguments = parser.parse_args()
    done = subprocess.run(
        [*shlex.split(arguments.ours), "sensitivity", "--inputs", str(arguments.inputs), "--rows",
         str(arguments.rows)], capture_output=True, text=True, check=True)
    ours = json.loads(done.stdout)
    problem = {"num_vars": arguments.inputs, "names": [f"x{i}" for i in range(arguments.inputs)],
               "bounds": [[0, 1]] * arguments.inputs}
    start = time.perf_counter()
    points = sample.sample(problem, arguments.rows, calc_second_order=False, seed=1)
    a = np.arange(arguments.inputs)
    values = np.prod((np.abs(4 * points - 2) + a) / (1 + a), axis=1)
    found = analyze.analyze(problem, values, calc_second_order=False, seed=1)
    other = time.perf_counter() - start
    exact = [1 / 3 / (1 + i) ** 2 for i in range(arguments.inputs)]
    variance = np.prod([1 + v for v in exact]) - 1
    total = exact[0] * np.prod([1 + v for v in exact[1:]]) / variance
    print(f"N = {arguments.rows}, d = {arguments.inputs}: ours {ours['wall_s']:.2f} s, SALib "
          f"{importlib.metadata.version('SALib')} {other:.2f} s ({other / ours['wall_s']:.1f} times). First input: exact "
          f"{exact[0] / variance:.4f} and {total:.4f}, ours {ours['sums']['first']:.4f} and "
          f"{ours['sums']['total']:.4f}, SALib {found['S1'][0]:.4f} and {found['ST'][0]:.4f}.")


if __name__ == "__main__":
    main()
