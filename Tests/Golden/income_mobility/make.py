"""Markov chains of income per head of the 48 contiguous US states, 1929-2009.

Data: US Bureau of Economic Analysis (public domain), as shipped with libpysal (usjoin.csv,
states48.gal: queen neighbours). Classes: pooled quintiles of income relative to each year's mean.
Run: pip install giddy==2.3.8 libpysal numpy; python make.py
Writes income.csv (one state a row), neighbours.csv (one link a row) and expected.json.
"""

import csv
import json

import giddy
import libpysal
import numpy as np

rows = list(csv.reader(open(libpysal.examples.get_path("usjoin.csv"))))
header, states = rows[0], rows[1:]
first = header.index("1929")
years = header[first : first + 81]
income = np.array([[float(v) for v in row[first : first + 81]] for row in states])
w = libpysal.io.open(libpysal.examples.get_path("states48.gal")).read()

with open("income.csv", "w") as file:
    file.write("state," + ",".join(years) + "\n")
    for row, values in zip(states, income):
        file.write(row[0] + "," + ",".join(str(int(v)) for v in values) + "\n")
with open("neighbours.csv", "w") as file:
    file.write("from,to\n")
    for position in range(len(states)):
        for other in w[w.id_order[position]]:
            file.write(f"{states[position][0]},{states[w.id_order.index(other)][0]}\n")

w.transform = "r"
relative = income / income.mean(axis=0)
spatial = giddy.markov.Spatial_Markov(relative, w, fixed=True, k=5, m=5)
classic = giddy.markov.Markov(spatial.class_ids)
by_year = giddy.markov.Markov(
    np.array(
        [giddy.markov.mc.Quantiles(income[:, t]).yb for t in range(income.shape[1])]
    ).transpose()
)

def numbers(array):
    return np.asarray(array).tolist()

json.dump(
    {
        "bounds": numbers(spatial.cutoffs),
        "lagBounds": numbers(spatial.lag_cutoffs),
        "transitions": numbers(classic.transitions),
        "probabilities": numbers(classic.p),
        "steadyState": numbers(classic.steady_state),
        "sojourn": numbers(classic.sojourn_time),
        "firstPassage": numbers(classic.mfpt),
        "spatialTransitions": numbers(spatial.T),
        "spatialProbabilities": numbers(spatial.P),
        "spatialSteadyStates": [numbers(s) for s in spatial.S],
        "chiSquared": float(spatial.Q),
        "chiSquaredP": float(spatial.Q_p_value),
        "likelihoodRatio": float(spatial.LR),
        "likelihoodRatioP": float(spatial.LR_p_value),
        "degrees": int(spatial.dof_hom),
        "yearlyTransitions": numbers(by_year.transitions),
        "yearlySteadyState": numbers(by_year.steady_state),
        "yearlySojourn": numbers(by_year.sojourn_time),
    },
    open("expected.json", "w"),
    indent=1,
)
