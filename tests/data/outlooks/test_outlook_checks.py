"""Outlooks that contradict themselves, or change nothing, or name what is not there, are refused with a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from siteplan.data import check_study, input_hash
from siteplan.data.check.study_checks import study_problems
from siteplan.errors import Problem
from siteplan.study import Outlook
from tests.data.folders import TOML, write_study
from tests.worlds import tiny_study

HEADER = "site_id,lon,lat,brand,class\n"
ENTERING = HEADER + "N1,113.05,23.06,New,main\n"
WRONG = [
    ('leave = "R9"', "[outlooks] #{n}", "no competitor has this site_id", "Known are R1"),
    ('set = { "trade_area.rat" = 0.1 }', "[outlooks.set] #{n}", "the study has no such figure", "trade_area.rate"),
    ('set = { "trade_area.rate" = 0.08 }', "[outlooks.set] #{n}", "is what the study says anyway", "Give another"),
    ('set = { "trade_area.rate" = -1 }', "[outlooks.set] #{n}", "-1.0 is not above 0", "above 0"),
    ('set = { "travel.max_minutes" = 9 }', "[outlooks.set] #{n}", "no outlook can set this key", "[trade_area]"),
    ('set = { "formats.mall.area_m2" = 9 }', "[outlooks.set] #{n}", "can set this key", "but for area_m2"),
    ('demand = { "9" = 0.5 }', "[outlooks.demand] #{n}", "no zone has this tier", "Known are 2, 4"),
    ('enter = "gone.csv"', "outlooks {n} (enter)", "gone.csv does not exist", "correct its path"),
    ('enter = "today.csv"', "outlooks {n} (enter)", "another site of the study has this id", "name it as snapshot"),
    ('enter = "none.csv"', "outlooks {n} (enter)", "the table has no rows", "Name who comes"),
    ('enter = ""', "[outlooks] #{n}", "the path is empty", "Name its file"),
    ('snapshot = "entering.csv"\nleave = "R1"', "[outlooks] #{n}", "a snapshot says who", "Keep the snapshot"),
]


def found(folder: Path, *outlooks: str) -> tuple[Problem, ...]:
    """What is wrong with the small town under these outlooks, called by their numbers and as likely as each other."""
    each = [f'[[outlooks]]\nname = "{n}"\nprobability = {1 / len(outlooks)}\n{o}\n' for n, o in enumerate(outlooks, 1)]
    write_study(folder, TOML + "".join(each))
    files = {"entering": ENTERING, "today": ENTERING.replace("N1", "R1"), "none": HEADER}
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    return check_study(folder).problems


def test_all_that_outlooks_say_wrong_is_told_at_once(tmp_path: Path) -> None:
    problems = found(tmp_path, *(wrong for wrong, *_ in WRONG))
    for n, (wrong, where, what, remedy) in enumerate(WRONG, start=1):
        told = [p for p in problems if p.table.endswith(where.format(n=n)) and what in p.what]
        assert len(told) == 1, wrong
        assert remedy in told[0].remedy
    assert len(problems) == len(WRONG)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ({"probability": 0.499}, {"demand": 2.0}, "the probabilities sum to 0.999"),
        ({}, {"demand": 1.0}, "no outlook changes anything"),
        ({"rent": 2.0}, {"rent": 2.0}, "two outlooks change the same"),
        ({}, {"set": {"formats": {"mall": {"max_minutes": 200}}}}, 'in the outlook "two", 200 minutes are more than'),
        ({}, {"margin": 0.0}, 'in the outlook "two", profit is asked for, and no format that sells earns a margin'),
        ({}, {"demand": {"9": 2.0}}, 'the tier "9" does not exist'),
    ],
)
def test_outlooks_must_make_sense_together_and_each_alone(first: dict, second: dict, said: str) -> None:
    given = [{"name": name, "probability": 0.5} | more for name, more in (("one", first), ("two", second))]
    study = tiny_study(objective="profit").model_copy(update={"outlooks": tuple(Outlook(**each) for each in given)})
    (problem,) = study_problems(study)
    assert said in problem.what
    assert problem.remedy


def test_rivals_that_come_are_read_and_a_snapshot_is_compared(tmp_path: Path) -> None:
    assert found(tmp_path, "", 'snapshot = "entering.csv"') == ()
    checked = check_study(tmp_path)
    assert checked.market is not None
    assert checked.study is not None
    assert checked.market.entering["2"]["brand"].tolist() == ["New"]
    (note,) = [
        note for note in checked.market.notes if note.table == "outlooks 2 (snapshot)" and "entered" in note.text
    ]
    assert (note.values["entered"], note.values["left"]) == (1, len(checked.market.competitors))
    before = input_hash(checked.study)
    (tmp_path / "entering.csv").write_text(ENTERING.replace("main", "luxury"))
    assert input_hash(checked.study) != before  # the file belongs to the question


@pytest.mark.parametrize("key", ["formats.mall.lead_months", "formats.mall.ramp_up.0"])
def test_in_phases_no_outlook_says_when_sites_sell(key: str, tmp_path: Path) -> None:
    """What opens when is decided once for all outlooks: columns that one of them told apart would be merged."""
    phases = '[[plan.phases]]\nname = "all"\nstart = "2027Q1"\n'
    two = [f'[[outlooks]]\nname = "{n}"\nprobability = 0.5\n{o}\n' for n, o in enumerate(("", f'set."{key}" = 3'))]
    write_study(tmp_path, TOML + phases + "".join(two))
    said = [problem for problem in check_study(tmp_path).problems if problem.column == key]
    assert ["sites open at one time in all of them" in problem.what for problem in said] == [True]
