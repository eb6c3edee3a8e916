"""The differences of a result that stand after correction for many tests, and the passages behind the strongest.

    python notebooks/read_result.py reports/sample
"""

import sys
from pathlib import Path

import pandas as pd

folder = Path(sys.argv[1] if len(sys.argv) > 1 else "reports/sample")
# Only the empty cell is missing: an outlet may be called "NA".
read = lambda name: pd.read_csv(folder / f"{name}.csv", keep_default_na=False, na_values=[""])

differences = pd.concat([read("sentiment"), read("frames")])
pooled = differences[(differences.event_id == "ALL") & (differences.q_value < 0.05)].copy()
pooled["strength"] = (pooled.difference / pooled.difference_std_error).abs()
pooled = pooled.sort_values("strength", ascending=False)
columns = ["outlet", "feature", "voice", "zone", "difference", "difference_ci_low", "difference_ci_high", "q_value", "n_events"]
print(pooled[columns].head(15).to_string(index=False))

if not pooled.empty:
    top = pooled.iloc[0]
    evidence = read("evidence")
    behind = evidence[(evidence.outlet == top.outlet) & (evidence.feature == top.feature)]
    behind = behind.reindex(behind.weight.abs().sort_values(ascending=False).index)
    print(f"\nBehind {top.outlet}, {top.feature}:")
    for row in behind.head(5).itertuples():
        print(f"  {row.article_id} [{row.start}:{row.end}] {row.weight:+.2f} {row.text}")
