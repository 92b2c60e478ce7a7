"""Formats that people drive to as no trade area says, and outside options by tier."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siteplan.market import Market
from siteplan.market.options import expand_options
from siteplan.study import Format, Study, TradeArea
from siteplan.study.decays import DECAYS
from siteplan.tradearea import Utilities, attraction, shares, utilities
from siteplan.tradearea.decay import felt_minutes
from siteplan.travel import travel_times
from tests.markets import FORMATS, grid_market, market, sites, study, zones

STRAIGHT = tuple(name for name, kind in DECAYS.items() if not kind.bends)
RATES = {"power": 1.5, "gaussian": 0.004}


def selling(area: dict[str, Any], **dealer: Any) -> Study:
    """Malls by the trade area, and dealers by what is given."""
    own = {**FORMATS["mall"].model_dump(exclude_unset=True), **dealer}
    return study(trade_area=area, formats={"mall": FORMATS["mall"], "dealer": Format.model_validate(own)})


def modelled(asked: Study, world: Market) -> Utilities:
    options = expand_options(world.candidates, asked.formats)
    return utilities(asked, world, travel_times(asked.travel, world), options)


def two_formats(world: Market) -> Market:
    candidates = world.candidates.copy()
    candidates["formats"] = [("mall", "dealer")] * len(candidates)
    return replace(world, candidates=candidates)


def test_two_formats_and_two_tiers_by_hand() -> None:
    """Ten minutes from a site, by a rate of 0.1: 1/e come to a mall wherever they live. To a dealer, by 0.05 in tier 1
    and by 0.2 in tier 3, e^-0.5 and e^-2. What is bought elsewhere is worth 1 in tier 1 and 0.5 in tier 3."""
    world = two_formats(
        market(zones([113.0] * 2, [22.0] * 2, [1000] * 2).assign(tier=["1", "3"]), sites("C", [113], [22]))
    )
    minutes = pd.DataFrame({"zone_id": ["Z0", "Z1"], "site_id": "C0", "minutes": 10.0})
    asked = selling({"rate": 0.1, "outside": {"3": 0.5, "default": 1.0}}, rate={"1": 0.05, "default": 0.2})
    asked = asked.model_copy(update={"travel": asked.travel.model_copy(update={"source": "minutes"})})
    model = modelled(asked, replace(world, minutes=minutes))
    assert model.options.toarray() == pytest.approx(np.exp([[-1, -0.5], [-1, -2]]))
    assert model.outside.tolist() == [1.0, 0.5]
    dealer_alone = shares(model, np.array([False, True])).network
    assert dealer_alone == pytest.approx([np.exp(-0.5) / (np.exp(-0.5) + 1), np.exp(-2) / (np.exp(-2) + 0.5)])


@pytest.mark.parametrize("decay", [*DECAYS])
def test_a_formats_rate_that_is_the_studys_changes_nothing(decay: str) -> None:
    world, area = two_formats(grid_market(4)), {"decay": decay, "rate": RATES.get(decay, 0.1)}
    own = {"rate": area["rate"], "max_minutes": 90} | ({"midpoint": 30} if DECAYS[decay].bends else {})
    plain, same = modelled(selling(area), world), modelled(selling(area, **own), world)
    assert (plain.options != same.options).nnz == 0
    assert (plain.outside == same.outside).all()


@settings(max_examples=8)
@given(st.sampled_from([*DECAYS]), st.floats(0.1, 1.0), st.booleans())
def test_a_smaller_rate_never_lowers_what_its_format_is_worth_and_touches_no_other(
    decay: str, part: float, in_one_tier: bool
) -> None:
    world, rate = two_formats(grid_market(5, 8, 2)), RATES.get(decay, 0.1)
    if decay == "logistic":  # beyond its midpoint: before it a steeper curve is nearer to 1
        own: dict[str, Any] = {"midpoint": {"default": 0.0}}
    else:
        own = {}
    smaller = {"3": rate * part, "default": rate} if in_one_tier else {"default": rate * part}
    area = {"decay": decay, "rate": rate}
    before, after = (modelled(selling(area, **own, rate=by), world) for by in ({"default": rate}, smaller))
    gained = after.options.toarray() - before.options.toarray()
    dealer = (expand_options(world.candidates, selling(area).formats)["format"] == "dealer").to_numpy()
    assert (gained[:, dealer] >= 0).all()
    assert (gained[:, ~dealer] == 0).all()
    assert in_one_tier or part == 1 or (gained[:, dealer] > 0).any()


def test_nobody_comes_from_beyond_the_reach_of_a_format() -> None:
    world, area = two_formats(grid_market(4)), {"rate": 0.05}
    plain, near = modelled(selling(area), world), modelled(selling(area, max_minutes=12), world)
    minutes = travel_times(selling(area).travel, world).candidates.minutes.toarray()
    within = np.repeat(minutes, 2, axis=1) <= 12
    within[:, ::2] = True  # malls stand first
    assert 0 < within[:, 1::2].mean() < 1
    assert near.options.toarray() == pytest.approx(plain.options.toarray() * within, abs=0)


@given(st.sampled_from(STRAIGHT), st.floats(0.1, 4), st.lists(st.floats(0, 90), min_size=1, max_size=5))
def test_felt_minutes_say_by_one_rate_what_driven_ones_say_by_another(
    name: str, times: float, driven: list[float]
) -> None:
    area, minutes = TradeArea.model_validate({"decay": name, "rate": RATES.get(name, 0.08)}), np.array(driven)
    felt = felt_minutes(area, minutes, times)
    assert attraction(area, felt) == pytest.approx(attraction(area, minutes, area.rate * times), rel=1e-9, abs=1e-300)


def test_another_rate_of_the_study_moves_those_of_formats_in_proportion() -> None:
    """The study's goes from 0.08 to 0.04: a dealer's go from 0.06 and 0.02 to 0.03 and 0.01, a mall has none."""
    asked = selling({"rate": 0.08}, rate={"1": 0.06, "default": 0.02}).at(("trade_area", "rate"), 0.04)
    assert asked.trade_area.rate == 0.04
    assert asked.formats["dealer"].rate == pytest.approx({"1": 0.03, "default": 0.01})
    assert asked.formats["mall"].rate is None
    alone = asked.at(("formats", "dealer", "rate", "1"), 0.05)
    assert alone.formats["dealer"].rate == pytest.approx({"1": 0.05, "default": 0.01})
    assert alone.value_at(("formats", "dealer", "rate", "1")) == 0.05
    assert alone.trade_area == asked.trade_area
