"""target_weights.py FEATURES.csv: the weights of the sentiment towards mentions, on standard output.

FEATURES.csv is what `cargo run --example target_scores -- --features LABELLED.jsonl` prints. A logistic model with three
classes, of equal weight each mention, with an L2 penalty of 1 / (2 * 0.3) on all but the constants, by Newton's method;
no chance is involved. Needs numpy.
"""
import csv
import sys

import numpy

CLASSES = ["negative", "neutral", "positive"]
PENALTY = 1 / 0.3
STEPS = 12


def fit(x, y):
    n, k = x.shape
    penalty = numpy.full(k, PENALTY)
    penalty[0] = 1e-6
    weights = numpy.zeros((3, k))
    labels = numpy.eye(3)[y]
    for _ in range(STEPS):
        sums = x @ weights.T
        parts = numpy.exp(sums - sums.max(axis=1, keepdims=True))
        p = parts / parts.sum(axis=1, keepdims=True)
        gradient = ((p - labels).T @ x + weights * penalty).ravel()
        hessian = numpy.zeros((3 * k, 3 * k))
        for a in range(3):
            for b in range(3):
                part = (x * (p[:, a] * ((a == b) - p[:, b]))[:, None]).T @ x
                hessian[a * k:(a + 1) * k, b * k:(b + 1) * k] = part
        hessian += numpy.diag(numpy.tile(penalty, 3))
        weights -= numpy.linalg.solve(hessian, gradient).reshape(3, k)
    return weights


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__.strip())
    with open(sys.argv[1], newline="", encoding="utf-8") as f:
        head, *rows = csv.reader(f)
    y = numpy.array([CLASSES.index(row[1]) for row in rows])
    x = numpy.array([[1.0] + [float(cell) for cell in row[2:]] for row in rows])
    weights = fit(x, y).T
    weights -= weights.mean(axis=1, keepdims=True)
    print("# Weights of the sentiment towards mentions: what each feature adds to each class. See src/text/target/.")
    print(f"# Made by data/models/target_weights.py from {len(rows):,} labelled mentions of news sentences; the numbers are all")
    print("# that is kept of these.")
    print("feature,negative,neutral,positive")
    for name, row in zip(["always"] + head[2:], weights):
        print(name, *(f"{weight:.4f}" for weight in row), sep=",")


if __name__ == "__main__":
    main()
