"""Only in some places: no site opens elsewhere, and what stands today stays where it is."""

from __future__ import annotations

import numpy as np
import pytest

from siteplan.data import revised_plan
from siteplan.errors import StudyError
from siteplan.evaluate import evaluate
from siteplan.formulate.site_problem import site_problem
from siteplan.pipeline import choose
from siteplan.present.plan_text.rule_words import rule_text
from siteplan.present.text.reader import Reader
from tests.worlds import tiny_ground, tiny_study

WORLD = tiny_ground()
TIERS = WORLD.options["tier"]


def test_just_the_options_elsewhere_may_not_open() -> None:
    tier = TIERS.iloc[0]
    asked = [{"kind": "only_in", "format": "mall", "places": {"tier": [tier]}}]
    (rule,) = site_problem(WORLD.asking(tiny_study(rules=asked))).rules
    met = [rule.reports(WORLD.options, np.arange(len(TIERS)) == o)[0].met for o in range(len(TIERS))]
    malls = WORLD.options["format"].eq("mall")
    assert 0 < len(met) - sum(met) < len(met)
    assert met == (TIERS.eq(tier) | ~malls | ~WORLD.options["new"]).tolist()


def test_a_plan_opens_there_alone_and_says_so() -> None:
    tier = evaluate(choose(WORLD)).sites["tier"].iloc[0]
    study = tiny_study(rules=[{"kind": "only_in", "places": {"tier": [tier]}}])
    plan = evaluate(choose(WORLD.asking(study)))
    assert len(plan.sites)
    assert set(plan.sites["tier"]) == {tier}
    assert rule_text("#1", study, Reader("en")).startswith("New sites open only in ")


def test_a_rule_that_names_no_place_is_refused() -> None:
    with pytest.raises(StudyError, match="names no place"):
        revised_plan(tiny_study(), {"rules": [{"kind": "only_in", "places": {}}]})
