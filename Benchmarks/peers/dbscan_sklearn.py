"""DBSCAN by scikit-learn with its tree and all cores: reach 0.5, ten points.

usage: dbscan_sklearn.py FILE
"""
import json
import sys
import time

import pandas as pd
from sklearn.cluster import DBSCAN

if __name__ == "__main__":
    start = time.perf_counter()
    frame = pd.read_csv(sys.argv[1])
    read = time.perf_counter()
    found = DBSCAN(eps=0.5, min_samples=10, n_jobs=-1).fit(frame[["x", "y"]].to_numpy())
    end = time.perf_counter()
    print(json.dumps({
        "wall_s": end - start, "compute_s": end - read,
        "sums": {
            "clusters": int(found.labels_.max() + 1), "cores": len(found.core_sample_indices_),
            "noise": int((found.labels_ == -1).sum())}}))
