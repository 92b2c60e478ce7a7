"""The page of a report: heading, numbers, parts with tables and figures, perhaps a map; it makes no request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from siteplan._version import __version__
from siteplan.present.charts.charts import Chart
from siteplan.present.pack.closing_parts import compliance_part, dictionary_cells, dictionary_part
from siteplan.present.pack.content import KeyFigure, Pack
from siteplan.present.reports.report_parts import Document
from siteplan.present.text.provenance import compliance_lines, sources_line, stamp, synthetic_line
from siteplan.present.text.reader import Reader
from siteplan.present.web import MapParts, page, writable
from siteplan.present.web.breaks import broken_code, broken_heading

__all__ = ["document_page"]

NBSP = "\u00a0"
_PER_CENT = re.compile(r"(?<=\d) (?=%)")  # a figure stays beside its sign


def document_page(
    document: Document,
    reader: Reader,
    mapped: MapParts | None = None,
    pack: Pack | None = None,
    plan_map: Chart | None = None,
) -> str:
    """Return a report as one HTML page, with page one before and a map below where there are any."""
    study, maps = document.study, mapped is not None or _draws_maps(document, plan_map)
    closing = [] if pack is None else [dictionary_part(pack), compliance_part(pack, maps)]
    body = _template().render(
        _=reader.gettext,
        name=reader.study_name(study),
        headline=document.lead,
        sentences=document.sentences,
        cards=document.cards,
        pack=pack,
        plan_map=plan_map,
        parts=[*document.parts, *closing],
        marked=[] if pack is None else dictionary_cells(pack),
        stamp=stamp(reader),
        map=None if mapped is None else Markup(mapped.body),  # noqa: S704 - folium's own elements, their texts escaped
        sources=sources_line(study, reader),
        synthetic=synthetic_line(study, reader),
        compliance=compliance_lines(reader, maps) if pack is None else [],
        version=__version__,
        hash=document.input_hash,
    )
    styles, scripts = ((), ()) if mapped is None else (mapped.styles, mapped.scripts)
    return page(document.title, reader.language, body, (_asset("report.css"), *styles), scripts)


def _draws_maps(document: Document, plan_map: Chart | None) -> bool:
    items = [plan_map, *(item for part in document.parts for item in part.items)]
    return any(isinstance(item, Chart) and item.drawing.kind == "drawn-map" for item in items)


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_writable
    )
    environment.filters |= {
        "heading": lambda text: broken_heading(writable(text)),
        "placed": _placed,
        "drawn": lambda drawing: Markup(drawing.svg()),  # noqa: S704 - texts escaped by svg.py
        "coded": lambda text: broken_code(writable(text)),
    }
    return environment.from_string(_asset("report.html"))


def _placed(value: float, spread: Sequence[KeyFigure]) -> str:
    """Return where a value lies within a range, from 0 to 100, as a style has it."""
    low, high = spread[0].value, spread[-1].value
    return f"{100 * (value - low) / (high - low) if high > low else 50:.1f}%"


def _writable(value: object) -> object:
    """Return a text of the report without what no page may hold; markup is ours, and made of escaped texts."""
    return _PER_CENT.sub(NBSP, writable(value)) if isinstance(value, str) and not isinstance(value, Markup) else value


def _asset(name: str) -> str:
    return (files("siteplan.present") / "templates" / name).read_text("utf-8")
