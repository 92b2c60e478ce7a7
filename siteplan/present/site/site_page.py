"""The frame of a site's page, whether it opens or stands today: running line, figures, map's place, cash flow, foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.finance.cash_flows import COSTS
from siteplan.present.charts.charts import Chart
from siteplan.present.pack.content import Headline, KeyFigure, Pack, PageOne, Point
from siteplan.present.pack.page_one import bare_text, day_text
from siteplan.present.reports.report_parts import Document
from siteplan.present.tables import money_vocabulary as m
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, table_of
from siteplan.present.tables.money_tables import yearly_flows
from siteplan.present.text.provenance import sources_line, stamp, synthetic_line
from siteplan.present.text.reader import Reader

__all__ = ["SiteTold", "cash_table", "headline_of", "site_page"]

YEARS = (m.YEAR, m.SOLD, m.INCOME, v.OPEX, m.PROFIT, m.SPENT, m.CASH, m.CUMULATIVE)


@dataclass(frozen=True)
class SiteTold:
    """What the page of a site says of it; see PageOne."""

    asked: str
    title: str
    sentences: Sequence[str]
    headlines: Sequence[Headline]
    figures: Sequence[KeyFigure]
    chart: Chart
    reasons_title: str
    reasons: Sequence[Point]
    risks: Sequence[Point]
    table: Table


def site_page(plan: Plan, site_id: str, told: SiteTold, made: int, reader: Reader) -> Pack:
    """Return a pack of one page; `made` is when the plan's files were written, seconds since 1970."""
    _ = reader.gettext
    synthetic = synthetic_line(plan.study, reader)
    document = Document(study=plan.study, title=told.title, lead="", sentences=(), parts=(), input_hash=plan.input_hash)
    page = PageOne(
        running=reader.study_name(plan.study),
        status=_(" · ").join([site_id, day_text(made, reader), stamp(reader)]),
        asked=told.asked,
        title=told.title,
        sentences=told.sentences,
        headlines=told.headlines,
        coverage=told.chart,
        reasons_title=told.reasons_title,
        reasons=told.reasons,
        risks_title=_("What could go wrong"),
        risks=told.risks,
        table=told.table,
        sources=_("Source: {sources}").format(sources=sources_line(plan.study, reader)),
        foot=_("Synthetic data: {tables}").format(tables=synthetic) if synthetic else _("No synthetic data"),
        sign=(),
    )
    return Pack(reader, document, page, told.figures, made)


def headline_of(figure: KeyFigure, reader: Reader) -> Headline:
    """Return a figure as it stands large."""
    return Headline(figure, *bare_text(figure, reader))


def cash_table(plan: Plan, site_id: str, changes: Sequence[str], reader: Reader) -> Table:
    """Return the company's cash flow of the site that is of one of these changes, year by year; year 0 is today."""
    case = plan.business
    rows = ((case.sites["site_id"] == site_id) & case.sites["change"].isin(changes)).to_numpy(dtype=bool)
    flows = yearly_flows(case.flows["company"].total(rows))
    known: pd.DataFrame = flows.assign(
        income=flows["profit"] + flows[list(COSTS)].sum(axis=1),
        opex=flows[list(COSTS)].sum(axis=1),
        spent=flows["capex"] - flows["salvage"],
        cumulative=flows["cash"].cumsum(),
    )
    caption = reader.gettext("The company's cash flow of this site, year by year; year 0 is today")
    return table_of(caption, known, YEARS, reader)
