"""A rival's best reply: equal to trying all, told by the full model, and who wins what before and after."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest

from siteplan.evaluate.stress.replies import BrandReply, best_replies, places_of
from siteplan.evaluate.stress.rival_shares import market_shares
from siteplan.formulate.network import Network
from siteplan.groundwork import Groundwork
from siteplan.study.uncertain.reply_spec import Reply
from tests.examples import some
from tests.worlds import tiny_ground, tiny_selection


def asked(*replies: Reply, seed: int | None = None) -> Groundwork:
    """The two cities, with demand and pulls of rivals at random if a seed is given; solved to the last digits."""
    here = tiny_ground(gap=1e-9)
    here = here.asking(here.study.model_copy(update={"replies": replies}))
    if seed is None:
        return here
    rng, model = np.random.default_rng(seed), here.model
    drawn = model.demand * rng.uniform(0, 3, len(model.demand))
    return replace(here, model=replace(model, demand=drawn, rivals=model.rivals * rng.uniform(0.2, 4)))


def replied(here: Groundwork) -> BrandReply:
    (found,) = best_replies(here, is_open(here))
    return found


def is_open(here: Groundwork) -> np.ndarray:
    return tiny_selection(here).open.to_numpy(dtype=bool)


def won(here: Groundwork, reply: Reply, sites: tuple[str, ...]) -> float:
    """What brand B wins with new sites there, by Huff's shares written out zone by zone."""
    area, model = here.study.trade_area, here.model
    own = model.own_total + model.options @ is_open(here).astype(float)
    minutes = here.travel.candidates.to(pd.Index(sites)).minutes
    decayed = minutes.copy()
    decayed.data = (reply.attractiveness or 0.0) * area.rival_factor * np.exp(-area.rate * minutes.data)
    brand = np.asarray(model.rivals[:, [1]].sum(axis=1)) + np.asarray(decayed.sum(axis=1))  # R2 is of brand B
    others = np.asarray(model.rivals[:, [0, 2]].sum(axis=1)) + model.outside
    return float(model.demand.to_numpy() @ (brand / (own + brand + others)))


@pytest.mark.parametrize("seed", some(range(200), 6))
def test_the_reply_is_the_best_of_all(seed: int) -> None:
    reply = Reply(brand="B", sites=1 + seed % 3, attractiveness=0.4 + seed / 4)
    here = asked(reply, seed=seed)
    places = places_of(reply, here, is_open(here)).index
    assert not {*places} & {"C1", "C3", "C6"}  # where the plan opens
    best = max(won(here, reply, sites) for n in range(reply.sites + 1) for sites in combinations(places, n))
    found = replied(here)
    assert here.study.trade_area.decay == "exponential"
    assert found.wins == pytest.approx(best, rel=1e-7)
    assert found.bound >= found.wins * (1 - 1e-9)
    assert (found.status, found.gap) == ("optimal", pytest.approx(0.0, abs=1e-6))


def test_what_it_takes_adds_up_and_its_places_can_be_an_outlook() -> None:
    here = asked(Reply(brand="B", sites=2))
    found = replied(here)
    assert 0 < found.from_us < found.wins - found.wins_before
    assert found.cities["from_us"].sum() == pytest.approx(found.from_us)
    assert found.cities["gain"].sum() == pytest.approx(found.wins - found.wins_before)
    assert found.cities["sites"].sum() == len(found.sites) == 2
    assert (found.sites["brand"] == "B").all()
    assert found.shares["won"].sum() == pytest.approx(here.model.demand.sum())
    after = found.shares.set_index(["kind", "brand"])
    assert after.loc[("rival", "B"), "won"] == pytest.approx(found.wins)
    assert after.loc[("rival", "B"), "sites"] == 3


def test_shares_before_and_after_the_plan_sum_to_all_demand() -> None:
    here = asked()
    table = market_shares(Network(here, here.stands), Network(here, is_open(here)))
    assert [*table["kind"]] == ["own", "rival", "rival", "rival", "outside"]
    assert table["share"].sum() == pytest.approx(1.0)
    assert table["share_before"].sum() == pytest.approx(1.0)
    changed = table["won"] - table["won_before"]
    assert changed[0] > 0 > changed[1:].max()  # the plan takes from everybody


def spec(**more: Any) -> Reply:
    return Reply(brand="B", sites=3, **more)


def test_places_are_those_of_the_formats_and_cities_named_and_a_budget_binds() -> None:
    here = asked()
    opened, table = is_open(here), here.market.candidates
    malls = places_of(spec(format="mall"), here, opened)
    assert all("mall" in formats for formats in table.loc[malls.index, "formats"])
    assert {*places_of(spec(city=table["city"].iloc[0]), here, opened)["city"]} == {table["city"].iloc[0]}
    priced = replace(here.market, candidates=table.assign(price=range(1, len(table) + 1)))
    budget = spec(budget=4.0, cost="price")
    there = replace(asked(budget), market=priced)
    found = replied(there)
    assert 0 < found.sites["price"].sum() <= 4.0


def test_without_a_place_nothing_opens_and_nothing_is_taken() -> None:
    found = replied(asked(spec(city="nowhere")))
    assert (found.status, len(found.sites), found.from_us) == ("", 0, pytest.approx(0.0))
