"""How firm ranks are."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from siteplan.score.robustness import RobustnessParams, rank_robustness
from tests.examples import examples

FEW, IN_PARTS = RobustnessParams(draws=200), RobustnessParams(draws=200, most_cells=30)


def table(rows: list[list[float]]) -> pd.DataFrame:
    return pd.DataFrame(rows, [f"C{n}" for n in range(len(rows))], [f"k{n}" for n in range(len(rows[0]))], dtype=float)


def everywhere(points: pd.DataFrame, weights: list[float]) -> pd.DataFrame:
    return pd.DataFrame([weights] * len(points), points.index, points.columns)


def all_of(points: pd.DataFrame) -> pd.Series:
    return pd.Series(True, index=points.index)


def test_the_chance_of_being_first_is_that_of_the_weight() -> None:
    # The first wins while the weight of its criterion is above one half: a beta distribution with 7 and 3.
    points = table([[100, 0], [0, 100]])
    found = rank_robustness(
        points, everywhere(points, [0.7, 0.3]), all_of(points), 1, 10, params=RobustnessParams(draws=20_000)
    )
    assert found.loc["C0", "p_top"] == pytest.approx(beta(7, 3).sf(0.5), abs=0.01)
    assert found["p_top"].sum() == pytest.approx(1)
    assert found.loc["C0", ["rank_low", "rank_high"]].tolist() == [1, 2]


def test_who_is_better_in_everything_is_always_first() -> None:
    points = table([[90, 90, 90], [80, 10, 50], [10, 80, 50]])
    found = rank_robustness(points, everywhere(points, [0.2, 0.3, 0.5]), all_of(points), 1, 1)
    assert found.loc["C0"].tolist() == [1, 1, 1]


def test_who_fails_a_gate_takes_no_place() -> None:
    points = table([[90, 90], [80, 80], [70, 70]])
    taking = pd.Series([False, True, True], index=points.index)
    found = rank_robustness(points, everywhere(points, [0.5, 0.5]), taking, 1, 50)
    assert found.loc["C0"].isna().all()
    assert found.loc["C1"].tolist() == [1, 1, 1]
    nobody = rank_robustness(points, everywhere(points, [0.5, 0.5]), taking & False, 1, 50)
    assert nobody.isna().all().all()


def test_the_same_seed_gives_the_same_draws() -> None:
    points = table(np.random.default_rng(1).uniform(0, 100, (9, 3)).tolist())
    weights = everywhere(points, [0.2, 0.3, 0.5])
    once, again, other = (rank_robustness(points, weights, all_of(points), 3, 20, seed, FEW) for seed in (4, 4, 5))
    pd.testing.assert_frame_equal(once, again)
    assert not once.equals(other)


def test_doing_it_in_parts_changes_nothing() -> None:
    points = table(np.random.default_rng(1).uniform(0, 100, (9, 3)).tolist())
    weights = everywhere(points, [0.2, 0.3, 0.5])
    whole, parts = (rank_robustness(points, weights, all_of(points), 3, 20, params=few) for few in (FEW, IN_PARTS))
    pd.testing.assert_frame_equal(parts, whole)


@examples(40)
@given(st.integers(0, 10_000), st.integers(1, 12), st.integers(1, 4), st.booleans())
def test_with_infinite_concentration_it_is_the_plain_rank(seed: int, n: int, k: int, two_tiers: bool) -> None:
    rng = np.random.default_rng(seed)
    points = table(rng.integers(0, 4, (n, k)).astype(float).tolist())  # ties are many
    sets = rng.dirichlet(np.ones(k), 2)
    weights = pd.DataFrame(sets[(np.arange(n) % 2) * two_tiers], points.index, points.columns)
    taking = pd.Series(rng.random(n) < 0.8, index=points.index)
    plain = (points * weights).sum(axis=1).round(9).where(taking).rank(ascending=False, method="min")
    found = rank_robustness(points, weights, taking, 3, float("inf"), params=RobustnessParams(draws=5))
    expected = pd.DataFrame({"p_top": (plain <= 3).astype(float).where(taking), "rank_low": plain, "rank_high": plain})
    pd.testing.assert_frame_equal(found, expected)
