"""What `siteplan score` prints: what to know about the scores, and why one of them is what it is."""

from __future__ import annotations

from typing import Any

import pandas as pd

from siteplan.data.nearest import did_you_mean
from siteplan.errors import Problem, StudyError
from siteplan.groundwork import Groundwork
from siteplan.market import Market
from siteplan.present.model_text.score_words import score_notes
from siteplan.present.tables.score_tables import why_table
from siteplan.present.text.lines import printable, table_lines
from siteplan.present.text.reader import Reader

__all__ = ["score_lines", "scored_part", "scores_dict"]

BEST = 10
Asked = tuple[str, str | None]  # site_id, format


def scored_part(market: Market, name: str) -> Asked:
    """Return the candidate that "SITE_ID" means, or its format "SITE_ID:FORMAT".

    Raises
    ------
    StudyError
        There is none, or it does not offer the format.
    """
    sites = market.candidates
    if name in sites.index:
        return name, None
    site_id, _colon, format_ = name.rpartition(":")
    if site_id not in sites.index:
        what, remedy = f'no candidate has the site_id "{name}"', did_you_mean(name, sites.index)
        raise StudyError([Problem("--why", what, remedy)])
    offered = sites.loc[site_id, "formats"]
    if format_ not in offered:
        what = f'the candidate "{site_id}" does not offer the format "{format_}"'
        raise StudyError([Problem("--why", what, did_you_mean(format_, offered, "It offers"))])
    return site_id, format_


def score_lines(ground: Groundwork, part: Asked | None, reader: Reader) -> list[str]:
    """Return why the score asked about is what it is, and the notes on all scores."""
    _ = reader.gettext
    table = [] if part is None else [*table_lines(why_table(ground, *part, reader)), ""]
    notes = [_("Note: {note}").format(note=printable(note)) for note in score_notes(ground.scorecard, reader)]
    return [*table, *notes]


def scores_dict(ground: Groundwork, part: Asked | None) -> dict[str, Any]:
    """Return the best scores and the notes, and the table of the score asked about, for scripts."""
    card = ground.scorecard
    best = card.score[card.given].sort_values(ascending=False).head(BEST).round(2).to_dict()
    found = {"best": best, "notes": score_notes(card, Reader.of(ground.study))}
    if part is None:
        return found
    table = card.why(*part).reset_index()
    return {**found, "why": table.astype(object).where(pd.notna(table), None).to_dict("records")}
