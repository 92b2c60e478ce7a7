"""The review of today's network, from a study and its market: the pipeline of a plan with own sites set free."""

from __future__ import annotations

from collections.abc import Callable

from siteplan.evaluate.review.review_question import market_in_review
from siteplan.evaluate.review.reviewed import Reviewed, review_of
from siteplan.market import Market
from siteplan.pipeline import ProgressCallback, choose, lay_groundwork
from siteplan.study import Study

__all__ = ["make_review"]


def make_review(
    study: Study,
    market: Market,
    progress: ProgressCallback | None = None,
    cancel: Callable[[], bool] | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Reviewed:
    """Return for each own site keep, close, convert or move, together with openings, under the study's rules.

    Raises
    ------
    NoPlanError
        No network meets every rule.
    StudyError
        No own site may change.
    """
    ground = lay_groundwork(study, market_in_review(study, market), say)
    say("plan")
    answer = choose(ground, progress, cancel)
    say("evaluation")
    return review_of(answer)
