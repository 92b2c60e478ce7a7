"""The study's question in each outlook: what is counted is of that future alone, the rules are those of the market."""

from __future__ import annotations

from dataclasses import replace

from siteplan.formulate.objectives import objective_of
from siteplan.groundwork import Groundwork
from siteplan.optimise import SiteProblem

__all__ = ["outlook_questions"]


def outlook_questions(ground: Groundwork, problem: SiteProblem) -> list[SiteProblem]:
    """Return a study's question (see site_problem) as asked of each outlook alone, on the same zones.

    Its plans are those of the question itself: rules are kept in the market as it stands.
    """
    return [replace(problem, capture=aim.capture, fixed_value=aim.fixed_value) for aim in objective_of(ground).aims()]
