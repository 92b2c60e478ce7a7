"""Where a study's tables come from, and which of them are synthetic, in a line each."""

from __future__ import annotations

from siteplan.present.text.names import table_name
from siteplan.present.text.words import gettext_for
from siteplan.study import Study

__all__ = ["sources_line", "stamp", "synthetic_line"]


def stamp(language: str) -> str:
    """Return for whom a map or report is meant."""
    return gettext_for(language)("internal use")


def sources_line(study: Study, language: str) -> str:
    """Return who is to be named under a map: each source once, with the year of its data."""
    _ = gettext_for(language)
    named = [
        f"{entry.source} ({entry.date[:4]})" if entry.date else entry.source for entry in study.files.given().values()
    ]
    known = [text for text in dict.fromkeys(named) if text]
    return _("; ").join(known) or _("the study's own tables")


def synthetic_line(study: Study, language: str) -> str:
    """Return the tables with made figures, by name; empty if there are none."""
    _ = gettext_for(language)
    return _(", ").join(table_name(table, language) for table in study.synthetic_tables())
