"""Published data sets and their optima, as problems: one reader for benchmarks and acceptance tests.

Where each comes from, its licence and its format stand in SOURCES.md beside the data, which are not shipped.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.sparse.csgraph import dijkstra
from scipy.spatial.distance import cdist

from siteplan.optimise import Capacity, Count, HuffCapture, NearestCapture, SiteProblem

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SF_RADIUS, SF_P = 5000.0, 4


def sites(n: int) -> pd.DataFrame:
    """Options: one format at each of n sites."""
    return pd.DataFrame({"site": [f"s{k}" for k in range(n)], "format": "site"})


def apart(points: np.ndarray) -> np.ndarray:
    """Euclidean distances (n, n) between points (n, 2)."""
    return cdist(points, points)


def pmed(folder: Path, number: int) -> tuple[np.ndarray, int, float]:
    """OR-Library p-median: all shortest paths (n, n), p and the optimum; of a repeated edge the last cost counts."""
    numbers = np.array((folder / f"pmed{number}.txt").read_text().split(), dtype=int)
    n, _, p = numbers[:3].tolist()
    edges = {(min(a, b), max(a, b)): cost for a, b, cost in numbers[3:].reshape(-1, 3).tolist()}
    ends = np.array(list(edges))
    graph = sp.csr_array((np.array(list(edges.values()), dtype=float), (ends[:, 0] - 1, ends[:, 1] - 1)), shape=(n, n))
    return dijkstra(graph, directed=False), p, optima(folder, "pmed")[f"pmed{number}"]


def pmedcap(folder: Path, number: int) -> tuple[SiteProblem, float]:
    """OR-Library capacitated p-median, single source, Euclidean distances rounded down; and its optimum."""
    numbers = (folder / f"pmedcap{number:02}.txt").read_text().split()
    optimum, (n, p, limit) = float(numbers[1]), map(int, numbers[2:5])
    _, x, y, demand = np.array(numbers[5:], dtype=float).reshape(n, 4).T
    minutes = np.floor(apart(np.column_stack([x, y])))
    rule = Capacity(np.full(n, float(limit)), demand, single=True, serve_all=True)
    return SiteProblem(sites(n), NearestCapture(minutes, np.ones(n)), [Count(exactly=p), rule]), optimum


def warehouses(folder: Path, name: str) -> SiteProblem:
    """OR-Library's cap problems: warehouses with fixed costs, costs of serving each customer wholly from each."""
    words = (folder / f"{name}.txt").read_text().split()
    n_sites, n_zones = int(words[0]), int(words[1])
    fixed = np.array([float(words[3 + 2 * k]) for k in range(n_sites)])
    rest = np.array(words[2 + 2 * n_sites :], dtype=float).reshape(n_zones, 1 + n_sites)
    capture = NearestCapture(rest[:, 1:], np.ones(n_zones))
    return SiteProblem(sites(n_sites), capture, [Count(at_least=1)], fixed_value=-fixed)


def optima(folder: Path, start: str) -> dict[str, float]:
    """Optimum by name, of the names that start so."""
    lines = [line.split() for line in (folder / "optima.txt").read_text().splitlines() if line.startswith(start)]
    return {name.removesuffix(".txt"): float(optimum) for name, optimum in lines}


def swain(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """Swain's 55 nodes: Euclidean distances (55, 55) and people (55,)."""
    lines = [line.split(",") for line in (folder / "swain.dat").read_text().splitlines() if line.strip()]
    table = np.array([line[:4] for line in lines], dtype=float)
    return apart(table[:, 1:3]), table[:, 3]


def san_francisco(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """Metres (205, 16) along the network from tracts to stores, and people (205,)."""
    table = pd.read_csv(folder / "SF_network_distance_candidateStore_16_censusTract_205_new.csv")
    metres = table.pivot_table(index="DestinationName", columns="name", values="distance")
    people = table.groupby("DestinationName")["demand"].first().reindex(metres.index)
    return metres.to_numpy(dtype=float), people.to_numpy(dtype=float)


def san_francisco_stores(folder: Path) -> np.ndarray:
    """Degrees (16, 16) between the stores."""
    stores = pd.read_csv(folder / "SF_store_site_16_longlat.csv")
    return apart(stores[["long", "lat"]].to_numpy(dtype=float))


def hm14(file: Path, alpha: float, beta: float, r: int) -> SiteProblem:
    """Haase and Müller: open exactly r sites; utility exp(beta c) against the rivals' sum of exp(alpha beta k).

    The file holds weights (n_zones,), rivals (n_rivals, n_zones) and candidates (n_sites, n_zones) as negative costs.
    """
    words = file.read_text().split()
    n_zones, n_sites, n_rivals = map(int, words[:3])
    rows = np.array(words[3 : 3 + n_zones * (1 + n_rivals + n_sites)], dtype=float).reshape(-1, n_zones)
    weights, rivals, candidates = rows[0], rows[1 : 1 + n_rivals], rows[1 + n_rivals :]
    against = np.exp(alpha * beta * rivals).sum(axis=0)
    capture = HuffCapture(sp.csr_array(np.exp(beta * candidates).T), against, weights)
    return SiteProblem(sites(n_sites), capture, [Count(exactly=r)])
