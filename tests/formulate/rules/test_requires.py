"""Requires: what opens has what it needs in its place, and what stays of today does not lose it."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest

from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.optimise import Requires
from siteplan.pipeline import choose
from tests.examples import some
from tests.test_facilities import asked, every_plan, laid

KINDS = [("mall", "dealer"), ("dealer", "mall"), ("service", "mall"), ("mall", "charge_partner")]
CHANGES = [("closable", "closable"), ("keep", "closable"), ("convertible", "keep"), ("convertible", "closable")]


def ground(first: str, second: str, format_: str, needed: str, **plan: Any) -> Groundwork:
    """F1 is a mall and F2 a dealer of the same city, and either may change as its word says."""
    rule = {"kind": "requires", "format": format_, "needs": {"format": needed}, "within": "city"}
    return laid(first, second, 0.0).asking(asked(rules=[rule], **plan))


def sites(of: Groundwork, plan: np.ndarray) -> pd.DataFrame:
    """What a plan leaves standing: city, format, and whether it opens."""
    opened = of.options.loc[plan, ["city", "format", "new"]]
    return pd.concat([opened, of.facilities[["city", "format"]].assign(new=False)])


def met(of: Groundwork, plan: np.ndarray, format_: str, needed: str) -> bool:
    """Say site by site whether it has what it needs; who stays and had none today needs none."""
    stand, today = sites(of, plan), of.market.facilities
    has = set(stand["city"][stand["format"] == needed])
    had = set(today["city"][today["format"] == needed])
    needy = stand[stand["format"] == format_]
    return all(city in has for city, new in zip(needy["city"], needy["new"], strict=True) if new or city in had)


@pytest.mark.parametrize(("change", "kind"), some(product(CHANGES, KINDS), 6))
def test_it_is_met_by_the_plans_in_which_nobody_lacks_what_he_needs(
    change: tuple[str, str], kind: tuple[str, str]
) -> None:
    of = ground(*change, *kind)
    rule = next(rule for rule in site_problem(of).rules if isinstance(rule, Requires))  # beside who may not close
    rows = rule.rows(of.options)
    for plan in every_plan(of):
        expected = met(of, plan, *kind)
        assert rule.reports(of.options, plan)[0].met == expected
        assert (rows.options @ plan.astype(float) <= rows.upper + 1e-9).all() == expected


@pytest.mark.parametrize("first", ["keep", "closable"])
def test_the_dealer_that_todays_mall_needs_is_not_the_one_to_close(first: str) -> None:
    """At the least cost both would close where they may; a mall that must stay keeps its dealer."""
    done = choose(ground(first, "closable", "mall", "dealer", objective="cost"))
    assert done.selection.found
    assert (done.is_open & ~done.ground.options["new"].to_numpy()).any() == (first == "keep")
    assert met(done.ground, done.is_open, "mall", "dealer")
