"""Why a place scores as it does: points of criteria that add up to the score."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from siteplan.present.charts.network.score_chart import best_score_chart, score_chart
from siteplan.present.text.reader import Reader
from siteplan.present.theme.tones import TONES
from tests.worlds import tiny_plan


def test_each_criterion_starts_where_the_one_before_ends_and_the_last_at_the_score() -> None:
    plan = tiny_plan()
    chart = score_chart(plan, "C1", Reader("en"))
    assert chart is not None
    assert chart.data is not None
    starts, points, score, missing = (list(one.values) for one in chart.data.series)
    n = len(points) - 1
    assert starts[1:n] == pytest.approx([sum(points[:k]) for k in range(1, n)])
    assert sum(points) == pytest.approx(plan.scorecard.score["C1"])
    assert (starts[n], score) == (0.0, [*[0.0] * n, pytest.approx(plan.scorecard.score["C1"])])
    had_and_not = [had + lacks for had, lacks in zip(points[:n], missing[:n], strict=True)]
    assert sum(had_and_not) == pytest.approx(100.0)  # weights sum to one


def test_the_best_place_is_told_by_what_brings_and_leaves_most() -> None:
    plan = tiny_plan()
    best = str(plan.scorecard.rank.idxmin())
    chart, why = best_score_chart(plan, Reader("en")), plan.scorecard.why(best)
    assert chart is not None
    assert f"({best}) scores {plan.scorecard.score[best]:.0f} of 100" in chart.finding
    lengths = [
        float(w) for w in re.findall(rf'width="([\d.]+)" height="13.0" fill="{TONES["main"]}"', chart.drawing.svg())
    ]
    assert lengths == pytest.approx((why["contribution"] * 3.4).tolist(), abs=0.06)  # 340 pixels are 100 points


def test_no_chart_of_what_has_no_rank() -> None:
    plan = tiny_plan()
    card = replace(plan.scorecard, rank=plan.scorecard.rank * float("nan"))
    assert best_score_chart(replace(plan, scorecard=card), Reader("en")) is None
