"""The map by phase: what stands at each step of time, which sites open or close in it, and its control."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.maps.map_marks import own_marks
from siteplan.present.maps.map_sites import Mark
from siteplan.present.plan_text.sentences import site_count
from siteplan.present.text.reader import Reader
from siteplan.present.web import Step, Stepper

__all__ = ["PhaseSteps"]

_HIDDEN, _SHOWN, _NEW = "0", "1", "2"


@dataclass(frozen=True)
class PhaseSteps:
    """Today, each period of a plan in phases by its first quarter, then the whole plan as a map without phases has it.

    A mark's `when` has a sign a step: hidden, shown, or shown as what happens in it.
    """

    plan: Plan
    starts: tuple[str, ...]

    @classmethod
    def of(cls, plan: Plan) -> Self | None:
        """Return the steps; None where the study has no phases."""
        return None if plan.phases is None else cls(plan, tuple(plan.phases.table["from"]))

    def opened(self, marks: Sequence[Mark]) -> list[Mark]:
        """Return marks of new sites: there from the step in which each opens."""
        when = dict(zip(self.plan.sites["site_id"], self.plan.sites["opens"], strict=True))
        return [replace(mark, when=self._from(when[mark.site_id])) for mark in marks]

    def changed(self, marks: Sequence[Mark]) -> list[Mark]:
        """Return marks of what today's sites become: there from the step in which each closes, or opens converted."""
        rows = self.plan.facilities.set_index("site_id")
        return [replace(mark, when=self._becomes(rows.loc[mark.site_id])) for mark in marks]

    def before(self, reader: Reader) -> list[Mark]:
        """Return marks of today's sites that close or convert as they are until then."""
        rows = self.plan.facilities.set_index("site_id")
        own = self.plan.market.facilities
        gone = own.loc[rows.index[rows["change"] != "kept"]]
        marks = own_marks(self.plan.study, replace(self.plan.market, facilities=gone), reader)
        until = {site: row["closes"] or row["opens"] for site, row in rows.iterrows()}
        return [replace(mark, when=self._until(until[mark.site_id])) for mark in marks]

    def control(self, reader: Reader) -> Stepper:
        """Return the control that goes through the steps."""
        _ = reader.gettext
        assert self.plan.phases is not None  # noqa: S101  `of` asked
        rows = self.plan.phases.table.to_dict("records")
        names = reader.called(self.plan.study.plan.phases)
        between = [Step(_called(row, names), self._said(row, reader)) for row in rows]
        n_own = len(self.plan.market.facilities)
        today = Step(_("Today"), _("{sites} of our own stand").format(sites=site_count(n_own, reader)))
        whole = Step(_("With the plan"), _("all that the plan changes; go left for what happens when"))
        words = (_("Phases: what stands when"), _("earlier"), _("later"))
        note = _("A ring: what opens, or closes, then. Areas are coloured for the whole plan alone.")
        return Stepper([today, *between, whole], words, note)

    def _said(self, row: Mapping[Hashable, Any], reader: Reader) -> str:
        """Return how many sites open and close in a period, and how many stand."""
        _, start = reader.gettext, str(row["from"])
        facilities = self.plan.facilities
        changes = facilities["change"] if len(facilities) else facilities.index
        new = int((self.plan.sites["opens"] == start).sum()) if len(self.plan.sites) else 0
        counts = [(_("open: {n}"), new)]
        if len(facilities):
            counts.append((_("converted: {n}"), int(((facilities["opens"] == start) & (changes == "converted")).sum())))
            counts.append((_("close: {n}"), int(((facilities["closes"] == start) & (changes == "closed")).sum())))
        told = [text.format(n=n) for text, n in counts if n]
        stands = _("{sites} of our own stand").format(sites=site_count(int(row["standing"]), reader))
        return _("; ").join([*told, stands])

    def _step(self, quarter: str) -> int:
        """Return the step in which a quarter lies."""
        return sum(start <= quarter for start in self.starts)

    def _from(self, quarter: str) -> str:
        at, n = self._step(quarter), len(self.starts)
        return _HIDDEN * at + _NEW + _SHOWN * (n - at) + _SHOWN

    def _until(self, quarter: str) -> str:
        at = self._step(quarter)
        return _SHOWN * at + _HIDDEN * (len(self.starts) + 2 - at)

    def _becomes(self, row: pd.Series) -> str:
        if row["opens"]:
            return self._from(row["opens"])
        at, n = self._step(row["closes"]), len(self.starts)
        return _HIDDEN * at + _NEW + _HIDDEN * (n - at) + _SHOWN


def _called(row: Mapping[Hashable, Any], names: Mapping[str, str]) -> str:
    first, last, own = (str(row[key]) for key in ("from", "to", "name"))
    name = names.get(own, own)
    quarters = first if first == last else f"{first} – {last}"
    return f"{quarters} · {name}" if name else quarters
