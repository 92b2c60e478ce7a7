"""Why there is no plan: every figure of a reason finds its words, and none claims more than it holds."""

from __future__ import annotations

import pytest

from siteplan.errors import NoPlanError
from siteplan.present.plan_text.infeasible_words import (
    attainable_text,
    change_texts,
    conflict_text,
    no_plan_lines,
    place_text,
    worth_text,
)
from siteplan.present.text.reader import Reader
from siteplan.study.reason import Change, Correction, Figure, Place, Reason
from tests.worlds import HOSTILE, tiny_market, tiny_study

STUDY = tiny_study()


def figure(**given: object) -> Figure:
    facts = {"rule": "Rural sales", "kind": "coverage", "sense": "at_least", "unit": "share", "asked": 0.9}
    return Figure.model_validate({**facts, **given})


def change(**given: object) -> Change:
    facts = {"rule": "Budget", "what": "at_most", "unit": "capex", "asked": 2e7, "value": 2.345e7}
    return Change.model_validate({**facts, "proven": True, **given})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"best": 0.834}, "at most 83.4 % is attainable, with the other rules kept"),
        ({"best": 0.834, "beyond": 0.841}, "83.4 % is attainable, more than 84.1 % is not, with the other rules kept"),
        ({"best": 0.5, "alone": 0.8}, "at most 80.0 % is attainable, whatever the other rules; at most 50.0 %"),
        ({"best": 0.5, "without": ("Sites",)}, "kept except these, which conflict too: Sites"),
        ({}, "it can only be left out"),
        ({"sense": "at_most", "best": 0.95}, "at least 95.0 % is needed"),
        (
            {"sense": "at_most", "best": 0.95, "beyond": 0.93},
            "a plan exists from 95.0 % on, none below 93.0 %",
        ),
        (
            {"sense": "exactly", "unit": "sites", "asked": 4, "best": 3},
            "exactly 4 required; the nearest attainable is 3",
        ),
    ],
)
def test_what_can_be_had(given: dict[str, object], said: str) -> None:
    assert said in attainable_text(figure(**given), STUDY, Reader("en"))


def test_fewest_is_only_said_where_it_is_proven() -> None:
    few = Reason(n_rules=3, conflict=("Budget", "Sites"), proven=True)
    assert conflict_text(few, STUDY, Reader("en")) == "No plan exists. These 2 of 3 rules conflict: Budget; Sites."
    assert "some conflict" in conflict_text(few.model_copy(update={"proven": False}), STUDY, Reader("en"))
    one = few.model_copy(update={"conflict": ("Budget",)})
    assert (
        conflict_text(one, STUDY, Reader("en"))
        == "No plan exists. One rule cannot be met, whatever the others: Budget."
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Budget: 23.45 m CNY instead of 20 m CNY"),
        ({"proven": False}, "Budget: 23.45 m CNY instead of 20 m CNY (a smaller change may do)"),
        ({"what": "minutes", "unit": "min", "asked": 60, "value": 75}, "Budget: 75 min instead of 60 min"),
        ({"value": None}, "leave out Budget"),
    ],
)
def test_what_gives_way(given: dict[str, object], said: str) -> None:
    assert change_texts(Correction(changes=(change(**given),)), STUDY, Reader("en")) == [said]


def test_what_the_plan_brings_is_only_said_where_it_is_known() -> None:
    correction = Correction(changes=(change(),))
    assert worth_text(correction, STUDY, Reader("en")) == ""
    found = correction.model_copy(update={"worth": 1234.56})
    assert worth_text(found, STUDY, Reader("en")) == "the best plan found then: 1,234.6 vehicles/year"


def test_places_are_named_as_the_reader_reads_them() -> None:
    place = Place(
        rule="Rural sales", zone="Z1", city="Eastshire", county="Hill", persons=54000, site="C5", minutes=74.2
    )
    market = tiny_market(HOSTILE)
    assert place_text(place, STUDY, market, Reader("en")).endswith(
        f"Hill, Eastshire, 54 k persons; nearest candidate {HOSTILE} (C5), 74 min"
    )
    far = place.model_copy(update={"site": None, "minutes": None})
    assert "no candidate within 90 min" in place_text(far, STUDY, market, Reader("en"))
    assert "EastshireHill" in place_text(far, STUDY, market, Reader("zh-Hans"))


def test_the_whole_answer_survives_its_way_through_json() -> None:
    reason = Reason(
        n_rules=1,
        conflict=("Budget",),
        proven=True,
        figures=(figure(best=0.5),),
        corrections=(Correction(changes=(change(),)),),
    )
    again = Reason.model_validate_json(reason.model_dump_json())
    assert again == reason
    lines = no_plan_lines(NoPlanError("", reason=again), STUDY, tiny_market(), Reader("zh-Hans"))
    assert "没有可行方案" in lines[0]
    assert any("改为" in line for line in lines)


def test_without_a_reason_only_what_is_sure_is_said() -> None:
    market = tiny_market()
    assert "not found in time" in no_plan_lines(NoPlanError(""), STUDY, market, Reader("en"))[0]
    assert "is not known" in no_plan_lines(NoPlanError("", proven=False), STUDY, market, Reader("en"))[0]


@pytest.mark.parametrize(("language", "said"), [("en", "Cancelled before a plan was found"), ("zh-Hans", "已取消")])
def test_whoever_stopped_the_search_is_not_told_that_time_was_short(language: str, said: str) -> None:
    (line,) = no_plan_lines(NoPlanError("", proven=False, stopped=True), STUDY, tiny_market(), Reader(language))
    assert line.startswith(said)
    (late,) = no_plan_lines(NoPlanError("", proven=False), STUDY, tiny_market(), Reader("en"))
    assert "more time" in late
