"""How evenly access to the network is spread over people, today and with the plan: Lorenz curves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from siteplan.evaluate import Plan
from siteplan.present.charts.chart_data import CHARTED_SHARE, ChartData, ChartSeries
from siteplan.present.charts.charts import WIDTH, Chart
from siteplan.present.charts.svg import Drawing, circle, line, polyline, text
from siteplan.present.plan_text.sentences import percent
from siteplan.present.text.numbers import exact
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import INK, MUTED
from siteplan.present.theme.tones import RULE, TONES, Tone
from siteplan.tradearea.access_spread import Lorenz, lorenz

__all__ = ["lorenz_chart"]

_LEFT, _TOP, _SIDE = 76.0, 12.0, 230.0
_KEY = _LEFT + _SIDE + 40
_PARTS = np.linspace(0.0, 1.0, 51)  # of people: more than can be seen
_HALF = 0.5


def lorenz_chart(plan: Plan, reader: Reader) -> Chart | None:
    """Return the share of access that each share of people has; None where the plan gives nobody any."""
    people = plan.zones["population"].to_numpy(dtype=float)
    today, then = (lorenz(people, plan.zones[name].to_numpy(dtype=float)) for name in ("access_before", "access"))
    if then is None:
        return None
    finding = _finding(today, then, reader)
    measure = reader.gettext(
        "Share of access to selling sites that people have, those reached worst first; access counts own sites by "
        "attractiveness and minutes"
    )
    drawing = Drawing(WIDTH, _TOP + _SIDE + 40, [*_axes(reader), *_drawn(today, then, reader)], finding)
    return Chart(finding, measure, drawing, _data(today, then, reader))


def _finding(today: Lorenz | None, then: Lorenz, reader: Reader) -> str:
    _, after = reader.gettext, exact(then.gini, 2)
    if today is None:
        return _("Nobody has access today; with the plan its Gini coefficient is {after}").format(after=after)
    before = exact(today.gini, 2)
    if before == after:
        return _("Access is spread as evenly as today: Gini coefficient {after}").format(after=after)
    more = then.gini < today.gini
    said = _("Access is spread more evenly: Gini coefficient from {before} to {after}")
    less = _("Access is spread less evenly: Gini coefficient from {before} to {after}")
    return (said if more else less).format(before=before, after=after)


def _data(today: Lorenz | None, then: Lorenz, reader: Reader) -> ChartData:
    _, parts = reader.gettext, _PARTS.tolist()
    series = [
        ChartSeries(_("with the plan"), [then.of_worst(x) for x in parts], parts, "access"),
        ChartSeries(_("all alike"), [0.0, 1.0], [0.0, 1.0], tone="bound"),
    ]
    if today is not None:
        before = [today.of_worst(x) for x in parts]
        series.insert(0, ChartSeries(_("today"), before, parts, "access_before", tone="before"))
    return ChartData(
        "lorenz", "line", series, titles=(_("people, worst reached first"), _("access")), pattern=CHARTED_SHARE,
        x_pattern=CHARTED_SHARE, span=(0.0, 1.0),
    )  # fmt: skip


def _at(people: float, access: float) -> tuple[float, float]:
    return _LEFT + _SIDE * people, _TOP + _SIDE * (1.0 - access)


def _axes(reader: Reader) -> list[str]:
    _, (right, bottom) = reader.gettext, _at(1.0, 0.0)
    parts = [polyline([_at(0.0, 0.0), _at(1.0, 1.0)], TONES["bound"], dashed=True)]
    for share in (0.0, 0.5, 1.0):
        x, y = _at(share, share)
        parts += [line(_LEFT, y, right, y, RULE), line(x, _TOP, x, bottom, RULE)]
        parts += [text(_LEFT - 6, y + 4, percent(share, reader, 0), "end", MUTED)]
        parts += [text(x, bottom + 16, percent(share, reader, 0), "middle", MUTED)]
    parts += [text(_LEFT + _SIDE / 2, bottom + 34, _("people, worst reached first"), "middle", MUTED)]
    return [*parts, text(_LEFT + 6, _TOP + 14, _("access"), colour=MUTED)]


def _drawn(today: Lorenz | None, then: Lorenz, reader: Reader) -> Iterator[str]:
    """Yield both curves, what the worst reached half has, and the key."""
    _, told = reader.gettext, []
    curves: list[tuple[str, Lorenz, Tone]] = [(_("with the plan"), then, "main")]
    if today is not None:
        curves.insert(0, (_("today"), today, "before"))
    for n, (name, curve, tone) in enumerate(curves):
        points = [_at(x, curve.of_worst(x)) for x in _PARTS.tolist()]
        half = curve.of_worst(_HALF)
        told.append(percent(half, reader, 0))
        yield polyline(points, TONES[tone])
        yield circle(*_at(_HALF, half), 4, TONES[tone])
        yield line(_KEY, _TOP + 16 + 22 * n, _KEY + 18, _TOP + 16 + 22 * n, TONES[tone], 2.4)
        yield text(_KEY + 26, _TOP + 20 + 22 * n, _("{name}: Gini {gini}").format(name=name, gini=exact(curve.gini, 2)))
    y = _TOP + 20 + 22 * (len(told) + 1)
    yield polyline([(_KEY, y - 26), (_KEY + 18, y - 26)], TONES["bound"], dashed=True)
    yield text(_KEY + 26, y - 22, _("all alike: Gini 0"))
    yield text(_KEY, y + 8, _("The worst reached half of people"), colour=INK, bold=True)
    yield text(_KEY, y + 26, _("has {share} of all access").format(share=" → ".join(told)), colour=INK, bold=True)
