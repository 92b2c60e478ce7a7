"""Packs for tests of what lays them out: one of a small plan, and one whose every name is hostile."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd

from siteplan.present.charts.chart_data import ChartData, ChartSeries
from siteplan.present.charts.charts import Chart
from siteplan.present.charts.svg import Drawing
from siteplan.present.maps.plan_areas import plan_areas
from siteplan.present.pack.build import pack_of
from siteplan.present.pack.content import KeyFigure, Pack
from siteplan.present.reports.report_parts import Part
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, table_of
from siteplan.present.text.reader import Reader
from tests.worlds import tiny_plan

MADE = 1_795_000_000  # 18 November 2026
HOSTILE_NAMES = (
    "=1+1", "{=1}", "@SUM(1)", "+cmd|' /C calc'!A0", "-1+2", "http://evil.example/", "mailto:a@evil.example",
    '=HYPERLINK("http://evil.example","open me")', "<script>alert(1)</script>", "bell\x07and\x0bmore",
    "half \ud800 pair",
    "x" * 40_000, "'quoted' [a]:*?/\\b",
)  # fmt: skip


@cache
def tiny_pack(language: str = "en") -> Pack:
    """Return the pack of the two cities (frozen: shared by tests)."""
    plan = tiny_plan()
    return pack_of(plan, plan_areas(plan), MADE, Reader(language))


def with_parts(pack: Pack, *parts: Part) -> Pack:
    """Return a pack of other parts."""
    return replace(pack, document=replace(pack.document, parts=parts))


def site_table(names: list[str], caption: str = "Sites that open") -> Table:
    """Return a table of sites as reports have it."""
    n, words = len(names), pd.Series(names, dtype=object)  # pyarrow knows no half of a pair
    frame = pd.DataFrame({
        "name": words, "city": words, "format": words, "net_new": [1234.5 - k for k in range(n)], "capex": [1.25e6] * n,
        "share": [0.123] * n,
    })  # fmt: skip
    columns = (v.SITE, v.CITY, v.FORMAT, v.NET_NEW, v.CAPEX, v.SHARE_OF_MARKET)
    return table_of(caption, frame, columns, Reader("en"))


def hostile_pack() -> Pack:
    """Return a pack in which categories, series, cells, captions, titles and sources are hostile."""
    names, pack = [*HOSTILE_NAMES], tiny_pack()
    shares = [0.5] * len(names)
    bars = ChartData("coverage", "bars", [ChartSeries(name, shares) for name in names[:4]], names, (names[0], names[7]))
    dots = ChartData("gain", "line", [ChartSeries(name, [0.0, 1.0], [0, 1], labels=["", name]) for name in names])
    charts = [Chart(name, name, Drawing(1, 1, (), ""), data) for name, data in ((names[0], bars), (names[7], dots))]
    figure = KeyFigure("share", names[0], 0.5, names[0], "", names[1], names[2], meaning=names[3])
    page = replace(pack.page_one, title=names[0], sentences=names, sources=names[5], foot=names[6], asked=names[8])
    parts = [
        Part(name, names, [*charts, site_table(names, name)], topic)
        for topic, name in (("reach", names[0]), ("opens", names[7]), ("conflict", names[9]), ("proof", names[11]))
    ]
    return replace(with_parts(pack, *parts), page_one=page, figures=[figure])
