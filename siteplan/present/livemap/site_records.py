"""Candidates, own sites and rivals as the map to explore draws and tells them, in a reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from siteplan.data.tables.more_candidates import UPLOADED
from siteplan.groundwork import Groundwork
from siteplan.market.options import as_given
from siteplan.present.maps.map_marks import candidate_marks, own_marks, rival_marks
from siteplan.present.maps.map_sites import Mark
from siteplan.present.text.numbers import exact
from siteplan.present.text.reader import Reader

__all__ = ["KINDS", "kept_bits", "mark_record", "site_records"]

KINDS = ("rival", "own", "candidate")  # as they are drawn: the last on top
_DEGREES = 5  # decimals
_HEX = 4  # bits of a digit


def site_records(ground: Groundwork, reader: Reader) -> list[dict[str, Any]]:
    """Return every site: id, kind, lon, lat (degrees), how it is drawn (pixels), and the lines that tell of it.

    `nth` is a candidate's place in its table; many near each other become a disc.
    """
    market = ground.market
    given = as_given(market.candidates)
    nth = {str(site): n for n, site in enumerate(given.index)}
    marks = {
        "rival": rival_marks(market, reader), "own": own_marks(ground.study, market, reader),
        "candidate": candidate_marks(ground, reader),
    }  # fmt: skip
    told = {
        "rival": _told(market.competitors, reader, ()),
        "own": _told(market.facilities, reader, [reader.format_name(name) for name in market.facilities["format"]]),
        "candidate": _told(given, reader, _scores(ground, given, reader)),
    }
    return [
        {**_record(mark, kind), **_nth(nth.get(mark.site_id)), "told": told[kind][mark.site_id]}
        for kind in KINDS
        for mark in marks[kind]
    ]


def kept_bits(kept: pd.Index, candidates: pd.Index) -> str:
    """Return which candidates filters keep, a bit each in the order of the table, as hexadecimal digits."""
    bits = "".join("1" if keeps else "0" for keeps in candidates.isin(kept))
    digits = (bits[at : at + _HEX].ljust(_HEX, "0") for at in range(0, len(bits), _HEX))
    return "".join(f"{int(digit, 2):x}" for digit in digits)


def _nth(place: int | None) -> dict[str, Any]:
    return {} if place is None else {"nth": place, "clustered": True}


def _record(mark: Mark, kind: str) -> dict[str, Any]:
    drawn = {"shape": mark.shape, "colour": mark.colour, "size": mark.size, "hollow": mark.hollow}
    lon, lat = round(mark.lon, _DEGREES), round(mark.lat, _DEGREES)
    return {"id": mark.site_id, "kind": kind, "lon": lon, "lat": lat, **drawn}


def mark_record(mark: Mark, kind: str) -> dict[str, Any]:
    """Return a site that tells what its popup does."""
    popup = mark.popup
    told = [popup.name, popup.about, *(f"{what}: {number}" for what, number in popup.facts)]
    return {**_record(mark, kind), "told": [line for line in told if line]}


def _told(table: pd.DataFrame, reader: Reader, facts: Iterable[str]) -> dict[str, list[str]]:
    names = reader.shown(table, "name")
    second = [*facts] or [""] * len(table)
    return {
        str(site): [str(name), *([fact] if fact else [])]
        for site, name, fact in zip(table.index, names, second, strict=True)
    }


def _scores(ground: Groundwork, candidates: pd.DataFrame, reader: Reader) -> Iterator[str]:
    _, card = reader.gettext, ground.scorecard
    text, brought = _("{formats}; score {score}"), _("{facts}; uploaded")
    uploaded = candidates[UPLOADED].eq(True) if UPLOADED in candidates else [False] * len(candidates)
    for formats, score, own in zip(candidates["formats"], card.score[candidates.index], uploaded, strict=True):
        facts = text.format(formats=" · ".join(map(reader.format_name, formats)), score=exact(score))
        yield brought.format(facts=facts) if own else facts
