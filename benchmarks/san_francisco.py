"""San Francisco, 205 tracts and 16 stores: five classical questions beside spopt on the same arrays in one run.

python benchmarks/san_francisco.py [--peer] [--data FOLDER]

The peer needs spopt (`pip install spopt`).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pulp
from published import DATA, SF_P, SF_RADIUS, san_francisco, san_francisco_stores

from siteplan.optimise import Selection, fewest_sites, maximal_coverage, p_centre, p_dispersion, p_median


def ours(metres: np.ndarray, people: np.ndarray, apart: np.ndarray) -> dict[str, Callable[[], Selection]]:
    """Return the questions by name."""
    return {
        "LSCP, 5,000 m": lambda: fewest_sites(metres <= SF_RADIUS),
        "MCLP, p 4, 5,000 m": lambda: maximal_coverage(metres <= SF_RADIUS, people, SF_P),
        "p-median, p 4": lambda: p_median(metres, people, SF_P),
        "p-centre, p 4": lambda: p_centre(metres, SF_P),
        "p-dispersion, p 4": lambda: p_dispersion(apart, SF_P),
    }


def theirs(metres: np.ndarray, people: np.ndarray, apart: np.ndarray) -> list[float]:
    """Answers of spopt with CBC, in the same order."""
    from spopt.locate import LSCP, MCLP, PCenter, PDispersion, PMedian  # noqa: PLC0415  only where it is asked for

    models = [
        LSCP.from_cost_matrix(metres, SF_RADIUS),
        MCLP.from_cost_matrix(metres, people, SF_RADIUS, p_facilities=SF_P),
        PMedian.from_cost_matrix(metres, people, p_facilities=SF_P),
        PCenter.from_cost_matrix(metres, p_facilities=SF_P),
        PDispersion.from_cost_matrix(apart, SF_P),
    ]
    solved = [model.solve(pulp.PULP_CBC_CMD(msg=False)) for model in models]
    return [float(model.problem.objective.value()) for model in solved]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--data", type=Path, default=DATA / "san_francisco")
    arguments = parser.parse_args()
    metres, people = san_francisco(arguments.data)
    apart = san_francisco_stores(arguments.data)
    peers = theirs(metres, people, apart) if arguments.peer else [float("nan")] * 5
    print("| question | value | status | seconds | spopt |")
    print("|---|---|---|---|---|")
    for (name, ask), peer in zip(ours(metres, people, apart).items(), peers, strict=True):
        began = time.perf_counter()
        found = ask()
        seconds = time.perf_counter() - began
        print(f"| {name} | {abs(found.objective):,.4f} | {found.status} | {seconds:.2f} | {peer:,.4f} |")


if __name__ == "__main__":
    main()
