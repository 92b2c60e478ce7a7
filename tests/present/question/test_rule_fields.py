"""Every kind of rule can be asked for in the app, and every field of it."""

from __future__ import annotations

import pytest

from siteplan.present.question.rule_fields import KIND_NAMES, fields_of, given_of, kind_names
from siteplan.present.text.reader import Reader
from siteplan.study.rules import KINDS
from tests.worlds import tiny_ground, tiny_study

GROUND = tiny_ground()
WITHOUT = {"kind", "phase", "segment"}  # these only in a study that has some


def test_every_kind_has_a_name_but_sites_by_name_which_have_fields_of_their_own() -> None:
    assert set(KIND_NAMES) == set(KINDS) - {"sites"}
    assert len(set(kind_names(Reader("zh-Hans")).values())) == len(KIND_NAMES)


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_every_field_is_asked_for_that_this_study_can_fill(kind: str) -> None:
    fields = fields_of(kind, GROUND, Reader("en"))
    asked = {one.name for one in fields}
    left = set(KINDS[kind].model_fields) - WITHOUT - asked
    assert left <= {"province"}  # none is named in it
    assert all(one.label for one in fields)


def test_a_rule_is_shown_in_percent_and_read_back_the_same() -> None:
    said = {"kind": "share", "format": "mall", "at_most": 0.5, "among": {"tier": "1"}}
    (rule,) = tiny_study(rules=[said]).plan.rules
    fields = fields_of("share", GROUND, Reader("en"))
    held = given_of(fields, rule)
    assert (held["at_most"], held["among"]["tier"], held["format"]) == (50.0, ("1",), ("mall",))
    most = next(one for one in fields if one.name == "at_most")
    assert most.in_study(held["at_most"]) == 0.5
