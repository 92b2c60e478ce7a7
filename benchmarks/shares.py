"""Shares of the Huff model against a bare numpy computation: seconds and peak memory, side by side in one run.

    python benchmarks/shares.py

Bare numpy is what one would write by hand: utilities x open, over their sum and the outside option.
"""

from __future__ import annotations

import timeit
import tracemalloc
from collections.abc import Callable

import numpy as np
import pandas as pd
import scipy
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siteplan.tradearea import Utilities, shares

ZONES, SITES, REPEATS = 5_000, 100, 30
MB = 1e6


def bare(utility: NDArray[np.float64], outside: NDArray[np.float64], is_open: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Shares as a dense array (n_zones, n_sites)."""
    won = utility * is_open
    total = won.sum(axis=1) + outside
    return won / total[:, None]


def seconds(run: Callable[[], object]) -> float:
    """The quickest of many runs."""
    return min(timeit.repeat(run, number=1, repeat=REPEATS))


def peak(run: Callable[[], object]) -> int:
    """Bytes that a run holds at most, beside what was there before."""
    tracemalloc.start()
    kept = run()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    del kept
    return most


def case(name: str, filled: float, opened: float) -> str:
    """One line of the table: a matrix with this part of its pairs in reach and this part of its sites open."""
    rng = np.random.default_rng(20260101)
    dense = rng.random((ZONES, SITES)) * (rng.random((ZONES, SITES)) < filled)
    is_open = rng.random(SITES) < opened
    nobody, outside = csr_array((ZONES, 0)), np.ones(ZONES)
    model = Utilities(csr_array(dense), nobody, nobody, outside, pd.Series(np.ones(ZONES)))
    runs = (lambda: bare(dense, outside, is_open)), (lambda: shares(model, is_open))
    np.testing.assert_allclose(runs[1]().options.toarray(), runs[0](), rtol=0, atol=1e-12)
    theirs, ours = (seconds(run) for run in runs)
    theirs_mb, ours_mb = (peak(run) / MB for run in runs)
    times = f"{theirs * 1e3:9.2f} {ours * 1e3:9.2f} {ours / theirs:6.2f}"
    held = f"{theirs_mb:9.1f} {ours_mb:9.1f} {ours_mb * MB / dense.nbytes:6.2f}"
    return f"{name:<28}{times}   {held}"


def main() -> None:
    """Print the table."""
    print(f"{ZONES:,} zones x {SITES} sites, float64: {ZONES * SITES * 8 / MB:.0f} MB; the quickest of {REPEATS} runs")
    print(f"numpy {np.__version__}, scipy {scipy.__version__}\n")
    print(f"{'':<28}{'numpy ms':>9} {'ours ms':>9} {'ratio':>6}   {'numpy MB':>9} {'ours MB':>9} {'/ mat.':>6}")
    print(case("every pair, all open", 1.0, 1.1))
    print(case("every pair, half open", 1.0, 0.5))
    print(case("every pair, a tenth open", 1.0, 0.1))
    print(case("a tenth in reach, all open", 0.1, 1.1))
    print(case("a tenth in reach, half open", 0.1, 0.5))


if __name__ == "__main__":
    main()
