"""The headline figures that a list of saved plans shows, as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from siteplan.present.plan_text.sentences import gap_text, percent, site_count
from siteplan.present.question import question_vocabulary as q
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import TableColumn
from siteplan.present.text.numbers import amount, difference, share_change
from siteplan.present.text.reader import Reader

__all__ = ["LISTED", "fact_lines", "proven_text"]

LISTED: Sequence[TableColumn] = (
    q.PLAN_NAME, q.PLAN_STATE, v.SHARE_OF_MARKET, v.NET_NEW,
    v.COVERAGE_RURAL, v.CAPEX, v.COST_PER_VEHICLE, v.GAP_LEFT, q.SAVED_AT,
)  # fmt: skip
"""Columns of the table of saved plans."""


def fact_lines(facts: Mapping[str, Any], reader: Reader) -> list[tuple[str, str]]:
    """Return what a card says: share, investment and sites, people reached, each with its name."""
    _ = reader.gettext
    lines = []
    if (share := facts.get("share")) is not None:
        more = difference(share, facts.get("share.today", share))
        told = _("{figure} ({note})").format(figure=percent(share, reader), note=share_change(more, reader))
        lines.append((v.SHARE_OF_MARKET.label(reader), told))
    if (capex := facts.get("capex")) is not None:
        sites = site_count(int(facts.get("opened", 0)), reader)
        lines.append((v.CAPEX.label(reader), f"{amount(capex, reader.currency, reader)}{_(', ')}{sites}"))
    name = "coverage_rural" if facts.get("coverage_rural") is not None else "coverage"
    if (reached := facts.get(name)) is not None:
        today = _("today {x}").format(x=percent(facts.get(f"{name}.today", float("nan")), reader, 0))
        column = v.COVERAGE_RURAL if name == "coverage_rural" else v.COVERAGE
        told = _("{figure} ({note})").format(figure=percent(reached, reader, 0), note=today)
        lines.append((column.label(reader), told))
    return lines


def proven_text(facts: Mapping[str, Any], reader: Reader) -> str:
    """Return how well a plan is proven: "proven within 0.4 %"."""
    gap = facts.get("gap")
    if gap is None:
        return reader.gettext("not proven")
    return reader.gettext("proven within {gap}").format(gap=gap_text(max(float(gap), 0.0), reader))
