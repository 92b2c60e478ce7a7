"""What a visitor marks a candidate as, in words."""

from __future__ import annotations

from collections.abc import Mapping

from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_

__all__ = ["MARKS", "MUST", "NEVER", "SHORTLIST", "mark_name"]

SHORTLIST, MUST, NEVER = "shortlist", "must", "never"
MARKS: Mapping[str, str] = {SHORTLIST: N_("shortlist"), MUST: N_("must open"), NEVER: N_("must not open")}


def mark_name(mark: str, reader: Reader) -> str:
    """Return what a mark says of a candidate; "" of none."""
    return reader.gettext(MARKS[mark]) if mark in MARKS else ""
