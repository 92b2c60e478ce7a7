"""One option alone beside today's network."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.evaluate.alone import alone
from siteplan.pipeline import lay_groundwork
from siteplan.tradearea import LEVELS, shares
from tests.examples import examples
from tests.markets import grid_market, study


@examples(12, sample=3)
@given(st.integers(0, 99), st.integers(0, 5))
def test_what_it_wins_is_what_the_full_model_says_and_what_it_takes(seed: int, which: int) -> None:
    ground = lay_groundwork(study(), grid_market(seed))
    option = f"C{which}:mall"
    found = alone(ground, option)
    is_open = np.asarray(ground.options.index == option)
    none = np.zeros_like(is_open)
    demand = ground.model.demand.to_numpy()
    won = demand @ shares(ground.model, is_open).options.toarray().sum(axis=1)
    gained = demand @ (shares(ground.model, is_open).network - shares(ground.model, none).network)
    assert found.capture == pytest.approx(won)
    assert found.net_new == pytest.approx(gained)
    assert found.taken.capture.iloc[0] == pytest.approx(found.capture)


def test_each_level_holds_its_share_with_no_zone_too_many() -> None:
    ground = lay_groundwork(study(), grid_market(3))
    found = alone(ground, "C2:mall")
    area = found.trade_area
    assert list(area.index) == list(LEVELS)
    assert (area["capture"] >= [level * found.capture - 1e-9 for level in LEVELS]).all()
    for level in LEVELS:
        inside = found.levels.index[found.levels <= level]
        assert area.loc[level, "zones"] == len(inside)
        assert area.loc[level, "population"] == ground.market.zones.loc[inside, "population"].sum()


def test_a_format_that_sells_nothing_has_no_trade_area() -> None:
    ground = lay_groundwork(study(), grid_market(0))
    found = alone(ground, "C0:service")
    assert (found.capture, found.net_new, len(found.levels)) == (0.0, 0.0, 0)
    assert found.trade_area["capture"].tolist() == [0.0, 0.0, 0.0]
