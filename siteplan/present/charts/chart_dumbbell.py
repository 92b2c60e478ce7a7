"""Coverage by tier as dumbbells, today and with the plan: narrow enough to stand beside a map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from siteplan.evaluate import Plan
from siteplan.present.charts.charts import Chart
from siteplan.present.charts.svg import Drawing, circle, line, text
from siteplan.present.plan_text.sentences import percent
from siteplan.present.text.numbers import difference
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, INK, MUTED
from siteplan.present.theme.tones import EACH, RULE

__all__ = ["dumbbell_chart"]

WIDTH, ROW, TOP, EDGE = 196.0, 42.0, 30.0, 10.0


def dumbbell_chart(plan: Plan, reader: Reader) -> Chart:
    """Return the covered share of people by tier, all people first where the study has no tiers."""
    _ = reader.gettext
    rows = _rows(plan, reader)
    finding = _finding(rows, reader)
    height = TOP + ROW * len(rows) + 18
    drawing = Drawing(WIDTH, height, [*_key(reader), *_dumbbells(rows, reader), *_axis(len(rows))], finding)
    return Chart(finding, _("People covered, share of each tier; today and with the plan"), drawing)


def _rows(plan: Plan, reader: Reader) -> list[tuple[str, float, float]]:
    before, after = plan.baseline.coverage, plan.kpis.coverage
    tiers = [(reader.tier_name(tier), before.by_tier[tier], x) for tier, x in after.by_tier.items() if np.isfinite(x)]
    return tiers if len(tiers) > 1 else [(reader.gettext("All"), before.all, after.all)]


def _finding(rows: Sequence[tuple[str, float, float]], reader: Reader) -> str:
    _ = reader.gettext
    name, before, after = max(rows, key=lambda row: difference(row[2], row[1]))
    if difference(after, before) <= 0:
        return _("Coverage rises in no tier")
    return _("Coverage rises most in {tier}").format(tier=name)


def _key(reader: Reader) -> list[str]:
    _ = reader.gettext
    return [
        circle(EDGE, 8, 4, "white", MUTED),
        text(EDGE + 10, 12, _("today"), colour=MUTED),
        circle(EDGE + 80, 8, 4, ACCENT),
        text(EDGE + 90, 12, _("with the plan"), colour=MUTED),
    ]


def _dumbbells(rows: Sequence[tuple[str, float, float]], reader: Reader) -> list[str]:
    parts = []
    for i, (name, before, after) in enumerate(rows):
        y = TOP + ROW * i
        told = f"{percent(before, reader, 0)} → {percent(after, reader, 0)}"
        parts += [text(0, y + 12, name, bold=True), text(WIDTH, y + 12, told, "end", INK)]
        x = [EDGE + (WIDTH - 2 * EDGE) * share for share in (before, after)]
        parts += [line(x[0], y + 26, x[1], y + 26, EACH, 4), circle(x[0], y + 26, 4, "white", MUTED)]
        parts += [circle(x[1], y + 26, 4.5, ACCENT)]
    return parts


def _axis(n: int) -> list[str]:
    bottom = TOP + ROW * n
    parts = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = EDGE + (WIDTH - 2 * EDGE) * share
        parts += [line(x, bottom - 6, x, bottom - 2, RULE), text(x, bottom + 12, f"{share * 100:.0f}", "middle", MUTED)]
    return parts
