"""Why one candidate ranks before another, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pandas as pd

from siteplan.present.candidates.side_by_side import SideBySide
from siteplan.present.model_text.score_words import criterion_name
from siteplan.present.tables.score_tables import rank_range
from siteplan.present.text.numbers import exact
from siteplan.present.text.reader import Reader

__all__ = ["rank_sentences"]

MORE, LESS = 2, 1  # criteria that a sentence names for the first, and for the second
SEEN = 0.05  # points: less of it is written as nought


def rank_sentences(found: SideBySide) -> list[str]:
    """Return why each candidate ranks before the next, how firm that is, and which of them have no rank."""
    card = found.ground.scorecard
    ranked = card.rank[found.sites].dropna().sort_values(kind="stable").index
    before = [_before(str(first), str(second), found) for first, second in pairwise(ranked)]
    return [*before, *_without_rank(found)]


def _before(first: str, second: str, found: SideBySide) -> str:
    """Return by which criteria the first has more points than the second, and by which fewer."""
    _, card, names = found.reader.gettext, found.ground.scorecard, found.names
    told = {"first": names[first], "second": names[second]}
    if card.rank[first] == card.rank[second]:
        return _("{first} and {second} have the same score.").format(**told)
    parts = card.contributions.T
    points = (parts[first] - parts[second]).sort_values(kind="stable")
    more, less = points[points >= SEEN].iloc[::-1][:MORE], points[points <= -SEEN][:LESS]
    if more.empty:
        return _("{first} and {second} have nearly the same score.").format(**told)
    said = (
        _("{first} ranks before {second} by {points} points, for {more}, in spite of {less}.")
        if len(less)
        else _("{first} ranks before {second} by {points} points, for {more}.")
    )
    ahead = exact(card.score[first] - card.score[second], 1)
    sentence = said.format(**told, points=ahead, more=_listed(more, found.reader), less=_listed(less, found.reader))
    return ("" if found.reader.is_chinese else " ").join([sentence, *_may_turn(first, second, found)])


def _listed(points: pd.Series, reader: Reader) -> str:
    """Return criteria with the points by which they differ: "income +5.1, rent −0.4"."""
    one = reader.gettext("{criterion} {points}")
    parts = (
        one.format(criterion=criterion_name(str(name), reader), points=("+" if x > 0 else "") + exact(x, 1))
        for name, x in points.items()
    )
    return reader.gettext(", ").join(parts)


def _may_turn(first: str, second: str, found: SideBySide) -> Iterable[str]:
    """Yield that the order hangs on the weights where the ranges of their ranks overlap."""
    firm = found.ground.scorecard.robustness
    if firm["rank_high"][first] >= firm["rank_low"][second]:
        ranges = (rank_range(firm["rank_low"][site], firm["rank_high"][site]) for site in (first, second))
        said = found.reader.gettext("When weights vary the order may turn: ranks {first} and {second}.")
        yield said.format(**dict(zip(("first", "second"), ranges, strict=True)))


def _without_rank(found: SideBySide) -> list[str]:
    """Return which of them fail a gate."""
    failed = found.ground.scorecard.failed[found.sites]
    said = found.reader.gettext("{site} has no rank: it fails {gates}.")
    return [said.format(site=found.names[str(site)], gates=gates) for site, gates in failed[failed != ""].items()]
