"""Uncapacitated warehouse location: OR-Library's cap71-134, fixed cost plus cost to the nearest, every optimum proven.

python benchmarks/warehouse.py [--data FOLDER]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from published import DATA, optima, warehouses

from siteplan.optimise import solve

EXACT = 1e-9


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=DATA / "or_library_uncap")
    folder = parser.parse_args().data
    print("| instance | warehouses | customers | published optimum | value | status | seconds | CPU seconds |")
    print("|---|---|---|---|---|---|---|---|")
    for name, optimum in optima(folder, "cap").items():
        asked = warehouses(folder, name)
        cpu = time.process_time()
        selection = solve(asked, gap=EXACT)
        print(
            f"| {name} | {asked.n_options} | {asked.n_zones} | {optimum:.3f} "
            f"| {-selection.objective:.3f} | {selection.status} | {selection.seconds:.2f} "
            f"| {time.process_time() - cpu:.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
