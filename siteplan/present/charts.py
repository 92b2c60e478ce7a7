"""The few charts of a report, each with a sentence as its title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.names import shown, tier_name
from siteplan.present.numbers import exact
from siteplan.present.sentences import percent
from siteplan.present.style import ACCENT, INK, MUTED
from siteplan.present.svg import Drawing, rect, text
from siteplan.present.words import gettext_for, ngettext_for

__all__ = ["WIDTH", "Chart", "coverage_chart", "sites_chart"]

WIDTH = 640.0  # about the pixels of an A4 page's text
_TODAY = "#B6BEC9"
_MOST_SITES = 12


@dataclass(frozen=True)
class Chart:
    """A drawing and what it shows: a sentence, and what is measured."""

    finding: str
    measure: str
    drawing: Drawing


def coverage_chart(plan: Plan, language: str) -> Chart:
    """Return the covered share of people by tier, today and with the plan, as paired bars."""
    _ = gettext_for(language)
    rows = [(_("All"), plan.baseline.coverage.all, plan.kpis.coverage.all)]
    rows += [(_("Rural"), plan.baseline.coverage.rural, plan.kpis.coverage.rural)]
    rows += [
        (tier_name(plan.study, tier, language), plan.baseline.coverage.by_tier[tier], after)
        for tier, after in plan.kpis.coverage.by_tier.items()
    ]
    known = [row for row in rows if np.isfinite(row[2])]
    finding = _most_risen(known, language)
    drawing = Drawing(WIDTH, 24 + 34 * len(known), _paired_bars(known, language), finding)
    return Chart(finding, _("People within the access standard, share of each group; today and with the plan"), drawing)


def sites_chart(plan: Plan, language: str) -> Chart | None:
    """Return the sites that bring most, by net-new capture; None where no site opens."""
    _ = gettext_for(language)
    if plan.sites.empty:
        return None
    names = shown(plan.market.candidates, "name", language)
    best = plan.sites.nlargest(_MOST_SITES, "net_new", keep="first")
    rows = [(str(names[site.site_id]), float(site.net_new)) for site in best.itertuples()]
    rest = plan.sites["net_new"].sum() - best["net_new"].sum()
    if len(plan.sites) > _MOST_SITES:
        rows.append((_("the other {n}").format(n=len(plan.sites) - _MOST_SITES), float(rest)))
    finding = _most_of_the_gain(plan.sites["net_new"], language)
    drawing = Drawing(WIDTH, 8 + 22 * len(rows), _bars(rows), finding)
    return Chart(finding, _("Net-new capture by site, vehicles/year"), drawing)


def _paired_bars(rows: Sequence[tuple[str, float, float]], language: str) -> list[str]:
    _ = gettext_for(language)
    left, width = 120.0, WIDTH - 120 - 60
    parts = [rect(left, 2, 10, 10, _TODAY), text(left + 15, 11, _("today"), colour=MUTED)]
    parts += [rect(left + 90, 2, 10, 10, ACCENT), text(left + 105, 11, _("with the plan"), colour=MUTED)]
    for i, (name, before, after) in enumerate(rows):
        y = 24.0 + 34 * i
        parts += [text(left - 8, y + 17, name, "end")]
        for dy, value, colour in ((0, before, _TODAY), (13, after, ACCENT)):
            parts += [rect(left, y + dy, width * value, 12, colour)]
            parts += [text(left + width * value + 5, y + dy + 10, percent(value, language, 0), colour=INK)]
    return parts


def _bars(rows: Sequence[tuple[str, float]]) -> list[str]:
    left, width = 250.0, WIDTH - 250 - 70
    top = max(1e-9, *(value for _, value in rows))
    parts = []
    for i, (name, value) in enumerate(rows):
        y = 4.0 + 22 * i
        parts += [text(left - 8, y + 12, _cut(name), "end"), rect(left, y, width * max(value, 0) / top, 16, ACCENT)]
        parts += [text(left + width * max(value, 0) / top + 5, y + 12, exact(value))]
    return parts


def _most_risen(rows: Sequence[tuple[str, float, float]], language: str) -> str:
    """Return which group gains most."""
    _ = gettext_for(language)
    name, before, after = max(rows, key=lambda row: row[2] - row[1])
    if after <= before:
        return _("Coverage stays as it is")
    return _("{group}: coverage rises most, from {before} to {after}").format(
        group=name, before=percent(before, language, 0), after=percent(after, language, 0)
    )


def _most_of_the_gain(net_new: pd.Series, language: str) -> str:
    """Return how few sites bring 80 % of what all bring."""
    ranked = net_new.sort_values(ascending=False).clip(lower=0).cumsum()
    if not ranked.iloc[-1] > 0:
        return gettext_for(language)("No site wins vehicles beyond today's network")
    few = int((ranked < 0.8 * ranked.iloc[-1]).sum()) + 1
    said = ngettext_for(language)(
        "The best site brings {share} of the gain", "The best {n} sites bring {share} of the gain", few
    )
    return said.format(n=few, share=percent(float(ranked.iloc[few - 1] / ranked.iloc[-1]), language, 0))


def _cut(name: str, most: int = 34) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"
