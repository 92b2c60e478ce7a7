"""A chart's figures as a chart of the slide itself: it can be edited, and the workbook behind it holds no formula."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from siteplan.present.charts.chart_data import ChartData, ChartSeries
from siteplan.present.charts.charts import Chart
from siteplan.present.charts.ticks import round_ticks
from siteplan.present.reports.slides.chart_source import chart_source
from siteplan.present.reports.slides.deck import Leaf, rgb
from siteplan.present.reports.slides.slide_text import Box, Words, shown
from siteplan.present.theme.style import INK, MUTED, NO_DATA
from siteplan.present.theme.tones import NATIVE_SIZE, TONES, WHITE

__all__ = ["add_chart"]

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MEASURE = 18.0
_SLACK = 1e-9  # of a step, that rounding may move an end by
_MOST_YEARS = 8  # that a Gantt's axis names
_MARKERS = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "triangle": XL_MARKER_STYLE.TRIANGLE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "star": XL_MARKER_STYLE.STAR,
    "plus": XL_MARKER_STYLE.PLUS,
}
_LABELLED = 14  # bars of a series that have room for their figures
_UNTOLD = ("waterfall", "gantt")  # without a legend: LibreOffice names the hidden bars in it, and the measure says it
_KINDS = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "tornado": XL_CHART_TYPE.BAR_CLUSTERED,
    "gantt": XL_CHART_TYPE.BAR_STACKED,
    "waterfall": XL_CHART_TYPE.BAR_STACKED,
    "line": XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS,
    "steps": XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS,
    "scatter": XL_CHART_TYPE.XY_SCATTER,
}


def add_chart(leaf: Leaf, chart: Chart, box: Box, titled: bool = False) -> None:
    """Put a chart of its own figures, below what is measured and, if asked, its finding."""
    data = chart.data
    if data is None:
        return
    above = [
        *([Words(chart.finding, 13, bold=True, after=2)] if titled else []),
        Words(chart.measure, 10, colour=MUTED),
    ]
    room = _MEASURE * (2.6 if titled else 1.4)
    leaf.words(Box(box.left, box.top, box.width, room), above, least=8.0)
    place = box.below(room + 2)
    at = (Pt(place.left), Pt(place.top), Pt(place.width), Pt(place.height))
    frame = leaf.shapes.add_chart(_KINDS[data.kind], *at, chart_source(data))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", shown(f"{chart.finding}. {chart.measure}"))
    _styled(frame.chart, data)


def _styled(chart: Any, data: ChartData) -> None:
    chart.font.size, chart.font.color.rgb = Pt(NATIVE_SIZE), rgb(INK)
    chart.has_title = False
    told = len([one for one in data.series if one.name and one.tone != "hidden"])
    chart.has_legend = data.kind not in _UNTOLD and told > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        _not_told(chart.legend, [n for n, one in enumerate(data.series) if one.tone == "hidden"])
    _axes(chart, data)
    for drawn, one in zip(chart.plots[0].series, data.series, strict=True):
        _series(drawn, one, data)
    if data.categories:
        _bars(chart.plots[0], data)


def _not_told(legend: Any, hidden: Sequence[int]) -> None:
    """Take series out of a legend."""
    for n in hidden:
        entry = etree.Element(f"{{{_C}}}legendEntry")
        etree.SubElement(entry, f"{{{_C}}}idx").set("val", str(n))
        etree.SubElement(entry, f"{{{_C}}}delete").set("val", "1")
        legend._element.insert(1, entry)  # after the position


def _axes(chart: Any, data: ChartData) -> None:
    values, along = chart.value_axis, chart.category_axis
    values.has_major_gridlines = data.kind != "tornado"
    if values.has_major_gridlines:
        values.major_gridlines.format.line.color.rgb = rgb(NO_DATA)
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = data.pattern, False
    if data.kind == "tornado":
        values.minimum_scale, values.maximum_scale = _around(data)
    if data.by_tens:
        _by_tens(values, data)
    elif data.span is not None:
        values.minimum_scale, values.maximum_scale, values.major_unit = _round_span(data, *data.span)
    along.has_major_gridlines = False
    for axis in (values, along):
        axis.format.line.color.rgb = rgb(MUTED)
    _titled(along, data.titles[0])
    _titled(values, data.titles[1])
    if data.categories:
        along.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        along.reverse_order = data.kind in {"bars", "gantt", "tornado", "waterfall"}
        if along.reverse_order:
            values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        if _tells_values(data):
            values.tick_label_position, values.major_tick_mark = XL_TICK_LABEL_POSITION.NONE, XL_TICK_MARK.NONE
            values.format.line.fill.background()
        return
    along.tick_labels.number_format, along.tick_labels.number_format_is_linked = data.x_pattern, False
    along.minimum_scale, along.tick_label_position = data.start, XL_TICK_LABEL_POSITION.LOW
    along.maximum_scale = (data.end or 1.0) * (1.25 if data.kind == "steps" else 1.0)


def _by_tens(values: Any, data: ChartData) -> None:
    """Let each step of an axis be ten times the one before."""
    if data.tens is not None:
        values.minimum_scale, values.maximum_scale = data.tens
    base = etree.Element(f"{{{_C}}}logBase")
    base.set("val", "10")
    values._element.find(f"{{{_C}}}scaling").insert(0, base)  # first, as the schema asks


def _round_span(data: ChartData, low: float, high: float) -> tuple[float, float, float]:
    """Return round ends around an axis, and the step between its ticks."""
    ticks = round_ticks(low, high) if data.kind != "gantt" else [low, low + max(1.0, (high - low) // _MOST_YEARS)]
    if len(ticks) < 2:
        return low, high, high - low
    step = ticks[1] - ticks[0]
    return math.floor(low / step + _SLACK) * step, math.ceil(high / step - _SLACK) * step, step


def _around(data: ChartData) -> tuple[float, float]:
    """Return ends of an axis that leave room for what is written beside the longest bars."""
    off = [value - data.base for one in data.series for value in one.values if math.isfinite(value)]
    low, high = min(0.0, *off), max(0.0, *off)
    room = (high - low) * 0.3 or 1.0
    return low - room, high + room


def _tells_values(data: ChartData) -> bool:
    """Return whether bars have their figures beside them, and need no axis."""
    return data.kind not in {"gantt", "waterfall"} and (any(one.labels for one in data.series) or _is_labelled(data))


def _is_labelled(data: ChartData) -> bool:
    return len(data.categories) <= _LABELLED


def _titled(axis: Any, words: str) -> None:
    axis.has_title = bool(words)
    if words:
        axis.axis_title.text_frame.text = shown(words)
        font = axis.axis_title.text_frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.color.rgb = Pt(NATIVE_SIZE - 1), False, rgb(MUTED)


def _bars(plot: Any, data: ChartData) -> None:
    plot.gap_width = {"bars": 55, "columns": 60, "tornado": 45, "gantt": 45, "waterfall": 40}[data.kind]
    plot.overlap = {"bars": -8, "columns": -8, "tornado": 100, "gantt": 100, "waterfall": 100}[data.kind]


def _series(drawn: Any, one: ChartSeries, data: ChartData) -> None:
    colour = rgb(TONES[one.tone])
    if data.categories:
        if one.tone == "hidden":
            drawn.format.fill.background()
        else:
            drawn.format.fill.solid()
            drawn.format.fill.fore_color.rgb = colour
        drawn.invert_if_negative = False
        _labelled(drawn, one, data)
        return
    drawn.smooth = False
    is_dots = data.kind == "scatter" and one.tone != "bound"
    is_point = len(one.x) == 1
    if is_dots or is_point:
        drawn.format.line.fill.background()
        drawn.marker.style, drawn.marker.size = _MARKERS[one.marker], 8 if is_point else 6
        drawn.marker.format.fill.solid()
        drawn.marker.format.fill.fore_color.rgb = colour
        drawn.marker.format.line.color.rgb = rgb(WHITE)
    else:
        drawn.marker.style = XL_MARKER_STYLE.NONE
        drawn.format.line.color.rgb, drawn.format.line.width = colour, Pt(2.25)
        if one.tone == "bound":
            drawn.format.line.dash_style = MSO_LINE.DASH
    if data.kind == "steps" and one.labels:
        _ended(drawn, one)
    else:
        _written(drawn, _numbered(one), bold=True)


def _ended(drawn: Any, one: ChartSeries) -> None:
    """Mark where a line ends, and write what it says beside the dot: the bound above it, all else below."""
    last = len(one.stairs(0.0)[0]) - 1
    if last < 0:
        return
    _written(drawn, {last: one.labels[-1]}, bold=True)
    point, is_bound = drawn.points[last], one.tone == "bound"
    point.data_label.position = XL_LABEL_POSITION.ABOVE if is_bound else XL_LABEL_POSITION.BELOW
    point.marker.style, point.marker.size = XL_MARKER_STYLE.CIRCLE, 6
    point.marker.format.fill.solid()
    point.marker.format.fill.fore_color.rgb = rgb(TONES[one.tone])


def _numbered(one: ChartSeries) -> dict[int, str]:
    return {n: label for n, label in enumerate(one.labels) if label}


def _labelled(drawn: Any, one: ChartSeries, data: ChartData) -> None:
    if one.labels:
        inside = data.kind == "gantt"
        _written(drawn, _numbered(one), bold=inside, colour=WHITE if inside else INK)
    elif data.kind == "bars" and _is_labelled(data):
        labels = drawn.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, data.pattern, False
        labels.font.size = Pt(NATIVE_SIZE - 1)


def _written(drawn: Any, labels: Mapping[int, str], bold: bool, colour: str = INK) -> None:
    for n, words in labels.items():
        frame = drawn.points[n].data_label.text_frame
        frame.text = shown(words)
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.color.rgb = Pt(NATIVE_SIZE - 1), bold, rgb(colour)
