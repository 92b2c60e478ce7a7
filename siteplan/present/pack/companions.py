"""What a pack tells beside its plan: a review of today's sites, and what other budgets buy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from siteplan.evaluate import Frontiers, Plan
from siteplan.evaluate.review.reviewed import Reviewed
from siteplan.present.pack.companion_entries import FRONTIER, REVIEW
from siteplan.present.pack.companion_figures import frontier_group, review_group
from siteplan.present.pack.content import FigureGroup
from siteplan.present.reports.frontier_html import frontier_parts
from siteplan.present.reports.report_parts import Document, Part
from siteplan.present.review.review_html import review_parts
from siteplan.present.review.review_words import review_sentences
from siteplan.present.text.reader import Reader

__all__ = ["ALONE", "Companions", "companion_groups", "with_companions"]

_AFTER = {FRONTIER: ("phases", "opens"), REVIEW: ("conflict", "perspectives", "opens")}
"""Behind which part, by topic, the parts of a companion stand: behind the first of these that the document has."""


@dataclass(frozen=True)
class Companions:
    """Results of the same study that are told with a plan; None where there are none."""

    review: Reviewed | None = None
    frontiers: Frontiers | None = None


ALONE = Companions()


def companion_groups(beside: Companions, reader: Reader) -> list[FigureGroup]:
    """Return the figures of companions: of each curve, and of the review."""
    curves = () if beside.frontiers is None else beside.frontiers.curves
    review = [] if beside.review is None else [review_group(beside.review, reader)]
    return [*(frontier_group(curve, reader) for curve in curves), *review]


def with_companions(document: Document, plan: Plan, beside: Companions, reader: Reader) -> Document:
    """Return a plan's document with the parts of its companions, each where its readers look for it."""
    parts = list(document.parts)
    for topic, more in ((FRONTIER, _budgets(plan, beside, reader)), (REVIEW, _today(plan, beside, reader))):
        at = _place(parts, _AFTER[topic])
        parts[at:at] = more
    return replace(document, parts=parts)


def _place(parts: Sequence[Part], topics: Sequence[str]) -> int:
    """Return the place behind the last part of the first of these topics."""
    for topic in topics:
        found = [n for n, part in enumerate(parts) if part.topic == topic]
        if found:
            return found[-1] + 1
    return len(parts)


def _today(plan: Plan, beside: Companions, reader: Reader) -> Iterator[Part]:
    """Yield the review: what becomes of today's sites, each choice by itself, weak sites."""
    found, _ = beside.review, reader.gettext
    if found is None:
        return
    parts = review_parts(found, reader)
    said = [*review_sentences(found, reader), *_other_question(plan, found.plan.input_hash, reader)]
    items = [item for part in parts for item in part.items]
    yield Part(_("Review of today's sites"), [*said, *(s for part in parts for s in part.sentences)], items, REVIEW)


def _budgets(plan: Plan, beside: Companions, reader: Reader) -> Iterator[Part]:
    """Yield what each budget buys and what coverage costs."""
    found = beside.frontiers
    if found is None:
        return
    for part in frontier_parts(found, reader):
        told = [*part.sentences, *_other_question(plan, found.input_hash, reader)]
        yield replace(part, sentences=told, topic=FRONTIER)


def _other_question(plan: Plan, asked: str, reader: Reader) -> list[str]:
    """Return that figures of both do not add up, where they are answers to different questions."""
    if asked == plan.input_hash:
        return []
    return [
        reader.gettext(
            "It was asked with other rules, phases or files than this plan, so figures of both need not add up."
        )
    ]
