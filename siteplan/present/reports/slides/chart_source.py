"""The figures behind a slide's chart, with their workbook: whatever a name in it looks like, it is text."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from xlsxwriter import Workbook

from siteplan.present.charts.chart_data import ChartData
from siteplan.present.pack.moment import moment
from siteplan.present.reports.slides.slide_text import shown

__all__ = ["chart_source"]


class _Literal:
    """Writes the workbook behind a chart: whatever a name looks like, it is text."""

    _chart_data: Any

    @contextmanager
    def _open_worksheet(self, file: BytesIO) -> Iterator[tuple[Any, Any]]:
        plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        workbook = Workbook(file, plain)
        workbook.set_properties({"created": moment(0)})
        yield workbook, workbook.add_worksheet()
        workbook.close()


class _CategoryWriter(_Literal, CategoryWorkbookWriter):  # type: ignore[misc]
    pass


class _XyWriter(_Literal, XyWorkbookWriter):  # type: ignore[misc]
    pass


class _Categories(CategoryChartData):  # type: ignore[misc]
    @property
    def _workbook_writer(self) -> Any:
        return _CategoryWriter(self)


class _Points(XyChartData):  # type: ignore[misc]
    @property
    def _workbook_writer(self) -> Any:
        return _XyWriter(self)


def chart_source(data: ChartData) -> CategoryChartData | XyChartData:
    """Return what is drawn, by category or over figures."""
    if data.categories:
        source = _Categories(number_format=data.pattern)
        source.categories = [shown(name) for name in data.categories]
        for one in data.series:
            source.add_series(shown(one.name), [_known(value - data.base) for value in one.values])
        return source
    points = _Points(number_format=data.pattern)
    for one in data.series:
        added = points.add_series(shown(one.name))
        xs, ys = one.stairs(data.end) if data.kind == "steps" else (one.x, one.values)
        for x, y in zip(xs, ys, strict=True):
            if math.isfinite(y):
                added.add_data_point(x, y)
    return points


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
