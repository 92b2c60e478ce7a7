"""The figures of plans that are told beside the first, with their ids: "plan_2.share", "plan_2.share.change"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import isfinite
from typing import Any

from siteplan.market.sales_caps import has_caps
from siteplan.present.channel.perspective_part import MEASURES
from siteplan.present.compare import compare_vocabulary as c
from siteplan.present.compare.compare_part import BESIDE
from siteplan.present.compare.compare_tables import GLANCE, uncompared
from siteplan.present.compare.compare_words import capex_per_more
from siteplan.present.compare.compared import Comparison
from siteplan.present.compare.difference_map import people_apart
from siteplan.present.compare.site_differences import against_first
from siteplan.present.pack.content import FigureGroup, KeyFigure
from siteplan.present.pack.figures import entry_figure, scorecard_figure
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.formats import SHARE
from siteplan.present.text.numbers import change, difference, share_change

__all__ = ["plan_groups"]

_CHANGE = "change"
"""What stands behind the id of a figure for how much more of it a plan has than the first."""


def plan_groups(found: Comparison) -> list[FigureGroup]:
    """Return the measures of each further plan, how much more each is than the first one's, and where they differ."""
    return [_group(found, n, label) for n, label in found.others]


def _group(found: Comparison, n: int, label: str) -> FigureGroup:
    _, prefix = found.reader.gettext, f"plan_{n}"
    figures = [one for one in (*_measures(found, n, label), *_apart(found, n, label)) if isfinite(one.value)]
    apart = {one.id for one in _apart(found, n, label)}
    at_a_glance = {f"{prefix}.{name}{end}" for name in GLANCE for end in ("", f".{_CHANGE}")}
    title = _("Figures of {plan}").format(plan=label)
    note = _("Each is counted as the plan's own whose id stands behind {prefix}.").format(prefix=f"{prefix}.")
    columns = {"": c.figure_of(n, label), _CHANGE: c.change_of(n, label)}
    brief = [one.id for one in figures if one.id in apart | at_a_glance]
    return FigureGroup(BESIDE, title, figures, columns, brief, note)


def _measures(found: Comparison, n: int, label: str) -> Iterator[KeyFigure]:
    _, reader, skipped = found.reader.gettext, found.reader, uncompared(found)
    capped = has_caps(found.plans[n - 1].plan.study)
    periods = _("with {plan}").format(plan=label), _("{plan} against the first").format(plan=label)
    for row in found.figures[found.figures["part"] == "kpi"].to_dict("records"):
        name, tier = str(row["id"]), str(row["of"])
        if name in skipped or (name == v.ABOVE.name and not capped):
            continue
        id_, of = f"plan_{n}.{name}" + (f".{tier}" if tier else ""), reader.tier_name(tier) if tier else ""
        figure = entry_figure(id_, name, row[f"plan_{n}"], periods[0], reader, of)
        yield figure
        yield _more(figure, row, n, periods[1], found)
    for told in _scorecard(found):
        measure = scorecard_figure(str(told["id"]), str(told["of"]), told[f"plan_{n}"], periods[0], reader)
        figure = replace(measure, id=f"plan_{n}.{measure.id}")
        yield figure
        yield _more(figure, told, n, periods[1], found, is_share=MEASURES[str(told["id"])].format is SHARE)


def _scorecard(found: Comparison) -> list[Mapping[Any, Any]]:
    """Return the scorecard's rows of figures that are no other measure and may be compared."""
    known = {*found.figures.loc[found.figures["part"] == "kpi", "id"], *uncompared(found)}
    rows = found.figures[found.figures["part"] == "scorecard"].to_dict("records")
    return [row for row in rows if row["id"] not in known]


def _more(
    figure: KeyFigure, row: Mapping[Any, Any], n: int, period: str, found: Comparison, is_share: bool = True
) -> KeyFigure:
    """Return how much more of a figure, a share where it has no unit, the n-th plan has; NaN where either has none."""
    x, reader = difference(row[f"plan_{n}"], row["plan_1"]), found.reader
    text = share_change(x, reader) if is_share and not figure.unit else change(x, figure.unit, reader)
    return replace(figure, id=f"{figure.id}.{_CHANGE}", value=x, text=text, period=period)


def _apart(found: Comparison, n: int, label: str) -> Iterator[KeyFigure]:
    """Yield how many sites and people each of the two has alone, and what a vehicle more takes of investment."""
    reader, kinds = found.reader, against_first(found, n)["kind"]
    period = reader.gettext("{plan} against the first").format(plan=label)
    values = {f"sites_{kind}": float((kinds == kind).sum()) for kind in ("gained", "dropped", "reshaped")}
    if "coverage" not in found.asked:
        values |= dict(zip(("people_gained", "people_dropped"), people_apart(found, n), strict=True))
    values["capex_per_more"] = capex_per_more(found, n)
    for name, value in values.items():
        yield entry_figure(f"plan_{n}.{name}", name, value, period, reader)
