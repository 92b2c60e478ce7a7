"""Every kind of rule that a study may state is complete: array rule, sentence, line of the template, catalogue."""

import re
from importlib.resources import files

import pytest

from siteplan.formulate.rules import MAKERS
from siteplan.present.plan_text.rule_sentences import PEOPLE_SENTENCES, SENTENCES
from siteplan.study.rules import KINDS, OptionRule, Where

TEMPLATE = (files("siteplan.data") / "template" / "study.toml").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^# ([a-z_]+): (.+(?:\n#   .+)*)", TEMPLATE, re.M))


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_all_its_parts(kind: str) -> None:
    spec = KINDS[kind]
    assert (spec in SENTENCES) + (spec in PEOPLE_SENTENCES) == 1
    assert (spec in MAKERS) == (issubclass(spec, OptionRule) and spec.limits_plans)
    assert kind in SECTIONS
    own = [key for key in spec.model_fields if key not in ("kind", "name", *Where.model_fields)]
    assert [key for key in own if not re.search(rf"^#   {key}\b", TEMPLATE, re.M)] == []


def test_nothing_is_registered_that_no_study_may_state() -> None:
    assert set(MAKERS) <= set(KINDS.values())
    assert {*SENTENCES, *PEOPLE_SENTENCES} == set(KINDS.values())


def test_the_template_names_every_kind_and_no_other() -> None:
    """In the list that stands above them all, once each."""
    listed = re.search(r"^#   kind ((?:.+\n)(?:# {10,}.+\n)*)", TEMPLATE, re.M)
    assert listed is not None
    assert sorted(re.findall(r'"([a-z_]+)"', listed[1])) == sorted(KINDS)
