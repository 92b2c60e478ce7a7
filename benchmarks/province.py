"""The provincial plan: seconds, gap and memory of the bundled study, all zones and all candidates.

python benchmarks/province.py
"""

from __future__ import annotations

import resource
import time

from siteplan.data import read_market, read_study
from siteplan.data.bundled import bundled_study
from siteplan.pipeline import choose, lay_groundwork


def main() -> None:
    start = time.perf_counter()
    study = read_study(bundled_study())
    ground = lay_groundwork(study, read_market(study))
    prepared = time.perf_counter() - start
    selection = choose(ground)
    peak_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # kB on Linux
    zones, options = ground.model.options.shape
    print(f"{zones:,} zones, {len(ground.market.candidates):,} candidates, {options:,} options")
    print(f"{len(study.formats)} formats, {len(study.plan.rules)} rules, {ground.model.options.nnz:,} utilities")
    print(f"read, minutes, trade areas, scores   {prepared:6.1f} s")
    print(f"plan                                 {selection.seconds:6.1f} s")
    print(f"{selection.status}, gap {selection.gap:.3%}, {int(selection.open.sum())} sites, peak {peak_gb:.2f} GB")


if __name__ == "__main__":
    main()
