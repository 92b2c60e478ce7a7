"""Sites that cost more than they earn: worked out from margin, running cost and annuity, and the plan's own NPV."""

from __future__ import annotations

from dataclasses import asdict, replace

import pandas as pd
import pytest

from siteplan.evaluate import Plan, evaluate
from siteplan.finance.costs import annuity_factor
from siteplan.pipeline import choose, lay_groundwork
from siteplan.present.files.plan_json import plan_dict
from siteplan.present.plan_text.losses import loss_sentences, loss_table, losses_dict
from siteplan.present.plan_text.summary import summary
from siteplan.present.reports.report_html import report_html
from siteplan.present.text.reader import Reader
from siteplan.study.rules import CountRule
from tests.markets import grid_market, study


@pytest.fixture(scope="module")
def made() -> Plan:
    rules = (CountRule(kind="count", at_least=4, at_most=5),)
    asked = study()
    asked = asked.model_copy(update={"plan": asked.plan.model_copy(update={"rules": rules})})
    ground = lay_groundwork(asked, grid_market(1))
    return evaluate(choose(ground))


def losing(made: Plan, results: list[float], needed: list[str]) -> Plan:
    sites = made.sites.iloc[: len(results)].assign(
        yearly_result=results, needed_for=needed, capex=1e6, net_new=[50.0, *[100.0] * (len(results) - 1)]
    )
    return replace(made, sites=sites)


def test_the_results_of_all_new_sites_are_that_of_the_plan(made: Plan) -> None:
    """NPV = yearly x factor - capex, so over the factor it is what all sites earn a year less what they cost."""
    years, rate = made.study.plan.horizon_years, made.study.plan.discount_rate
    assert made.sites["yearly_result"].sum() == pytest.approx(made.kpis.npv / annuity_factor(years, rate), rel=1e-9)


def test_a_site_by_hand(made: Plan) -> None:
    site = made.sites.iloc[0]
    years, rate = made.study.plan.horizon_years, made.study.plan.discount_rate
    margin = made.study.formats[site["format"]].margin
    by_hand = margin * site["net_new"] - site["opex"] - site["capex"] / annuity_factor(years, rate)
    assert site["yearly_result"] == pytest.approx(by_hand)  # own sites earn the same margin here


def test_those_that_no_rule_needs_come_first_and_are_counted(made: Plan) -> None:
    plan = losing(made, [-5e5, -1e5, 2e5, -2e5], ["", "count #1", "", "count #1"])
    told = losses_dict(plan)
    assert told == {
        "new_sites": 4, "lose_money": 3, "yearly_result": -8e5, "capex": 3e6, "net_new": 250.0, "needed_for_a_rule": 2,
        "strike": {**asdict(made.strike), "sites": list(made.strike.sites)},
    }  # fmt: skip
    sentence = loss_sentences(plan, Reader("en"))[0]
    for words in (
        "3 of 4 new sites cost more",
        "800 k CNY/year",
        "75.0 % of the investment",
        "71.4 %",
        "needed for a rule: 2",
        "free to be dropped: 1",
    ):
        assert words in sentence
    for language in ("en", "zh-Hans"):
        table = loss_table(plan, Reader(language))
        assert table is not None
        assert [row[-1] for row in table.rows][1:] == ["count #1", "count #1"]
        assert len(table.rows) == 3
        page = report_html(plan, Reader(language)).replace("\u00a0", " ")  # numbers stay beside their units
        assert loss_sentences(plan, Reader(language))[0] in page
        assert table.caption in page
        assert loss_sentences(plan, Reader(language))[0] in summary(plan, Reader(language))
    assert plan_dict(plan)["losses"] == told
    assert plan_dict(plan)["sites"][0]["yearly_result"] == -5e5


def test_where_none_loses_that_is_said_and_without_margins_nothing(made: Plan) -> None:
    plan = losing(made, [5e5, 1e5], ["", ""])
    assert loss_sentences(plan, Reader("en")) == ["No new site costs more a year than it earns."]
    assert loss_table(plan, Reader("en")) is None
    formats = {name: spec.model_copy(update={"margin": 0.0}) for name, spec in made.study.formats.items()}
    assert loss_sentences(replace(plan, study=made.study.model_copy(update={"formats": formats})), Reader("en")) == []
    assert loss_sentences(replace(made, sites=made.sites.iloc[:0]), Reader("en")) == []
    assert isinstance(made.sites, pd.DataFrame)
