"""Risks: medians of estimates, what a plan loses in an outlook by the full model, ranked by expected loss."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siteplan.evaluate import Plan, evaluate
from siteplan.evaluate.stress.risks import ranked_risks
from siteplan.formulate.network import Network
from siteplan.formulate.outcome import Answer
from siteplan.groundwork import Groundwork
from siteplan.present.files.plan_json import plan_dict
from siteplan.present.reports.report_html import report_html
from siteplan.present.stress.outlook_part import outlook_table
from siteplan.present.stress.risk_part import risk_frame, risk_sentences, risk_table
from siteplan.present.text.reader import Reader
from siteplan.study import Outlook
from siteplan.study.uncertain.risk_spec import Risk
from tests.worlds import tiny_ground, tiny_selection

OUTLOOKS = (Outlook(name="as it is", probability=0.7), Outlook(name="rivals", probability=0.3, rivals=3.0, demand=0.9))
RISKS = (
    Risk(name="small", probability=0.5, money=1_000.0),
    Risk(name="experts", probability=[0.1, 0.2, 0.6], money=[1e6, 4e6], owner="Legal", source="[A] two asked"),
    Risk(name="rivals come", outlook="rivals", response="Sign dealers early"),
)


def ground() -> Groundwork:
    here = tiny_ground()
    return here.asking(here.study.model_copy(update={"outlooks": OUTLOOKS, "risks": RISKS}))


def planned() -> Plan:
    here = ground()
    return evaluate(Answer.of(here, tiny_selection(here)))


def test_the_loss_of_an_outlook_is_the_profit_that_the_full_model_misses_there() -> None:
    here = ground()
    is_open = tiny_selection(here).open.to_numpy(dtype=bool)
    found = {one.risk.name: one for one in ranked_risks(here, is_open)}
    there = replace(here, model=here.model.times(0.9, 3.0, 1.0))  # as its outlook says
    plan, hit = Network(here, is_open), Network(there, is_open)
    one = found["rivals come"]
    assert one.loss.median == pytest.approx(plan.profit - hit.profit)
    assert one.vehicles == pytest.approx(plan.capture - hit.capture)
    assert one.probability.median == 0.3  # that of the outlook, since the risk says none
    assert one.expected.median == pytest.approx(0.3 * one.loss.median)


def test_experts_give_a_median_and_a_spread_and_the_largest_expected_loss_comes_first() -> None:
    frame = risk_frame(planned()).set_index("risk")
    assert frame["expected_loss"].is_monotonic_decreasing
    experts = frame.loc["experts"]
    assert [experts[f"probability{end}"] for end in ("_low", "", "_high")] == [0.1, 0.2, 0.6]
    assert (experts["loss"], experts["expected_loss"]) == (2.5e6, 5e5)  # medians of 3 and of 2
    assert (experts["expected_low"], experts["expected_high"]) == pytest.approx((1e5, 2.4e6))
    assert (experts["estimates_of_probability"], experts["estimates_of_loss"], experts["label"]) == (3, 2, "A")


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_report_has_the_register_with_owner_and_response(language: str) -> None:
    plan = planned()
    page = report_html(plan, Reader(language))
    for word in ("rivals come", "Sign dealers early", "Legal"):
        assert word in page
    assert [risk["risk"] for risk in plan_dict(plan)["risks"]] == [one.risk.name for one in plan.risks]


def test_outlooks_and_risks_are_called_as_the_reader_calls_them_and_files_keep_their_names() -> None:
    plan = planned()
    names = {"as it is": "维持现状", "rivals": "竞品进攻"}
    outlooks = tuple(one.model_copy(update={"name_zh": names[one.name]}) for one in OUTLOOKS)
    words = {"name_zh": "竞品进入", "owner_zh": "网络部", "response_zh": "尽早签约"}
    first = replace(plan.risks[0], risk=plan.risks[0].risk.model_copy(update=words | {"outlook": "rivals"}))
    named = replace(plan, study=plan.study.model_copy(update={"outlooks": outlooks}), risks=(first, *plan.risks[1:]))
    chinese, english = Reader("zh-Hans"), Reader("en")
    table, futures = risk_table(named, chinese), outlook_table(named, chinese)
    assert table is not None
    assert futures is not None
    row = table.frame.iloc[0]
    assert (row["risk"], row["owner"], row["response"]) == ("竞品进入", "网络部", "尽早签约")
    assert "竞品进攻" in row["impact"]
    assert "竞品进入" in risk_sentences(named, chinese)[0]
    assert futures.frame["outlook"].tolist() == ["维持现状", "竞品进攻"]
    assert "竞品进入" not in risk_sentences(named, english)[0]
    assert risk_frame(named)["risk"].tolist() == risk_frame(plan)["risk"].tolist()
    assert [one["name"] for one in plan_dict(named)["outlooks"]] == ["as it is", "rivals"]


def test_without_risks_nothing_is_told() -> None:
    here = tiny_ground()
    assert ranked_risks(here, here.stands) == ()
