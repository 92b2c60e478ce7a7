"""What is proven of a plan that was chosen for its worst outlooks, beside its mean over all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from siteplan.formulate.outcome import Answer

__all__ = ["TailFacts", "tail_facts"]


@dataclass(frozen=True)
class TailFacts:
    """The figure of a plan that was chosen for its worst outlooks, in the goal's unit, and what no plan exceeds.

    Attributes
    ----------
    measure : "cvar", the mean of the worst outlooks, or "quantile", what is reached without them
    tail : probability of the worst outlooks
    value, bound, gap, status, seconds : of that figure: value by the full model, bound of the optimiser
    mean : the plan's mean over all outlooks by their probability
    solves : means of outlooks, and outlooks alone, that were solved for it
    sets, sets_left : of outlooks, of which one is to come: that were looked at, and that may hold a better plan; of
        the mean of the worst there is one
    all_sets : whether no other set may hold a better plan
    """

    measure: str
    tail: float
    value: float
    bound: float
    gap: float
    status: str
    seconds: float
    mean: float
    solves: int
    sets: int
    sets_left: int
    all_sets: bool


def tail_facts(answer: Answer, told: pd.DataFrame) -> TailFacts | None:
    """Return what is proven of the tail of a plan's outlooks (told_outlooks); None where it was chosen for the mean."""
    found = answer.tail
    if found is None:
        return None
    figures, true = told["figure"].to_numpy(dtype=float), answer.true
    return TailFacts(
        measure=answer.ground.study.plan.for_outlooks,
        tail=found.tail.tail,
        value=float(found.tail.of(figures[None])[0]),
        bound=answer.bound,
        gap=true.gap,
        status=str(true.status),
        seconds=true.seconds,
        mean=float(np.asarray(told["probability"], dtype=float) @ figures),
        solves=found.rounds,
        sets=found.sets,
        sets_left=found.left,
        all_sets=found.every,
    )
