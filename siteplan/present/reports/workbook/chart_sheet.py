"""A chart as a sheet: its figures, and beside them the same chart, drawn by the workbook itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from siteplan.present.charts.chart_data import ChartData, ChartSeries
from siteplan.present.charts.charts import Chart
from siteplan.present.reports.workbook.book import HEAD, Book, Sheet
from siteplan.present.reports.workbook.sheet_text import text_width
from siteplan.present.text.numbers import counted_in
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import MUTED, NO_DATA
from siteplan.present.theme.tones import TONES, WHITE

__all__ = ["chart_sheet"]

_KINDS: dict[str, dict[str, str]] = {
    "bars": {"type": "bar"},
    "columns": {"type": "column"},
    "tornado": {"type": "bar"},
    "gantt": {"type": "bar", "subtype": "stacked"},
    "waterfall": {"type": "bar", "subtype": "stacked"},
    "line": {"type": "scatter", "subtype": "straight"},
    "steps": {"type": "scatter", "subtype": "straight"},
    "scatter": {"type": "scatter"},
}
_OVERLAP = {"tornado": 100, "gantt": 100, "waterfall": 100}
_WIDE, _HIGH = 760, 420  # pixels
Column = tuple[str, Sequence[object], str]


def chart_sheet(book: Book, chart: Chart, reader: Reader) -> None:
    """Write the figures of a chart and draw it beside them."""
    if chart.data is None:
        return
    data = chart.data.counted(reader)
    sheet = book.sheet(chart.finding)
    columns = _over_categories(data, reader) if data.categories else _over_figures(data, reader)
    n = max(len(values) for _title, values, _pattern in columns)
    widths = [
        max([text_width(value) + 1 if isinstance(value, str) else 11.0 for value in values], default=0.0)
        for _title, values, _pattern in columns
    ]
    sheet.headed([title for title, _v, _p in columns], [not p for _t, _v, p in columns], widths, n)
    for row in range(n):
        sheet.row(row, [(values[row] if row < len(values) else None, p) for _title, values, p in columns])
    sheet.below(n, [chart.measure, _counted_note(chart.data, reader)])
    drawn = book.book.add_chart(dict(_KINDS[data.kind]))
    _drawn(drawn, data, sheet, len(columns))
    drawn.set_title({"name": _literal(book.texts.text(chart.finding)[:250]), "name_font": {"size": 12}})
    drawn.set_size({"width": _WIDE, "height": _HIGH})
    sheet.page.insert_chart(1, len(columns) + 1, drawn, {"description": book.texts.text(chart.measure)[:255]})


def _counted_note(data: ChartData, reader: Reader) -> str:
    """Return in what money is counted on the sheet, where the chart's own words tell it otherwise."""
    counted = dict.fromkeys(word for size, word in (counted_in(unit, reader) for unit in data.units) if size > 1)
    said = reader.gettext("Columns and axes of this sheet count in {units}.")
    return said.format(units=reader.gettext(", ").join(counted)) if counted else ""


def _over_categories(data: ChartData, reader: Reader) -> list[Column]:
    """Return the names and a column a series; of a tornado also by how much each is off what is planned."""
    off = reader.gettext("{series}, against as planned")
    named = [(one, _name(one, n, data, reader)) for n, one in enumerate(data.series)]
    columns: list[Column] = [("", list(data.categories), "")]
    columns += [(name, [float(x) for x in one.values], data.pattern) for one, name in named]
    if data.base:
        less = [
            (off.format(series=name), [float(x) - data.base for x in one.values], data.pattern) for one, name in named
        ]
        columns += less
    return columns


def _over_figures(data: ChartData, reader: Reader) -> list[Column]:
    columns: list[Column] = []
    for n, one in enumerate(data.series):
        xs, ys = one.stairs(data.end) if data.kind == "steps" else (list(one.x), list(one.values))
        columns += [(data.titles[0], [float(x) for x in xs], data.x_pattern)]
        columns += [(_name(one, n, data, reader), [float(y) for y in ys], data.pattern)]
    return columns


def _name(one: ChartSeries, n: int, data: ChartData, reader: Reader) -> str:
    """Return the heading of a series, with the unit of its values."""
    name, (_size, unit) = one.name or f"({n + 1})", counted_in(data.units[1], reader)
    return reader.gettext("{heading}, {unit}").format(heading=name, unit=unit) if unit else name


def _drawn(drawn: Any, data: ChartData, sheet: Sheet, n_columns: int) -> None:
    """Give a chart its series, which are the columns of its sheet, and its axes."""
    first = n_columns - len(data.series)  # of a tornado the last columns: what is off
    for n, one in enumerate(data.series):
        at = first + n if data.categories else 2 * n + 1
        rows = len(data.categories) or len(one.stairs(data.end)[0] if data.kind == "steps" else one.x)
        if not rows:
            continue
        page, last = sheet.page.get_name(), HEAD + rows - 1
        drawn.add_series({
            "name": [page, 1, at],
            "categories": [page, HEAD, 0 if data.categories else at - 1, last, 0 if data.categories else at - 1],
            "values": [page, HEAD, at, last, at],
            **_look(one, data),
        })  # fmt: skip
    _axes(drawn, data)
    hidden = [n for n, one in enumerate(data.series) if one.tone == "hidden"]
    is_told = len(data.series) > 1 and data.kind != "waterfall"
    drawn.set_legend({"position": "top", "delete_series": hidden} if is_told else {"none": True})


def _look(one: ChartSeries, data: ChartData) -> dict[str, Any]:
    colour = TONES[one.tone]
    if data.categories:
        fill = {"none": True} if one.tone == "hidden" else {"color": colour}
        return {"fill": fill, "gap": 55, "overlap": _OVERLAP.get(data.kind, -5), **_labelled(one)}
    is_dots = data.kind == "scatter" and one.tone != "bound"
    if is_dots or len(one.x) == 1:
        marker = {"type": one.marker, "size": 7, "fill": {"color": colour}, "border": {"color": WHITE}}
        return {"marker": marker, "line": {"none": True}}
    dash = {"dash_type": "dash"} if one.tone == "bound" else {}
    return {"line": {"color": colour, "width": 2.25, **dash}, "marker": {"type": "none"}}


def _labelled(one: ChartSeries) -> dict[str, Any]:
    """Return what is written beside bars: their own words, where there are any."""
    if not one.labels:
        return {}
    return {"data_labels": {"value": True, "custom": [{"value": _literal(label)} for label in one.labels]}}


def _literal(text: str) -> str:
    """Return a text of a chart that its writer does not take for the address of cells."""
    return f" {text}" if text.startswith("=") else text


def _axes(drawn: Any, data: ChartData) -> None:
    lies = data.kind in {"bars", "tornado", "gantt", "waterfall"}
    along: dict[str, Any] = {"name": _literal(data.titles[0]), "name_font": {"bold": False, "color": MUTED}}
    values: dict[str, Any] = {
        "name": _literal(data.titles[1]), "name_font": {"bold": False, "color": MUTED}, "num_format": data.pattern,
        "major_gridlines": {"visible": True, "line": {"color": NO_DATA}},
    }  # fmt: skip
    if data.span is not None:
        values |= {"min": data.span[0], "max": data.span[1]}
    if data.by_tens and data.tens is not None:
        values |= {"log_base": 10, "min": data.tens[0], "max": data.tens[1]}
    if data.categories:
        along |= {"label_position": "low", "reverse": lies}
    else:
        along |= {"min": data.start, "max": data.end or 1.0, "num_format": data.x_pattern, "label_position": "low"}
    if lies:  # the library calls what is level x, and that is here the axis of values
        drawn.set_x_axis(values | {"label_position": "high"})
        drawn.set_y_axis(along)
    else:
        drawn.set_x_axis(along)
        drawn.set_y_axis(values)
