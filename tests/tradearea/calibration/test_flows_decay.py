"""The decay a study plans with beside that of its flows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siteplan.groundwork import Groundwork
from siteplan.market import Market
from siteplan.study import Study
from siteplan.tradearea.calibration.flows_decay import FlowsDecay, flows_decay
from siteplan.travel import TravelTimes


@pytest.fixture
def known(province: Groundwork) -> tuple[Study, Market, TravelTimes]:
    return province.study, province.market, province.travel


def test_flows_that_show_another_rate_than_the_study_plans_with_are_told(
    known: tuple[Study, Market, TravelTimes],
) -> None:
    """The bundled flows show 0.0555 a minute, between 0.0546 and 0.0565; 0.08 is what is often assumed."""
    study, market, travel = known
    area = study.trade_area.model_copy(update={"rate": 0.08})
    found = flows_decay(study.model_copy(update={"trade_area": area}), market, travel)
    assert found is not None
    assert (found.fitted, found.low, found.high) == pytest.approx((0.0555, 0.0546, 0.0565), abs=1e-4)
    assert found.planned == 0.08
    assert found.differs


def test_a_study_that_plans_with_what_its_flows_show_agrees(known: tuple[Study, Market, TravelTimes]) -> None:
    """The bundled study plans with 0.056."""
    found = flows_decay(*known)
    assert found is not None
    assert found.low <= found.planned <= found.high
    assert not found.differs


def test_nothing_is_said_without_flows_or_of_flows_that_cannot_be_fitted(
    known: tuple[Study, Market, TravelTimes],
) -> None:
    study, market, travel = known
    assert market.flows is not None
    for flows in (None, market.flows.iloc[:0], market.flows.iloc[:1]):
        assert flows_decay(study, replace(market, flows=flows), travel) is None


def test_a_difference_too_small_to_matter_is_none_however_sure_it_is() -> None:
    assert not FlowsDecay("exponential", 0.08, 0.078, 0.0779, 0.0781).differs
    assert FlowsDecay("exponential", 0.08, 0.07, 0.0699, 0.0701).differs
    assert not FlowsDecay("exponential", 0.08, 0.07, 0.05, 0.09).differs
