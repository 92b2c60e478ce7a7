"""A board pack's pages as data: page one, the report's parts, the dictionary of figures, compliance, what is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from siteplan.present.charts.charts import Chart
from siteplan.present.pack.closing_parts import compliance_part, dictionary_part, unprinted_part
from siteplan.present.pack.content import Headline, Pack, PageOne
from siteplan.present.pack.printable import Printer, printable
from siteplan.present.reports.fonts.typeface import families
from siteplan.present.reports.pdf.printed_items import PrintedItems
from siteplan.present.reports.report_parts import Part
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, INK, MUTED

__all__ = ["pages_of"]

_THEME = {"accent": ACCENT, "ink": INK, "muted": MUTED}
_NBSP = "\u00a0"
_HAN = "\u4e00-\u9fff"
# What stays on one line: a figure and its sign or unit, a currency and its figure.
_KEPT = re.compile(rf"(?<=\d) (?=%|[{_HAN}]|(?:k|m|bn|min|km|pp|CNY|years?|sites?)\b)|(?<=\b[A-Z]{{3}}) (?=\d)")
_KEPT_TIGHT = re.compile(rf"(?<=\d)(?=[{_HAN}])")  # paper sets a narrow space there anyhow
_ENDLESS = re.compile(
    r"([^\s\u2e80-\u9fff\uff00-\uffef]{80})(?=[^\s\u2e80-\u9fff\uff00-\uffef])"
)  # would run out of the page
_TEXT_OF_SVG = re.compile(r"(?<=>)[^<]+(?=<)")


@dataclass(frozen=True)
class PdfPages:
    """What report.typ lays out, and the drawings it names: each letter has a glyph, figures stand by their units."""

    data: dict[str, Any]
    drawings: Sequence[str]


def pages_of(pack: Pack, plan_map: Chart | None = None) -> PdfPages:
    """Return the pages of a pack; `plan_map` stands on page one. A pack without parts is that page alone."""
    reader, printer = pack.reader, Printer()
    say = _kept_in(reader, printer)
    items = PrintedItems(reader, say)
    page_one = _page_one(pack.page_one, plan_map, items)
    told = (*_opening(pack), *pack.document.parts, *_closing(pack, plan_map)) if pack.document.parts else ()
    parts = [items.part(part) for part in told]
    data = _each_text({**_frame(pack), "page_one": page_one, "parts": parts}, say)
    drawings = [_drawn(chart, printer, reader) for chart in items.charts]
    if (unprinted := unprinted_part(printer.lost, reader)) is not None:
        data["parts"].append(items.part(unprinted))
    return PdfPages(data, drawings)


def _frame(pack: Pack) -> dict[str, Any]:
    """Return what every page shares."""
    _, one = pack.reader.gettext, pack.page_one
    language, *region = pack.reader.language.split("-")
    return {
        "language": language,
        "script": region[0] if region else "",
        "below": pack.reader.is_chinese,  # captions of figures stand below in Chinese, above in English
        "fonts": list(families(pack.reader.language)),
        "title": pack.document.title,
        "running": one.running,
        "status": one.status,
        "foot": one.foot,
        "contents": _("Contents"),
        "theme": _THEME,
    }


def _opening(pack: Pack) -> list[Part]:
    document = pack.document
    return [Part(pack.reader.gettext("In short"), [document.lead, *document.sentences])]


def _closing(pack: Pack, plan_map: Chart | None) -> list[Part]:
    return [dictionary_part(pack), compliance_part(pack, plan_map is not None)]


def _page_one(one: PageOne, plan_map: Chart | None, items: PrintedItems) -> dict[str, Any]:
    figures = [items.figure(chart) for chart in (plan_map, one.coverage) if chart is not None]
    return {
        "asked": one.asked,
        "title": one.title,
        "sentences": list(one.sentences),
        "headlines": list(map(_headline, one.headlines)),
        "figures": figures,
        "points": [
            {"title": title, "points": [{"title": point.title, "text": point.text} for point in points]}
            for title, points in ((one.reasons_title, one.reasons), (one.risks_title, one.risks))
        ],
        "table": items.table(one.table),
        "sources": one.sources,
        "sign": list(one.sign),
    }


def _headline(headline: Headline) -> dict[str, Any]:
    return {
        "shown": headline.shown,
        "name": headline.name,
        "against": list(headline.against),
        "spread": None if headline.spread is None else _spread([figure.value for figure in headline.spread]),
        "spread_text": headline.spread_text,
    }


def _spread(values: Sequence[float]) -> list[float]:
    """Return where low, base and high stand on a line from nought (or below it) to a little beyond the highest."""
    first, last = min(0.0, *values), max(0.0, *values)
    span = (last - first) * 1.07 or 1.0
    return [(value - first) / span for value in values]


def _drawn(chart: Chart, printer: Printer, reader: Reader) -> str:
    """Return a drawing in our fonts, every letter printable."""
    svg = chart.drawing.svg(", ".join(f"'{family}'" for family in families(reader.language)))
    return printable(_TEXT_OF_SVG.sub(lambda found: printer.text(found[0]), svg))


def _kept_in(reader: Reader, printer: Printer) -> Callable[[str], str]:
    """Return what makes a text printable, with its figures beside their units."""

    def kept(text: str) -> str:
        whole = _ENDLESS.sub("\\1\u200b", _KEPT.sub(_NBSP, printer.text(text)))
        return _KEPT_TIGHT.sub(_NBSP, whole) if reader.is_chinese else whole

    return kept


def _each_text(data: Any, done: Callable[[str], str]) -> Any:
    """Return data with something done to each text in it."""
    if isinstance(data, str):
        return done(data)
    if isinstance(data, dict):
        return {key: _each_text(value, done) for key, value in data.items()}
    return [_each_text(value, done) for value in data] if isinstance(data, list) else data
