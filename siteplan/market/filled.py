"""Filled: what siteplan put where the files or study.toml say nothing, and from what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from siteplan.errors import N_

__all__ = ["DEFAULT", "Filled"]

DEFAULT = N_("siteplan's own default, {value}")
"""The source of a setting that study.toml leaves out."""


@dataclass(frozen=True)
class Filled:
    """One column, or key, that was filled in.

    `table` is the table or the section of study.toml, `column` the column or key; `rows` of `of` rows had nothing
    there, `ids` are the first few. `source` says from what, as an English message id of the catalogue with
    {placeholders} for `values`; `present.filled_words` says it in the reader's language. `figures`: some figure goes by
    it.
    """

    table: str
    column: str
    rows: int
    of: int
    source: str
    ids: Sequence[str] = ()
    values: Mapping[str, str | float] = field(default_factory=dict, hash=False)
    figures: bool = True
