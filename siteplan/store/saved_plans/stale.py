"""Whether a saved plan still answers the study as its files are now."""

from __future__ import annotations

from pydantic import ValidationError

from siteplan.data import input_hash
from siteplan.store.saved_plans.listed_plan import ListedPlan
from siteplan.study import PlanQuestion, Study

__all__ = ["is_stale"]


def is_stale(plan: ListedPlan, study: Study) -> bool:
    """Return whether the study moved since the plan was made: asked the same, it may answer otherwise."""
    try:
        question = PlanQuestion.model_validate(dict(plan.question))
    except ValidationError:  # of a version that asked in another way
        return True
    return input_hash(study.model_copy(update={"plan": question})) != plan.input_hash
