"""Numbers of factor_analyzer for Tests/ConsensusTests/FactorAnalyzerTests.swift.

usage: factor_analyzer_reference.py FOLDER      (Tests/Golden/factor_analyzer)
needs: factor_analyzer==0.5.1 scikit-learn==1.7.2 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1
       (factor_analyzer 0.5.1 passes an argument that scikit-learn 1.8 no longer has)

Writes scores.csv, 60 rows by six columns of two factors and noise, and expected.json, what the peer
finds in it: adequacy, Bartlett's test, eigenvalues, two principal components turned by varimax with
Kaiser's normalisation. Its tolerance of 1e-5 on the criterion leaves the angle three digits, so the
rotation is let run on until the criterion stands still.
"""
import importlib.metadata
import json
import pathlib
import sys
import warnings

import numpy as np
import pandas as pd
from factor_analyzer import FactorAnalyzer, calculate_bartlett_sphericity, calculate_kmo

PLAN = np.array([[0.9, 0.1], [0.8, -0.2], [0.7, 0.3], [0.1, 0.8], [-0.3, 0.9], [0.2, 0.6]])
PACKAGES = ["factor_analyzer", "scikit-learn", "numpy", "scipy"]


def main():
    warnings.simplefilter("ignore", FutureWarning)
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(20261130)
    table = random.normal(size=(60, 2)) @ PLAN.T + 0.6 * random.normal(size=(60, 6))
    # The peer reads what is written, rounding included.
    pd.DataFrame(table, columns=list("abcdef")).to_csv(
        folder / "scores.csv", index=False, float_format="%.3f")
    scores = pd.read_csv(folder / "scores.csv")

    by_column, adequacy = calculate_kmo(scores)
    statistic, probability = calculate_bartlett_sphericity(scores)
    # Its full decomposition would keep and turn all six components. The randomised one keeps two,
    # and with more samples than columns it is exact.
    plain = FactorAnalyzer(n_factors=2, method="principal", rotation=None)
    turned = FactorAnalyzer(
        n_factors=2, method="principal", rotation="varimax",
        rotation_kwargs={"normalize": True, "max_iter": 10_000, "tol": 1e-15})
    expected = {
        "from": {name: importlib.metadata.version(name) for name in PACKAGES},
        "adequacy": float(adequacy),
        "adequacyByColumn": by_column.tolist(),
        "statistic": float(statistic),
        "probability": float(probability),
        "eigenvalues": plain.fit(scores).get_eigenvalues()[0].tolist(),
        "loadings": plain.loadings_.tolist(),
        "rotated": turned.fit(scores).loadings_.tolist(),
    }
    with open(folder / "expected.json", "w") as file:
        json.dump(expected, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
