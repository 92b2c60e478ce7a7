"""Rules on people whom nobody is, or who are served by nobody, are told at the door: a plan could not be asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import siteplan as sp
from siteplan.formulate.site_problem import site_problem
from siteplan.pipeline import lay_groundwork
from siteplan.study.rules import DutiesRule
from siteplan.tradearea.people_meant import people_meant, served_today
from tests.data.folders import TOML, only, write_study, zones

SEGMENTS = """
[[demand.segments]]
name = "rich"
share = { 2 = 0, default = 0.4 }
[[demand.segments]]
name = "others"
share = { 2 = 1, default = 0.6 }
"""


def asking(*lines: str, more: str = "") -> str:
    rule = "\n".join(lines)
    return f"{TOML}\n[[plan.rules]]\n{rule}\n{more}"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (('kind = "duties"', 'function = "service"'), "nobody of those it speaks of reaches service today"),
        (
            ('kind = "duties"', 'function = "sale"', "minutes = 5", 'area = "rural"'),
            "nobody of those it speaks of reaches sale today",
        ),
        (('kind = "duties"', 'function = "sale"', 'of = "owners"'), "no vehicle of yours is in use there"),
        (
            ('kind = "coverage"', 'function = "sale"', "at_least = 0.5", 'segment = "rich"', 'tier = "2"'),
            'nobody there is in the segment "rich"',
        ),
    ],
)
def test_a_rule_that_speaks_of_nobody_is_refused(tmp_path: Path, rule: tuple[str, ...], said: str) -> None:
    """Both malls of today stand in the south, and nobody there is rich or owns a vehicle."""
    study = write_study(tmp_path, asking(*rule, more=SEGMENTS), zones=zones().assign(owners=0))
    problem = only(list(sp.check_study(study).problems))
    assert (problem.table, problem.what) == ("study.toml [plan.rules] #2", said)


def test_the_same_rules_are_in_order_of_those_who_are_there(tmp_path: Path) -> None:
    """Some in the north are rich, and people in the south reach a mall of today."""
    rules = asking('kind = "duties"', 'function = "sale"', 'area = "urban"', "minutes = 15", more=SEGMENTS)
    rules += '[[plan.rules]]\nkind = "coverage"\nfunction = "sale"\nat_least = 0.5\nsegment = "rich"\n'
    found = sp.check_study(write_study(tmp_path, rules))
    assert found.problems == ()
    assert found.study is not None
    assert found.market is not None
    rule = found.study.plan.rules[1]
    assert isinstance(rule, DutiesRule)
    meant, today = people_meant(found.study, found.market.zones, rule), served_today(found.study, found.market, rule)
    assert meant.tolist() == [1000, 2000, 3000, 0, 0, 0]
    assert today.tolist() == [True, True, False, False, False, False]  # a mall stands in the middle of Z1 and of Z2
    floor = site_problem(lay_groundwork(found.study, found.market)).rules[1]
    assert floor.coverage is not None
    assert floor.coverage.weights is not None
    assert np.sum(floor.coverage.weights) == pytest.approx(meant[today].sum())
