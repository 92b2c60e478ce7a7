"""Where a study's tables come from, and which of them are synthetic, in a line each."""

from __future__ import annotations

from siteplan.present.text.reader import Reader
from siteplan.study import Study

__all__ = ["compliance_lines", "sources_line", "stamp", "synthetic_line"]


def stamp(reader: Reader) -> str:
    """Return for whom a map or report is meant."""
    return reader.gettext("internal use")


def sources_line(study: Study, reader: Reader) -> str:
    """Return who is to be named under a map: each source once, with the year of its data."""
    _ = reader.gettext
    named = [f"{entry.source} ({entry.date[:4]})" if entry.date else entry.source for entry in study.entries().values()]
    known = [text for text in dict.fromkeys(named) if text]
    return _("; ").join(known) or _("the study's own tables")


def synthetic_line(study: Study, reader: Reader) -> str:
    """Return the tables with made figures, by name; empty if there are none."""
    _ = reader.gettext
    return _(", ").join(reader.table_name(table) for table in study.synthetic_tables())


def compliance_lines(reader: Reader, maps: bool) -> list[str]:
    """Return what is to be known before a report goes further; of `maps`, where it has any."""
    _ = reader.gettext
    general = [
        _("For internal use. Not legal advice."),
        _("Figures are sums over zones; the study holds no personal data, and this report shows none."),
    ]
    drawn = _(
        "Maps draw the study's own zones; no national border is drawn. Before a map is published, have it reviewed."
    )
    return [*general, drawn] if maps else general
