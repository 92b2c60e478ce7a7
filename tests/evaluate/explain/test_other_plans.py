"""Other plans: found by trying every plan there is, on a study small enough for that."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from siteplan.errors import StudyError
from siteplan.evaluate import evaluate
from siteplan.evaluate.evaluate import measured
from siteplan.evaluate.explain.other_plans import OtherPlansParams, other_plans
from siteplan.evaluate.explain.what_if import planned_options
from siteplan.pipeline import choose
from siteplan.present.question.other_words import other_rows, other_sentences
from siteplan.present.text.reader import Reader
from tests.worlds import tiny_ground

GROUND = tiny_ground(rules=[{"kind": "count", "exactly": 2}])
PLAN = evaluate(choose(GROUND))
OPEN = GROUND.options.index.isin(planned_options(PLAN))
SITES = GROUND.options["site_id"].to_numpy()


def worth(least: float) -> list[tuple[float, set[str]]]:
    """Value and sites of each plan of two sites that is worth so much, the best first."""
    found = []
    for pair in combinations(range(len(SITES)), 2):
        if SITES[pair[0]] != SITES[pair[1]]:
            is_open = np.isin(np.arange(len(SITES)), pair)
            found.append((measured(GROUND, [is_open])[0][1], {SITES[k] for k in pair}))
    return sorted([one for one in found if one[0] >= least], key=lambda one: -one[0])


def test_each_leaves_out_half_of_the_sites_of_those_before_and_is_the_best_that_does() -> None:
    params = OtherPlansParams(apart=0.5, less=0.5, gap=1e-6)
    found = other_plans(GROUND, OPEN, most=2, seconds=30, params=params)
    before = [set(SITES[OPEN])]
    for other in found.found:
        best = next(value for value, sites in worth(0.0) if all(len(sites & known) <= 1 for known in before))
        assert other.figure == pytest.approx(best, rel=1e-6)
        assert other.shared == len({label.rsplit(":", 1)[0] for label in other.options} & before[0]) <= 1
        before.append({label.rsplit(":", 1)[0] for label in other.options})
    assert len(found.found) == 2
    assert set(found.common) == set.intersection(*before)
    said = other_sentences(found, GROUND.market.candidates, Reader("en"))
    assert said[0].startswith("2 plans leave out at least 50 %")
    assert len(other_rows(PLAN, found, Reader("en")).frame) == 3  # type: ignore[union-attr]


def test_that_there_are_none_is_proven() -> None:
    found = other_plans(GROUND, OPEN, seconds=30, params=OtherPlansParams(apart=1.0, less=0.0, gap=1e-6))
    assert (found.found, found.proven) == ((), True)
    assert "proven" in other_sentences(found, GROUND.market.candidates, Reader("en"))[0]


def test_a_plan_in_phases_is_refused() -> None:
    plan = GROUND.study.plan.model_dump() | {"phases": [{"name": "A", "start": "2027Q1"}]}
    study = GROUND.study.model_copy(update={"plan": type(GROUND.study.plan).model_validate(plan)})
    with pytest.raises(StudyError, match="phases"):
        other_plans(GROUND.asking(study), OPEN)
