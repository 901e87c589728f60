"""Presence, proximity, density and complexity with numpy and scipy on dense arrays: what one would
write by hand to be fast.

usage: complexity_numpy.py FILE
prints the sums over all years of: ones of the presence table, proximities (both halves, no
diagonal), densities, absolute standardised ECI
"""
import json
import sys
import time

import numpy as np
import polars as pl
from scipy.sparse.linalg import LinearOperator, eigsh


def complexity(m):
    """ECI of the places that have something, by the symmetric form, with divisor n."""
    m = m[m.sum(1) > 0][:, m.sum(0) > 0]
    k, u = m.sum(1), m.sum(0)
    root = 1 / np.sqrt(k)
    # The same products as M U⁻¹ Mᵀ, without the square of the places.
    scaled = m * root[:, None] / np.sqrt(u)[None, :]
    operator = LinearOperator((len(k), len(k)), matvec=lambda x: scaled @ (scaled.T @ x))
    values, vectors = eigsh(operator, k=2, which="LA", tol=1e-12)
    eci = vectors[:, np.argsort(values)[0]] * root
    return (eci - eci.mean()) / eci.std()


def sums(frame):
    result = dict.fromkeys(("present", "proximity", "density", "eci"), 0.0)
    places = {name: index for index, name in enumerate(sorted(frame["place"].unique()))}
    activities = {name: index for index, name in enumerate(sorted(frame["activity"].unique()))}
    for _, rows in frame.group_by("year"):
        e = np.zeros((len(places), len(activities)))
        r = rows["place"].replace_strict(places, return_dtype=pl.Int32).to_numpy()
        i = rows["activity"].replace_strict(activities, return_dtype=pl.Int32).to_numpy()
        e[r, i] = rows["value"].to_numpy()
        with np.errstate(divide="ignore", invalid="ignore"):
            quotient = (e / e.sum(1, keepdims=True)) / (e.sum(0, keepdims=True) / e.sum())
        m = (np.nan_to_num(quotient) >= 1).astype(np.float64)
        common = m.T @ m
        own = np.diag(common)
        with np.errstate(divide="ignore", invalid="ignore"):
            phi = np.nan_to_num(common / np.maximum(own[:, None], own[None, :]))
        np.fill_diagonal(phi, 0)
        density = (m @ phi) / phi.sum(0)
        result["present"] += m.sum()
        result["proximity"] += phi.sum()
        result["density"] += density.sum()
        result["eci"] += np.abs(complexity(m)).sum()
    return {name: float(value) for name, value in result.items()}


if __name__ == "__main__":
    start = time.perf_counter()
    frame = pl.read_csv(sys.argv[1])
    read = time.perf_counter()
    result = sums(frame)
    end = time.perf_counter()
    print(json.dumps({"wall_s": end - start, "compute_s": end - read, "sums": result}))
