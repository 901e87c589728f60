"""What the certified values of NIST's Statistical Reference Datasets leave to a program in binary.

Data and certified values: NIST/ITL, Statistical Reference Datasets (public domain), the sets
"Univariate Summary Statistics" and "Linear Regression"; certified.csv keeps every digit of them.
PiDigits.txt is NIST's list, which differs from π in its 957th digit (3 where π has 8): the
certified values are of that list.

Run: python exact.py
Solves every set in rational numbers, once from the decimals (which must give the certified values:
this checks both copies) and once from the decimals rounded to binary, as any program reads them;
powers are rounded once more, as a design matrix holds them. Prints correct digits of the worst
coefficient or statistic: more than "binary" no arithmetic can reach from rounded data.
"""

import csv
import pathlib
from fractions import Fraction
from math import isqrt, log10

HERE = pathlib.Path(__file__).parent
POWERS = {"Norris": 1, "Pontius": 2, "Filip": 10}


def rows(name):
    with open(HERE / name) as file:
        return list(csv.reader(file))[1:]


def root(value):
    """The square root to forty digits."""
    scale = 10**80
    return Fraction(isqrt(int(value * scale**2)), scale)


def digits(found, certified):
    """The log relative error, 15 at most: so many digits are certified."""
    wanted = Fraction(certified)
    error = abs(found - wanted) / (abs(wanted) or 1)
    return min(15.0, -log10(error)) if error else 15.0


def solve(matrix, side):
    rows = [row + [value] for row, value in zip(matrix, side)]
    for i in range(len(rows)):
        pivot = next(k for k in range(i, len(rows)) if rows[k][i])
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [v / rows[i][i] for v in rows[i]]
        for k in range(len(rows)):
            if k != i:
                rows[k] = [a - rows[k][i] * b for a, b in zip(rows[k], rows[i])]
    return [row[-1] for row in rows]


def regression(design, y):
    width = len(design[0])
    gram = [[sum(r[i] * r[j] for r in design) for j in range(width)] for i in range(width)]
    found = solve(gram, [sum(r[i] * v for r, v in zip(design, y)) for i in range(width)])
    squares = sum((v - sum(a * b for a, b in zip(r, found))) ** 2 for r, v in zip(design, y))
    return found, root(squares / (len(y) - width))


def univariate(y):
    mean = sum(y) / len(y)
    return [mean, root(sum((v - mean) ** 2 for v in y) / (len(y) - 1))]


def binary(value):
    return Fraction(float(value))


def powers(x, degree, read):
    return [[read(v**k) for k in range(degree + 1)] for v in map(read, x)]


def values(name):
    if name == "PiDigits":
        return [Fraction(c) for c in (HERE / "PiDigits.txt").read_text() if c.isdigit()]
    if name == "NumAcc1":
        return [Fraction(v) for v in (10000001, 10000003, 10000002)]
    if name.startswith("NumAcc"):
        base = {"NumAcc2": 1, "NumAcc3": 10**6, "NumAcc4": 10**7}[name]
        return [base + Fraction(2, 10)] + [base + Fraction(1, 10), base + Fraction(3, 10)] * 500
    return [Fraction(row[0]) for row in rows(f"{name}.csv")]


def table(name, read):
    if name.startswith("Wampler"):
        data = rows("Wampler.csv")
        return (powers([Fraction(r[0]) for r in data], 5, read),
                [read(Fraction(r[int(name[-1])])) for r in data])
    data = [[Fraction(v) for v in row] for row in rows(f"{name}.csv")]
    y = [read(row[0]) for row in data]
    if name in POWERS:
        return powers([row[1] for row in data], POWERS[name], read), y
    first = [] if name.startswith("NoInt") else [Fraction(1)]
    return [first + [read(v) for v in row[1:]] for row in data], y


if __name__ == "__main__":
    certified = {}
    for name, quantity, value, _ in rows("certified.csv"):
        if quantity != "rSquared":
            certified.setdefault(name, []).append(value)
    print(f"{'':10} {'decimal':>17} {'binary':>17}")
    for name, wanted in certified.items():
        line = f"{name:10}"
        for read in (Fraction, binary):
            if "B1" in {q for n, q, _, _ in rows("certified.csv") if n == name}:
                found, deviation = regression(*table(name, read))
                found.append(deviation)
            else:
                found = univariate([read(v) for v in values(name)])
            each = [digits(f, w) for f, w in zip(found, wanted, strict=True)]
            line += f"  {min(each[:-1]):6.2f}, sd {each[-1]:5.2f}"
        print(line)
