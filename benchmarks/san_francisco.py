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
import pandas as pd
import pulp

from siteplan.optimise import Selection, fewest_sites, maximal_coverage, p_centre, p_dispersion, p_median

HERE = Path(__file__).resolve().parent
RADIUS = 5000.0
P = 4


def read(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """Metres (205, 16) along the network, and people (205,)."""
    table = pd.read_csv(folder / "SF_network_distance_candidateStore_16_censusTract_205_new.csv")
    metres = table.pivot_table(index="DestinationName", columns="name", values="distance")
    people = table.groupby("DestinationName")["demand"].first().reindex(metres.index)
    return metres.to_numpy(dtype=float), people.to_numpy(dtype=float)


def between(folder: Path) -> np.ndarray:
    """Degrees (16, 16) between the stores."""
    stores = pd.read_csv(folder / "SF_store_site_16_longlat.csv")[["long", "lat"]].to_numpy(dtype=float)
    return np.hypot(*(stores[:, None] - stores[None]).transpose(2, 0, 1))


def ours(metres: np.ndarray, people: np.ndarray, apart: np.ndarray) -> dict[str, Callable[[], Selection]]:
    """Return the questions by name."""
    return {
        "LSCP, 5,000 m": lambda: fewest_sites(metres <= RADIUS),
        "MCLP, p 4, 5,000 m": lambda: maximal_coverage(metres <= RADIUS, people, P),
        "p-median, p 4": lambda: p_median(metres, people, P),
        "p-centre, p 4": lambda: p_centre(metres, P),
        "p-dispersion, p 4": lambda: p_dispersion(apart, P),
    }


def theirs(metres: np.ndarray, people: np.ndarray, apart: np.ndarray) -> list[float]:
    """Answers of spopt with CBC, in the same order."""
    from spopt.locate import LSCP, MCLP, PCenter, PDispersion, PMedian  # noqa: PLC0415  only where it is asked for

    models = [
        LSCP.from_cost_matrix(metres, RADIUS),
        MCLP.from_cost_matrix(metres, people, RADIUS, p_facilities=P),
        PMedian.from_cost_matrix(metres, people, p_facilities=P),
        PCenter.from_cost_matrix(metres, p_facilities=P),
        PDispersion.from_cost_matrix(apart, P),
    ]
    solved = [model.solve(pulp.PULP_CBC_CMD(msg=False)) for model in models]
    return [float(model.problem.objective.value()) for model in solved]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared" / "data" / "san_francisco")
    arguments = parser.parse_args()
    metres, people = read(arguments.data)
    apart = between(arguments.data)
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
