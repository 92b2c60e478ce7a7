"""What colours the zones of a plan's map: coverage or market share, today, with the plan or its change; who serves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.evaluate import Plan
from siteplan.present.maps.map_legend import SERVED_LAYERS, served_section
from siteplan.present.maps.plan_areas import PlanAreas, share_classes
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.present.theme import coverage_classes as coverage
from siteplan.present.theme.area_colours import AREA_COLOURS
from siteplan.present.theme.classes import Classes, diverging
from siteplan.present.web import Entry, ramp

__all__ = ["TIMES", "VIEWS", "PlanLayer", "Time", "View", "plan_layer", "served_layers"]

View = Literal["coverage", "share"]
Group = Literal["all", "agent"]
Time = Literal["before", "after", "change"]
VIEWS: Mapping[View, str] = {"coverage": N_("Coverage"), "share": N_("Market share")}
TIMES: Mapping[Time, str] = {"before": N_("Today"), "after": N_("With the plan"), "change": N_("Change")}

_LOST = "#C2553A"
_COVERAGE = Classes(
    tuple(np.arange(6) - 0.5), (*(kind.colour for kind in coverage.COVERAGE.values()), _LOST)
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class PlanLayer:
    """Figures of zones (n_zones,), NaN where there is none, their classes, and which zones are hatched.

    `shown` are the classes that a legend tells, of those that are called by name.
    """

    view: View | Group
    time: Time
    values: NDArray[np.float64]
    classes: Classes
    hatched: NDArray[np.bool_]
    shown: frozenset[int] = frozenset()

    def title(self, reader: Reader) -> str:
        """Return what it is, with its unit."""
        _ = reader.gettext
        if self.view in SERVED_LAYERS:
            return _(SERVED_LAYERS[self.view])
        if self.view == "share" and self.time == "change":
            return _("Change of market share, percentage points")
        return _("Market share, %") if self.view == "share" else _("Coverage")

    def value(self, reader: Reader) -> str:
        """Return how a zone's figure is told, {x} for it; "" where its class tells it."""
        _ = reader.gettext
        if self.view != "share":
            return ""
        return _("market share {x} points") if self.time == "change" else _("market share {x} %")

    def labels(self, reader: Reader) -> list[str]:
        """Return what its classes are called, where their names tell them."""
        if self.view != "coverage":
            return []
        return [
            *(reader.gettext(kind.label) for kind in coverage.COVERAGE.values()),
            reader.gettext("no longer covered"),
        ]

    def entries(self, reader: Reader) -> Sequence[Entry]:
        """Return its classes for a legend."""
        if self.view == "share":
            return ramp("", self.classes, "" if self.time == "change" else "%", reader).entries
        if self.view in SERVED_LAYERS:
            return served_section(reader).entries
        labels = self.labels(reader)
        return [Entry(labels[kind], self.classes.colours[kind]) for kind in sorted(self.shown)]


def plan_layer(plan: Plan, view: View, time: Time) -> PlanLayer:
    """Return a layer of a plan's map; today and with the plan it has the same classes and the same legend.

    Hatched are rural zones with people whom nobody covers, today or with the plan.
    """
    zones = plan.zones
    covered = zones["covered_before" if time == "before" else "covered"].to_numpy(dtype=bool)
    hatched = (zones["rural"].to_numpy(dtype=float) > 0.5) & (zones["population"].to_numpy() > 0) & ~covered
    if view == "coverage":
        return _coverage(zones, time, hatched)
    if time == "change":
        change = (zones["share"] - zones["share_before"]) * 100
        values = change.where((zones["share"] > 0) | (zones["share_before"] > 0)).to_numpy(dtype=float)
        return PlanLayer(view, time, values, diverging(values), hatched)
    share = zones["share_before" if time == "before" else "share"] * 100
    return PlanLayer(view, time, share.where(share > 0).to_numpy(dtype=float), share_classes(zones), hatched)


def served_layers(areas: PlanAreas) -> list[PlanLayer]:
    """Return who serves whom with the plan, a layer for each group of sites that has areas."""
    classes = Classes(tuple(np.arange(len(AREA_COLOURS) + 1) - 0.5), AREA_COLOURS)
    groups: tuple[Group, ...] = ("all", "agent")
    return [
        PlanLayer(group, "after", values, classes, np.zeros(len(values), dtype=bool))
        for group in groups
        if group in areas.served_by
        for values in [areas.served_by[group].to_numpy(dtype=float)]
    ]


def _coverage(zones: pd.DataFrame, time: Time, hatched: NDArray[np.bool_]) -> PlanLayer:
    before, after, both = coverage.before(zones), coverage.after(zones), coverage.both(zones)
    if time == "change":
        kinds = both.where(both.isin([coverage.NEWLY, coverage.LOST]))
        shown = kinds
    else:
        kinds, shown = (before if time == "before" else after), pd.concat([before, after])
    found = frozenset(shown.dropna().astype(int))
    return PlanLayer("coverage", time, kinds.to_numpy(dtype=float), _COVERAGE, hatched, found)
