"""Values that others have published for their data are found, and proven."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.published import (
    SF_P,
    SF_RADIUS,
    hm14,
    optima,
    pmed,
    pmedcap,
    san_francisco,
    swain,
    warehouses,
)
from siteplan.optimise import (
    Selection,
    SolveStatus,
    fewest_sites,
    maximal_coverage,
    p_centre,
    p_median,
    solve,
)

pytestmark = pytest.mark.acceptance


def proven(found: Selection, value: float, rel: float = 1e-9) -> bool:
    """Whether the value is found and proven; what is least is negative."""
    assert found.bound >= found.objective
    return found.status is SolveStatus.OPTIMAL and found.objective == pytest.approx(value, rel=rel)


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 8, 10])
def test_p_median_on_graphs(shared_data: Path, number: int) -> None:
    distances, p, optimum = pmed(shared_data / "or_library_pmed", number)
    assert proven(p_median(distances, np.ones(len(distances)), p, gap=0.9 / optimum), -optimum)


@pytest.mark.parametrize("number", [2, 4])
def test_capacitated_p_median(shared_data: Path, number: int) -> None:
    problem, optimum = pmedcap(shared_data / "pmedcap", number)
    found = solve(problem, 0.9 / optimum)
    assert proven(found, -optimum)
    assert (found.loads <= 120).all()


def test_uncapacitated_warehouses(shared_data: Path) -> None:
    folder = shared_data / "or_library_uncap"
    known = optima(folder, "cap")
    assert len(known) == 12
    for name, optimum in known.items():
        assert proven(solve(warehouses(folder, name), 1e-9), -optimum), name


def test_swain(shared_data: Path) -> None:
    distances, people = swain(shared_data / "swain")
    assert (people.shape, people.sum()) == ((55,), 640)
    assert proven(fewest_sites(distances <= 15), -5)
    assert proven(maximal_coverage(distances <= 10, people, 5), 609)


@pytest.mark.parametrize(("p", "value"), [(2, 4614.7655), (3, 3870.2442), (5, 2950.4098), (10, 1921.3081)])
def test_swain_p_median(shared_data: Path, p: int, value: float) -> None:
    distances, people = swain(shared_data / "swain")
    assert proven(p_median(distances, people, p), -value, rel=1e-7)


def test_san_francisco(shared_data: Path) -> None:
    metres, people = san_francisco(shared_data / "san_francisco")
    near = metres <= SF_RADIUS
    assert proven(fewest_sites(near), -8)
    assert proven(maximal_coverage(near, people, SF_P), 875_247)
    assert proven(p_median(metres, people, SF_P), -2_848_268_129.7145)
    assert proven(p_centre(metres, SF_P), -7_403.0638, rel=1e-7)


@pytest.mark.parametrize("row", [0, 1, 20, 110])
def test_maximum_capture_under_multinomial_logit(shared_data: Path, row: int) -> None:
    folder = shared_data / "hm14"
    asked = pd.read_csv(folder / "best_known.csv").loc[row]
    problem = hm14(folder / asked["file"], asked["alpha"], asked["beta"], int(asked["r"]))
    assert proven(solve(problem, 1e-6), asked["best_known_capture"], rel=1e-6)
