"""Candidates side by side as a table, a row a figure, and as data, a row a candidate."""

from __future__ import annotations

from math import nan

import pandas as pd

from siteplan.present.candidates import candidate_vocabulary as c
from siteplan.present.candidates.side_by_side import SideBySide
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, TableColumn, frame_of, table_of
from siteplan.present.tables.score_tables import rank_range
from siteplan.present.text.numbers import NO_NUMBER

__all__ = ["candidate_rows", "farthest_apart", "side_table"]

TOLD = 3  # figures that a sentence names


def side_table(found: SideBySide) -> Table:
    """Return format and rank of each candidate, then its figures, the widest apart first."""
    reader = found.reader
    columns = (v.MEASURE, *(c.site_of(n, name) for n, name in enumerate(found.names.values(), 1)), c.SPREAD)
    rows = [(*row, nan) for row in _head(found)]
    rows += [
        (figure.column.title(reader), *(figure.column.text(x, reader) for x in figure.values), figure.spread)
        for figure in found.figures
    ]
    note = reader.gettext("Sales and costs are of the format named, each candidate alone beside today's network.")
    return table_of(
        reader.gettext("Figures of the candidates, the widest apart first"), frame_of(columns, rows), columns, reader,
        note=note,
    )  # fmt: skip


def _head(found: SideBySide) -> list[tuple[str, ...]]:
    """Return what each is and how it ranks."""
    reader, card, sites = found.reader, found.ground.scorecard, found.sites
    firm = card.robustness.loc[sites]
    shown = reader.shown(found.ground.market.candidates.loc[sites], "city")
    head = [
        (v.FORMAT.label(reader), *map(reader.format_name, found.rows["format"])),
        (v.CITY.label(reader), *(city or NO_NUMBER for city in shown)),
        (v.RANK.label(reader), *(v.RANK.text(float(rank), reader) for rank in card.rank[sites])),
        (v.RANKS.label(reader), *map(rank_range, firm["rank_low"], firm["rank_high"])),
    ]
    failed = [(v.FAILED.label(reader), *(gates or NO_NUMBER for gates in card.failed[sites]))]
    return head + (failed if card.spec.gates else [])


def farthest_apart(found: SideBySide) -> str:
    """Return in which figures the candidates are farthest apart; "" where they are alike in all."""
    _ = found.reader.gettext
    names = [figure.column.label(found.reader) for figure in found.figures if figure.spread > 0][:TOLD]
    return _("They are farthest apart in: {figures}.").format(figures=_(", ").join(names)) if names else ""


def candidate_rows(found: SideBySide) -> Table:
    """Return a row for each candidate: what it is, its ranks, its figures as numbers and their percentiles."""
    reader, card, sites = found.reader, found.ground.scorecard, found.sites
    figures = found.figures
    ranked = [figure for figure in figures if figure.percentiles]
    frame = pd.DataFrame(
        {
            v.SITE.name: [*found.names.values()],
            v.FORMAT.name: [*map(reader.format_name, found.rows["format"])],
            v.RANK.name: card.rank[sites].to_numpy(),
            **{figure.column.name: figure.values for figure in figures},
            **{c.percentile_of(figure.column, reader).name: figure.percentiles for figure in ranked},
        },
        index=pd.Index(sites, name="site_id"),
    )
    columns: list[TableColumn] = [v.SITE, v.FORMAT, v.RANK, *(figure.column for figure in figures)]
    columns += [c.percentile_of(figure.column, reader) for figure in ranked]
    return table_of(reader.gettext("Candidates, a row each"), frame, columns, reader)
