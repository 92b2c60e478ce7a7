"""The nearest known name, for a remedy that can be copied."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["did_you_mean", "nearest"]

SHORTEST_PART = 3  # letters; shorter parts are found in too many names
MOST_LISTED = 12


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like `name`, letter case and width aside; None where none is like it."""
    by_folded = {_folded(str(k)): str(k) for k in known}
    folded = _folded(name)
    close = get_close_matches(folded, by_folded, n=1, cutoff=0.6) or _sharing_a_part(folded, by_folded)
    return by_folded[close[0]] if close else None


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _sharing_a_part(name: str, known: Iterable[str]) -> list[str]:
    """Return known names that begin `name` or begin with it, as `pop` does `population`."""
    return [k for k in known if min(len(k), len(name)) >= SHORTEST_PART and (k in name or name in k)]


def did_you_mean(name: str, known: Iterable[str], kind: str = "Known are") -> str:
    """Return a remedy that names the nearest known name, or lists all where none is near."""
    names = [str(k) for k in known]
    close = nearest(name, names)
    if close is not None:
        return f'Did you mean "{close}"?'
    more = len(names) - MOST_LISTED
    listed = ", ".join(names[:MOST_LISTED]) + (f" and {more} more" if more > 0 else "")
    return f"{kind} {listed}." if names else f"{kind} none."
