"""What the next site adds: the sentence is counted, and drawing and figures are the same."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from siteplan.present.charts.network.marginal_chart import marginal_chart
from siteplan.present.plan_text.losses import loss_sentences
from siteplan.present.text.reader import Reader
from siteplan.present.theme.tones import TONES
from tests.worlds import tiny_plan


def adding(*adds: float) -> object:
    sites = tiny_plan().sites.assign(
        marginal_rank=[1.0, 2.0, 3.0], marginal_result=adds, needed_for=["", "", "count #1"]
    )
    return replace(tiny_plan(), sites=sites)


@pytest.mark.parametrize(
    ("adds", "finding"),
    [
        ((5e6, -1e6, -2e6), "The last 2 of 3 new sites add 3 m CNY/year less than they cost"),
        ((5e6, 1e6, -2e6), "The last of 3 new sites adds 2 m CNY/year less than it costs"),
        ((5e6, 1e6, 5e5), "Every new site adds more than it costs, the last one 500 k CNY/year"),
    ],
)
def test_it_says_how_many_add_less_than_they_cost(adds: tuple[float, ...], finding: str) -> None:
    chart = marginal_chart(adding(*adds), Reader("en"))  # type: ignore[arg-type]
    assert chart is not None
    assert chart.finding == finding


def test_bars_are_as_long_as_what_sites_add_and_lie_below_where_they_lose() -> None:
    chart = marginal_chart(adding(4e6, 1e6, -1e6), Reader("en"))  # type: ignore[arg-type]
    assert chart is not None
    bars = [(float(h), colour) for h, colour in re.findall(r'height="([\d.]+)" fill="(#\w+)"', chart.drawing.svg())]
    assert [h for h, _colour in bars] == pytest.approx([4 * bars[1][0], bars[1][0], bars[1][0]], rel=1e-2)
    assert [colour for _h, colour in bars] == [TONES["main"], TONES["main"], TONES["other"]]
    assert chart.data is not None
    assert [(one.values, one.x) for one in chart.data.series[:2]] == [([4e6, 1e6], [1, 2]), ([-1e6], [3])]


def test_no_chart_where_nothing_is_earned() -> None:
    plan = tiny_plan()
    assert marginal_chart(replace(plan, sites=plan.sites.iloc[:0]), Reader("en")) is None
    free = {name: spec.model_copy(update={"margin": 0.0}) for name, spec in plan.study.formats.items()}
    study = plan.study.model_copy(update={"formats": free})
    assert marginal_chart(replace(plan, study=study), Reader("en")) is None


def test_the_rules_that_need_the_last_sites_are_named() -> None:
    said = loss_sentences(adding(5e6, -1e6, -2e6), Reader("en"))[-1]  # type: ignore[arg-type]
    assert said.startswith(
        "Added one by one, the one that adds most first, the last 2 sites add less than they cost; of them 1"
    )
    assert said.endswith("(1).")
