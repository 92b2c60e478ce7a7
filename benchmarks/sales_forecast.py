"""Sales forecasts on simulated markets whose truth is known: coverage of the intervals, model used, error on new sites.

python benchmarks/sales_forecast.py [--markets 60]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from siteplan.forecast.forecast import forecast_sales
from tests.score.simulated import Truth, simulated

TRUTHS: tuple[Truth, ...] = ("huff", "place", "nothing")
NEW = 60


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--markets", type=int, default=60)
    parser.add_argument("--sites", type=int, nargs="*", default=[20, 40, 60])
    asked = parser.parse_args()
    for n in asked.sites:
        for truth in TRUTHS:
            print(row(n, truth, asked.markets), flush=True)


def row(n: int, truth: Truth, markets: int) -> str:
    """A line on so many markets of n observed sites."""
    used: Counter[str] = Counter()
    held, off, off_huff, seconds = [], [], [], []
    for seed in range(markets):
        observed, sites, metres, options, sold = simulated(seed, n, NEW, truth)
        start = time.process_time()
        found = forecast_sales(observed, sites, metres, options)
        seconds.append(time.process_time() - start)
        used[found.model] += 1
        known = (found.options["lacking"] == "").to_numpy()
        said, low, high = (found.options[c].to_numpy(dtype=float)[known] for c in ("forecast", "low", "high"))
        sold, huff = sold[known], options["capture"].to_numpy()[known] * observed.sales.sum() / sites["capture"].sum()
        held.append(((sold >= low) & (sold <= high)).mean())
        off.append(np.abs(said - sold).mean())
        off_huff.append(np.abs(huff - sold).mean())
    return (
        f"{n:3d} sites, truth {truth:8s} covered {np.mean(held):.1%} +- {np.std(held) / markets**0.5:.1%}, "
        f"error {np.mean(off):6.1f} against {np.mean(off_huff):6.1f} of Huff alone, "
        f"used {dict(used)}, {np.mean(seconds):.2f} s of CPU"
    )


if __name__ == "__main__":
    main()
