"""How sure a plan is, in words: each figure is that of the plan's ranges."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siteplan.evaluate import Plan, evaluate
from siteplan.evaluate.spread import End, Ranges
from siteplan.pipeline import choose, lay_groundwork
from siteplan.present.files.plan_json import plan_dict
from siteplan.present.model_text.range_words import range_of, range_sentences, range_table
from siteplan.present.plan_text.summary import summary
from siteplan.present.reports.report_html import report_html
from siteplan.present.text.reader import Reader
from tests.markets import grid_market, study

LANGUAGES = ("en", "zh-Hans")


@pytest.fixture(scope="module")
def made() -> Plan:
    ground = lay_groundwork(study(), grid_market(1))
    return evaluate(choose(ground))


def end(name: str, value: float, capture: float, stay: int | None = None) -> End:
    figures = {"capture": capture, "net_new": 1.0, "share": capture / 1e6, "cost_per_vehicle": 2.0, "npv": 3e6}
    figures |= {"irr": 0.2, "payback": 4.0 if capture > 50_000 else float("inf")}
    return End(
        ("trade_area", name), value, 0.08, figures, stay, 0.013 if stay else float("nan"), "optimal" * bool(stay)
    )


def with_ranges(made: Plan, *ends: End) -> Plan:
    base = {"capture": 67_100.0, "net_new": 1.0, "share": 0.0671, "cost_per_vehicle": 2.0, "npv": 3e6}
    base |= {"irr": 0.2, "payback": 4.0}
    return replace(made, ranges=Ranges(ends, base, 90))


def test_the_headline_stands_with_its_range_and_what_moves_it(made: Plan) -> None:
    plan = with_ranges(made, end("rate", 0.04, 142_000), end("rate", 0.12, 32_400))
    told = " ".join(range_sentences(plan, Reader("en")))
    for word in ("67.1 k", "32.4 k", "142 k", "6.7 %", "3.2 %", "14.2 %", "0.04", "0.12", "not re-solved"):
        assert word in told
    assert range_of(plan, "share", Reader("en")) == "3.2 % – 14.2 %"
    for language in LANGUAGES:
        assert all(
            sentence in "\n".join(summary(plan, Reader(language)))
            for sentence in range_sentences(plan, Reader(language))
        )
        report = report_html(plan, Reader(language)).replace("\u00a0", " ")  # numbers stay beside their units
        assert range_of(plan, "share", Reader(language)) in report


def test_a_range_of_the_rate_says_that_formats_own_move_with_it(made: Plan) -> None:
    plan = with_ranges(made, end("rate", 0.04, 142_000), end("rate", 0.12, 32_400))
    own = made.study.at(("formats", "mall", "rate"), 0.05)
    told = [" ".join(range_sentences(p, Reader("en"))) for p in (plan, replace(plan, study=own))]
    assert ["rates of formats' own in proportion" in text for text in told] == [False, True]


@pytest.mark.parametrize(
    ("capture", "stay", "verdict"),
    [
        (142_000.0, 80, "The sites are robust, the volumes are not."),
        (67_500.0, 80, "The sites are robust, and so are the volumes."),
        (142_000.0, 40, "Neither the sites nor the volumes are robust."),
        (67_500.0, 40, "The volumes are robust, the sites are not."),
    ],
)
def test_the_verdict_is_that_of_sites_and_volumes(made: Plan, capture: float, stay: int, verdict: str) -> None:
    plan = with_ranges(made, end("rate", 0.04, capture, stay), end("rate", 0.12, 67_000, 90))
    told = range_sentences(plan, Reader("en"))
    assert told[-1] == verdict
    assert f"at least {stay} of 90" in told[-2]
    assert "1.3 %" in told[-2]


def test_held_to_todays_sales_the_volumes_may_be_robust(made: Plan) -> None:
    low, high = end("rate", 0.04, 142_000.0, 80), end("rate", 0.12, 30_000.0, 90)
    plan = with_ranges(made, replace(low, held=66_000.0), replace(high, held=68_000.0))
    told = range_sentences(plan, Reader("en"))
    assert (
        told[-1] == "The sites are robust; so are the volumes, as long as the outside option is fitted to own sites' "
        "sales."
    )
    assert any("from 66 k vehicles/year to 68 k vehicles/year" in sentence for sentence in told)
    far = with_ranges(made, replace(low, held=50_000.0), high)
    assert range_sentences(far, Reader("en"))[-1] == "The sites are robust, the volumes are not."


def test_every_end_has_its_row_and_its_record(made: Plan) -> None:
    ends = (
        end("rate", 0.04, 142_000, 80),
        end("rate", 0.12, 32_400),
        end("outside", 6, 70_000),
        end("outside", 24, 60_000),
    )
    plan = with_ranges(made, *ends)
    for language in LANGUAGES:
        table = range_table(plan, Reader(language))
        assert table is not None
        assert len(table.rows) == 4
        assert all(len(row) == len(table.columns) for row in table.rows)
    told = plan_dict(plan)["range"]
    assert told["figures"]["capture"] == [32_400, 67_100, 142_000]
    assert [(line["value"], line["stay"]) for line in told["ends"]] == [(0.04, 80), (0.12, None), (6, None), (24, None)]
    assert told["ends"][1]["behind"] is None


def test_where_nothing_has_a_range_that_is_said(made: Plan) -> None:
    assert plan_dict(made)["range"] == {}
    assert range_table(made, Reader("en")) is None
    assert "range = [0.04, 0.12] }" in " ".join(range_sentences(made, Reader("en")))
    assert "range = [0.04, 0.12]" in report_html(made, Reader("en"))
    assert "How sure" not in "\n".join(summary(made, Reader("en")))
