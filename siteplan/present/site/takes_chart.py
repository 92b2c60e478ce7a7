"""Whom a site takes its sales from, who takes from it, and why it scores so: narrow enough to stand beside a map."""

from __future__ import annotations

from dataclasses import replace

from siteplan.evaluate import Plan
from siteplan.present.charts.charts import Chart
from siteplan.present.charts.network.score_chart import score_chart
from siteplan.present.charts.svg import Drawing, fitted, moved, rect, text
from siteplan.present.plan_text.sentences import percent
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, MUTED

__all__ = ["column_beside_map", "takers_chart"]

WIDTH, ROW, GAP = 220.0, 46.0, 22.0
MOST = 5  # new sites that take most of an own site's sales


def column_beside_map(plan: Plan, site_id: str, reader: Reader) -> Chart:
    """Return from whom a site takes its sales, and below it the points of its score, where it has any."""
    takes, score = _takes(plan, site_id, reader), score_chart(plan, site_id, reader, WIDTH)
    if score is None:
        return takes
    start = takes.drawing.height + GAP
    head = text(0, start, reader.gettext("Points of the score"), bold=True)
    parts = [*takes.drawing.parts, head, moved(0, start + 8, score.drawing.parts)]
    label = reader.gettext("{sentence}.").format(sentence=takes.finding) + " " + score.finding
    return replace(takes, drawing=Drawing(WIDTH, start + 8 + score.drawing.height, parts, label))


def _takes(plan: Plan, site_id: str, reader: Reader) -> Chart:
    """Return what a site wins from other ways to buy, from competitors and from own sites."""
    _, taken = reader.gettext, plan.transfers
    won = {
        _("Other ways to buy"): float(taken.outside[site_id]),
        _("Competitors"): float(taken.rivals[site_id].sum()),
        _("Own sites"): float(taken.own[site_id].sum()),
    }
    whole = sum(won.values())
    most = max(won, key=lambda name: won[name])
    finding = _("It wins most from: {whom}").format(whom=most) if whole > 0 else _("It wins no sales")
    parts = [part for i, (name, x) in enumerate(won.items()) for part in _bar(ROW * i, name, x, whole, reader)]
    measure = _("What the site sells, {unit}, by whom it is taken from").format(unit=reader.unit_word("vehicles/year"))
    return Chart(finding, measure, Drawing(WIDTH, ROW * len(won), parts, finding))


def takers_chart(plan: Plan, site_id: str, sold: float, reader: Reader) -> Chart:
    """Return which new sites take most of what an own site sells today (vehicles/year)."""
    _, own = reader.gettext, plan.transfers.own
    lost = own.T[site_id]
    most = lost[lost > 0].nlargest(MOST)
    names = {**reader.shown(plan.market.facilities, "name"), **reader.shown(plan.market.candidates, "name")}
    finding = (
        _("New sites take {part} of what it sells today").format(part=percent(float(lost.sum()) / sold, reader))
        if len(most) and sold > 0
        else _("No new site takes sales from it")
    )
    rows = [(str(names[to]), float(x)) for to, x in most.items()]
    parts = [part for i, (name, x) in enumerate(rows) for part in _bar(ROW * i, name, x, sold, reader)]
    measure = _("The new sites that take most of it, {unit}").format(unit=reader.unit_word("vehicles/year"))
    return Chart(finding, measure, Drawing(WIDTH, ROW * max(len(rows), 1), parts, finding))


def _bar(y: float, name: str, x: float, whole: float, reader: Reader) -> list[str]:
    part = x / whole if whole > 0 else 0.0
    told = f"{amount(x, '', reader)} · {percent(part, reader, 0 if part >= 0.1 else 1)}"
    return [
        text(0, y + 14, fitted(name, WIDTH - 84.0), bold=True),
        text(WIDTH, y + 14, told, "end", MUTED),
        rect(0, y + 22, WIDTH * part, 12, ACCENT),
    ]
