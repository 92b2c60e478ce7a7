"""The few charts of a report, each with a sentence as its title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from siteplan.evaluate import Plan
from siteplan.present.charts.chart_data import CHARTED_SHARE, ChartData, ChartSeries
from siteplan.present.charts.svg import Drawing, circle, line, polyline, rect, text
from siteplan.present.plan_text.sentences import percent, site_count
from siteplan.present.text.numbers import difference
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, INK, MUTED
from siteplan.present.theme.tones import RULE, TODAY

__all__ = ["WIDTH", "Chart", "coverage_chart", "gain_chart"]

WIDTH = 640.0  # about the pixels of an A4 page's text
_MOST = 0.8  # of the gain


@dataclass(frozen=True)
class Chart:
    """A drawing and what it shows: a sentence, what is measured, and the figures where others may draw them anew."""

    finding: str
    measure: str
    drawing: Drawing
    data: ChartData | None = None


def coverage_chart(plan: Plan, reader: Reader) -> Chart:
    """Return the covered share of people by tier, today and with the plan, as paired bars."""
    _ = reader.gettext
    rows = [(_("All"), plan.baseline.coverage.all, plan.kpis.coverage.all)]
    rows += [(_("Rural"), plan.baseline.coverage.rural, plan.kpis.coverage.rural)]
    rows += [
        (reader.tier_name(tier), plan.baseline.coverage.by_tier[tier], after)
        for tier, after in plan.kpis.coverage.by_tier.items()
    ]
    known = [row for row in rows if np.isfinite(row[2])]
    finding = _most_risen(known, reader)
    drawing = Drawing(WIDTH, 24 + 34 * len(known), _paired_bars(known, reader), finding)
    measure = _("People covered, share of each group; today and with the plan")
    return Chart(finding, measure, drawing, _coverage_data(known, reader))


def gain_chart(plan: Plan, reader: Reader) -> Chart | None:
    """Return how the gain adds up from the best site to the last; None where no site opens."""
    if plan.sites.empty:
        return None
    _ = reader.gettext
    ranked = plan.sites["net_new"].clip(lower=0).sort_values(ascending=False).cumsum()
    if not ranked.iloc[-1] > 0:
        return None
    part = (ranked / ranked.iloc[-1]).to_numpy()
    few = int((part < _MOST).sum()) + 1
    _n = reader.ngettext
    said = _n("The best site brings {share} of the gain", "The best {n} sites bring {share} of the gain", few)
    finding = said.format(n=few, share=percent(part[few - 1], reader, 0))
    measure = _("Cumulative net-new capture of the sites, best site first, as a share of the total")
    drawing = Drawing(WIDTH, 190, _adding_up(part, few, reader), finding)
    return Chart(finding, measure, drawing, _gain_data(part, few, reader))


def _coverage_data(rows: Sequence[tuple[str, float, float]], reader: Reader) -> ChartData:
    _, (names, before, after) = reader.gettext, zip(*rows, strict=True)
    series = (
        ChartSeries(_("today"), before, figure="coverage.today", tone="before"),
        ChartSeries(_("with the plan"), after, figure="coverage"),
    )
    return ChartData("coverage", "bars", series, names, pattern=CHARTED_SHARE, span=(0.0, 1.0))


def _gain_data(part: np.ndarray, few: int, reader: Reader) -> ChartData:
    """Return the curve, and the point where most is reached."""
    _ = reader.gettext
    curve = ChartSeries(_("Share of the gain"), [0.0, *part.tolist()], list(range(len(part) + 1)), "net_new")
    here = ChartSeries(
        site_count(few, reader), [float(part[few - 1])], [few], "net_new", [_here(part, few, reader)], "other"
    )
    titles = (_("Sites, best first"), _("Share of the gain"))
    return ChartData("gain", "line", (curve, here), titles=titles, pattern=CHARTED_SHARE, span=(0.0, 1.0))


def _here(part: np.ndarray, few: int, reader: Reader) -> str:
    return f"{percent(part[few - 1], reader, 0)} · {site_count(few, reader)}"


def _paired_bars(rows: Sequence[tuple[str, float, float]], reader: Reader) -> list[str]:
    _ = reader.gettext
    left, width = 120.0, WIDTH - 120 - 60
    parts = [rect(left, 2, 10, 10, TODAY), text(left + 15, 11, _("today"), colour=MUTED)]
    parts += [rect(left + 90, 2, 10, 10, ACCENT), text(left + 105, 11, _("with the plan"), colour=MUTED)]
    for i, (name, before, after) in enumerate(rows):
        y = 24.0 + 34 * i
        parts += [text(left - 8, y + 17, name, "end")]
        for dy, value, colour in ((0, before, TODAY), (13, after, ACCENT)):
            parts += [rect(left, y + dy, width * value, 12, colour)]
            parts += [text(left + width * value + 5, y + dy + 10, percent(value, reader, 0), colour=INK)]
    return parts


def _adding_up(part: np.ndarray, few: int, reader: Reader) -> list[str]:
    """Return a curve through the added-up shares (n_sites,), with the point named where most is reached."""
    left, right, top, bottom = 60.0, WIDTH - 60, 12.0, 156.0
    x = left + (right - left) * np.arange(len(part) + 1) / len(part)
    y = bottom - (bottom - top) * np.append(0.0, part)
    return [
        line(left, bottom, right, bottom),
        *(line(left, height, right, height, RULE) for height in (top, (top + bottom) / 2)),
        *(
            text(left - 6, h + 4, percent(p, reader, 0), "end", MUTED)
            for p, h in zip((1, 0), (top, bottom), strict=True)
        ),
        text(left, bottom + 16, "0", "middle", MUTED),
        text(right, bottom + 16, site_count(len(part), reader), "end", MUTED),
        polyline(zip(x.tolist(), y.tolist(), strict=True), ACCENT),
        circle(x[few], y[few], 4, ACCENT),
        text(x[few] + 8, y[few] + 16, _here(part, few, reader), bold=True),
    ]


def _most_risen(rows: Sequence[tuple[str, float, float]], reader: Reader) -> str:
    """Return which group gains most."""
    _ = reader.gettext
    name, before, after = max(rows, key=lambda row: difference(row[2], row[1]))
    if difference(after, before) <= 0:
        falls = any(difference(now, then) < 0 for _group, then, now in rows)
        return _("Coverage rises in no group and falls in some") if falls else _("Coverage does not change")
    same = percent(before, reader, 0) == percent(after, reader, 0)
    decimals = 2 if same else 0  # "from 100 % to 100 %" says nothing
    if percent(before, reader, 2) == percent(after, reader, 2):
        return _("Coverage does not change")
    return _("{group}: coverage rises most, from {before} to {after}").format(
        group=name, before=percent(before, reader, decimals), after=percent(after, reader, decimals)
    )
