"""From whom a site takes its sales, as bars narrow enough to stand beside a map."""

from __future__ import annotations

from siteplan.evaluate import Plan
from siteplan.present.charts.charts import Chart
from siteplan.present.charts.svg import Drawing, rect, text
from siteplan.present.plan_text.sentences import percent
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, MUTED

__all__ = ["takes_chart"]

WIDTH, ROW = 220.0, 46.0


def takes_chart(plan: Plan, site_id: str, reader: Reader) -> Chart:
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


def _bar(y: float, name: str, x: float, whole: float, reader: Reader) -> list[str]:
    part = x / whole if whole > 0 else 0.0
    told = f"{amount(x, '', reader)} · {percent(part, reader, 0)}"
    return [
        text(0, y + 14, name, bold=True),
        text(WIDTH, y + 14, told, "end", MUTED),
        rect(0, y + 22, WIDTH * part, 12, ACCENT),
    ]
