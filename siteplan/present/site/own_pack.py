"""What the page of one of today's sites says: what it sold and sells, what becomes of it and why, who takes from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.board import board_vocabulary as b
from siteplan.present.channel import channel_vocabulary as c
from siteplan.present.channel.conflict_tables import decides
from siteplan.present.model_text.held_words import signed_share
from siteplan.present.pack.content import KeyFigure, Pack, Point
from siteplan.present.plan_text.changes import change_sentence
from siteplan.present.site.site_page import SiteTold, cash_table, headline_of, site_page
from siteplan.present.site.takes_chart import takers_chart
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import TableColumn
from siteplan.present.tables.plan_tables import read_sites
from siteplan.present.text.numbers import amount, share
from siteplan.present.text.reader import Reader

__all__ = ["own_pack"]

STATES = ("stays", "kept", "converted", "closed")  # of the business case's rows that are today's sites
LEAST_OFF = 0.1  # of what it sold: below it nobody calls the model wrong


def own_pack(plan: Plan, site_id: str, made: int, reader: Reader) -> Pack:
    """Return the page of a site of today that stays, converts or closes; `made` as in site_pack."""
    _, own = reader.gettext, _Own(plan, site_id)
    named = read_sites(own.table, plan.market.facilities, plan.market.zones, reader).iloc[0]
    title = _("{site}, {city}: {format}")
    figures = tuple(_figures(own, reader))
    told = SiteTold(
        asked=_("Own site"),
        title=title.format(site=named["name"], city=named["city"], format=named["format"]),
        sentences=[_becomes(own, reader)],
        headlines=[headline_of(figure, reader) for figure in figures[:5]],
        figures=figures,
        chart=takers_chart(plan, site_id, own.today, reader),
        reasons_title=_("Why so"),
        reasons=tuple(_reasons(own, reader)),
        risks=tuple(_risks(own, reader)),
        table=cash_table(plan, site_id, STATES, reader),
    )
    return site_page(plan, site_id, told, made, reader)


@dataclass(frozen=True)
class _Own:
    """One of today's sites, and what the plan knows of it."""

    plan: Plan
    site_id: str

    @property
    def table(self) -> pd.DataFrame:
        """Its row among facilities, with its id as a column."""
        return pd.DataFrame(self.plan.market.facilities.loc[[self.site_id]]).assign(site_id=self.site_id)

    @cached_property
    def row(self) -> pd.Series:
        """Its row of the business case with the plan."""
        sites = self.plan.business.sites
        row: pd.Series = sites[(sites["site_id"] == self.site_id) & sites["change"].isin(STATES)].iloc[0]
        return row

    @property
    def today(self) -> float:
        """What the model sells there today."""
        stood = self.plan.business.stood
        return float(stood.loc[stood["site_id"] == self.site_id, "sold"].iloc[0])

    @property
    def is_decided(self) -> bool:
        """Whether the study leaves open what becomes of it."""
        return len(self.plan.facilities) > 0 and self.site_id in set(self.plan.facilities["site_id"])

    @property
    def observed(self) -> float:
        """What it sold, NaN where nobody says."""
        given = self.table.get("annual_sales")
        return float(given.iloc[0]) if given is not None and pd.notna(given.iloc[0]) else float("nan")

    @property
    def conflict(self) -> pd.Series | None:
        """What new sites take from it; None where that is nothing known."""
        sites = self.plan.conflict.sites
        found = sites[sites["site_id"] == self.site_id] if len(sites) else sites
        return found.iloc[0] if len(found) else None


def _figures(own: _Own, reader: Reader) -> Iterator[KeyFigure]:
    """Yield what it sold, sells today and with the plan, loses, and earns."""
    lost = 0.0 if own.conflict is None else float(own.conflict["lost"])
    closes = str(own.row["change"]) == "closed"
    result = float("nan") if closes else float(own.row["result"])
    named: tuple[tuple[TableColumn, float, str], ...] = (
        (v.OBSERVED, own.observed, "facilities"),
        (v.CAPTURE_TODAY, own.today, "evaluate/business_case.py"),
        (v.CAPTURE, 0.0 if closes else float(own.row["sold"]), "evaluate/business_case.py"),
        (c.LOST, lost, "evaluate/channel/conflict.py"),
        (b.RESULT_COMPANY, result, "finance/yearly_results.py"),
        (v.NPV, float(own.row["npv"]), "finance/worth.py"),
    )
    for column, value, source in named:
        if np.isfinite(value):
            unit = column.unit.replace("currency", reader.currency)
            text, period = amount(value, unit, reader), reader.gettext("with the plan")
            yield KeyFigure(f"{own.site_id}.{column.name}", column.label(reader), value, text, unit, period, source)


def _becomes(own: _Own, reader: Reader) -> str:
    """Return what becomes of it."""
    if own.is_decided:
        return change_sentence(own.plan, own.site_id, reader)
    sold = (amount(x, "vehicles/year", reader) for x in (float(own.row["sold"]), own.today))
    said = reader.gettext("Stays as it is; wins {capture} ({today} today).")
    return said.format(**dict(zip(("capture", "today"), sold, strict=True)))


def _reasons(own: _Own, reader: Reader) -> Iterator[Point]:
    """Yield whether the plan may change it, and what it earns."""
    _ = reader.gettext
    if not own.is_decided:
        yield Point(_("It was not asked"), _("The study keeps it: in any plan it stays as it is."))
    else:
        row = own.plan.facilities.set_index("site_id").loc[own.site_id]
        gain = amount(float(row["net_new"]), "vehicles/year", reader)
        text = _("With what the plan does with it the network gains {gain} there.")
        yield Point(_("The plan was free to change it"), text.format(gain=gain))
    if str(own.row["change"]) != "closed":
        text = _("With the plan it earns {result} after its running cost of {opex}.")
        money = {key: amount(float(own.row[key]), f"{reader.currency}/year", reader) for key in ("result", "opex")}
        yield Point(_("What it earns"), text.format(**money))
    if np.isfinite(own.row["break_even"]) and str(own.row["change"]) != "closed":
        text = _("It pays from {least} on; it is modelled to sell {sold}.")
        told = {"least": float(own.row["break_even"]), "sold": float(own.row["sold"]) / 12}
        yield Point(
            _("Break-even"),
            text.format(**{key: amount(x, "vehicles/month", reader) for key, x in told.items()}),
        )


def _risks(own: _Own, reader: Reader) -> Iterator[Point]:
    """Yield what new sites take from it and who decides on that, and how far the model is off its sales."""
    _, conflict = reader.gettext, own.conflict
    if conflict is not None and float(conflict["lost"]) > 0:
        text = _("{n} new sites take {lost} of what it wins today, {part}.")
        lost = amount(float(conflict["lost"]), "vehicles/year", reader)
        n, part = int(conflict["losing_to"]), share(float(conflict["lost_share"]), reader)
        said = [text.format(n=n, lost=lost, part=part)]
        if who := decides(str(conflict["severity"]), own.plan, reader):
            said.append(_("On that decides: {who}.").format(who=who))
        yield Point(_("New sites take from it"), ("" if reader.is_chinese else " ").join(said))
    off = own.today / own.observed - 1 if own.observed > 0 else 0.0
    if abs(off) >= LEAST_OFF:
        text = _("It sold {observed}; the model says {model} today, {off}.")
        figures = {"observed": own.observed, "model": own.today}
        sold = {key: amount(x, "vehicles/year", reader) for key, x in figures.items()}
        yield Point(_("The model is off its sales"), text.format(off=signed_share(off, reader), **sold))
