"""Local Moran and G* by esda: eight nearest neighbours, 999 conditional permutations, all cores.
Its m₂ has n − 1 where ours has n; the sum is converted. What its permutations find is compared by
eye, since the draws differ: moran_under_0.05 is within sampling error of ours.

usage: local_esda.py FILE
"""
import json
import sys
import time
import warnings

import esda
import libpysal
import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")

if __name__ == "__main__":
    start = time.perf_counter()
    frame = pd.read_csv(sys.argv[1])
    values = frame["value"].to_numpy()
    read = time.perf_counter()
    near = libpysal.weights.KNN(frame[["x", "y"]].to_numpy(), k=8)
    near.transform = "r"
    moran = esda.Moran_Local(
        values, near, permutations=999, seed=1, n_jobs=-1, keep_simulations=False)
    spots = esda.G_Local(
        values - values.min() + 1, near, transform="B", star=True, permutations=999, seed=1,
        n_jobs=-1, keep_simulations=False)
    end = time.perf_counter()
    n = len(values)
    print(json.dumps({
        "wall_s": end - start, "compute_s": end - read,
        "sums": {"moran": float(moran.Is.sum() * n / (n - 1)), "gi": float(np.abs(spots.Zs).sum())},
        "found": {"moran": int((moran.p_sim < 0.05).sum()), "gi": int((spots.p_sim < 0.05).sum())}}))
