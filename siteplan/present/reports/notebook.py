"""What a notebook shows of a thing that stands alone in a cell: what matters of it, and its map."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from functools import singledispatch

from siteplan.evaluate import Frontiers, Plan
from siteplan.market import Market
from siteplan.present.charts.chart_frontier import frontier_chart
from siteplan.present.maps.plan_map import people_map, plan_map
from siteplan.present.model_text.frontier_words import finding
from siteplan.present.plan_text.rule_words import rule_text
from siteplan.present.plan_text.sentences import headline
from siteplan.present.plan_text.summary import KPIS, kpi_row
from siteplan.present.tables import vocabulary as v
from siteplan.present.text.goals import goal_text
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.present.web import esc, render_offline
from siteplan.score import Scorecard
from siteplan.study import Study
from siteplan.study.rules import rules_by_id

__all__ = ["cell"]

_BEST = 10  # candidates of a scorecard
_FIVE = (v.CAPTURE, v.SHARE_OF_MARKET, v.COVERAGE, v.CAPEX, v.OPEX)
_TABLES = ("zones", "candidates", "facilities", "competitors", "stations")


@singledispatch
def cell(thing: object) -> str:
    """Return a thing as an element of HTML, all that comes from files escaped; in its study's language.

    Raises
    ------
    TypeError
        Nobody has said how it looks.
    """
    raise TypeError(f"a notebook has no picture of {type(thing).__name__}")


@cell.register
def _(plan: Plan) -> str:
    reader = Reader.of(plan.study)
    said = [_heading(reader.study_name(plan.study)), _paragraph(headline(plan, reader)), _five(plan, reader)]
    drawn = render_offline(plan_map(plan, reader, compact=True), reader.study_name(plan.study), reader.language)
    return "".join((*said, _framed(drawn)))


@cell.register
def _(study: Study) -> str:
    reader = Reader.of(study)
    goal = reader.gettext("Goal: {goal}.").format(goal=goal_text(study, reader))
    rules = [rule_text(rule_id, study, reader) for rule_id in rules_by_id(study.plan.rules)]
    return "".join((_heading(reader.study_name(study)), _paragraph(goal), _list(filter(None, rules))))


@cell.register
def _(market: Market) -> str:
    reader = Reader("en") if market.read_for is None else Reader.of(market.read_for)
    counts = [(reader.table_name(name), amount(len(getattr(market, name)), "", reader)) for name in _TABLES]
    if market.read_for is None:
        return _rows(counts)
    name = reader.study_name(market.read_for)
    drawn = render_offline(people_map(market.read_for, market, reader, compact=True), name, reader.language)
    return _heading(name) + _rows(counts) + _framed(drawn)


@cell.register
def _(card: Scorecard) -> str:
    reader = Reader("en") if card.read_for is None else Reader.of(card.read_for)
    best = card.rank[card.given].dropna().sort_values(kind="stable").head(_BEST).index
    rows = [(f"{card.rank[site]:.0f}", str(site), f"{card.score[site]:.1f}") for site in best]
    return _rows([tuple(column.label(reader) for column in (v.RANK, v.SITE, v.SCORE)), *rows], head=True)


@cell.register
def _(found: Frontiers) -> str:
    reader = Reader.of(found.study)
    curves = [
        _paragraph(finding(curve, reader)) + frontier_chart(curve, reader).drawing.svg() for curve in found.curves
    ]
    return f'<div style="max-width:720px">{_heading(reader.study_name(found.study))}{"".join(curves)}</div>'


def _five(plan: Plan, reader: Reader) -> str:
    """Return the five numbers of a plan, beside today's."""
    _ = reader.gettext
    rows = [kpi_row(plan, column, read, reader) for column, read in KPIS if column in _FIVE]
    return _rows([("", _("today"), _("plan")), *rows], head=True)


def _heading(text: str) -> str:
    return f"<h3>{esc(text)}</h3>"


def _paragraph(text: str) -> str:
    return f"<p>{esc(text)}</p>"


def _list(texts: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{esc(text)}</li>' for text in texts)}</ul>"


def _rows(rows: Sequence[Sequence[str]], head: bool = False) -> str:
    """Return a table; `head` says that its first row names the columns."""
    told = [
        "".join(f"<{tag}>{esc(text)}</{tag}>" for text in row)
        for row, tag in zip(rows, ["th" if head else "td"] + ["td"] * len(rows), strict=False)
    ]
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in told)}</table>"


def _framed(page: str) -> str:
    """Return a page within a frame of its own: its scripts see nothing of the notebook, nor its styles."""
    style = "width:100%;height:520px;border:0"
    return f'<iframe sandbox="allow-scripts" style="{style}" srcdoc="{html.escape(page, quote=True)}"></iframe>'
