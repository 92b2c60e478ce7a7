"""How bound and plan closed on each other during the search."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.charts import WIDTH, Chart
from siteplan.present.numbers import exact
from siteplan.present.sentences import gap_text
from siteplan.present.style import ACCENT, MUTED, OWN
from siteplan.present.svg import Drawing, circle, line, polyline, text
from siteplan.present.words import gettext_for

__all__ = ["search_chart"]

_LEFT, _RIGHT, _TOP, _BOTTOM = 60.0, WIDTH - 130, 12.0, 180.0
_APART = 14.0  # pixels between two lines of text


def search_chart(plan: Plan, language: str) -> Chart | None:
    """Return how bound and value closed on each other; None where the search took one step."""
    _ = gettext_for(language)
    trace = plan.proof.trace
    if len(trace) < 2 or not trace["value"].notna().any():
        return None
    finding = _("After {seconds} s, plan and bound are {gap} apart").format(
        seconds=exact(plan.proof.seconds, 1), gap=gap_text(max(plan.proof.gap, 0.0), language)
    )
    drawing = Drawing(WIDTH, _BOTTOM + 30, _lines(trace, language), finding)
    return Chart(finding, _("Best plan found and proven bound, vehicles/year, over the seconds of the search"), drawing)


@dataclass(frozen=True)
class _Axes:
    """From seconds and vehicles/year to pixels; what lies outside is drawn at the edge."""

    low: float
    high: float
    end: float

    def steps(self, seconds: pd.Series, values: pd.Series) -> list[tuple[float, float]]:
        """Return the corners of a stair that holds each value until the next."""
        known = np.isfinite(values.to_numpy())
        x = _LEFT + (_RIGHT - _LEFT) * seconds.to_numpy()[known] / self.end
        part = (np.clip(values.to_numpy()[known], self.low, self.high) - self.low) / (self.high - self.low)
        y = _BOTTOM - (_BOTTOM - _TOP) * part
        corners = zip(np.append(np.repeat(x, 2)[1:], _RIGHT), np.repeat(y, 2), strict=True)
        return [(float(right), float(down)) for right, down in corners]


def _lines(trace: pd.DataFrame, language: str) -> list[str]:
    """Return the bound falling and the plan rising, their ends named."""
    axes = _axes(trace)
    bound, value = (axes.steps(trace["seconds"], trace[column]) for column in ("bound", "value"))
    lines = [polyline(bound, OWN, dashed=True), polyline(value, ACCENT), circle(_RIGHT, value[-1][1], 3.5, ACCENT)]
    return [*_frame(axes), *lines, *_names(trace, bound[-1][1], value[-1][1], language)]


def _axes(trace: pd.DataFrame) -> _Axes:
    """Return axes that show the end of the search well: three times as far as plan and bound lay apart half-way."""
    values, last = trace["value"].dropna(), float(trace["bound"].iloc[-1])
    spread = max(last - float(values.median()), abs(last) * 0.02, 1e-9)
    low = max(0.0, float(values.iloc[-1]) - 3 * spread)
    return _Axes(low, last + 3 * spread, max(float(trace["seconds"].iloc[-1]), 1e-9))


def _frame(axes: _Axes) -> list[str]:
    return [
        line(_LEFT, _BOTTOM, _RIGHT, _BOTTOM),
        line(_LEFT, _TOP, _LEFT, _BOTTOM),
        text(_LEFT - 6, _BOTTOM, exact(axes.low), "end", MUTED),
        text(_LEFT - 6, _TOP + 8, exact(axes.high), "end", MUTED),
        text(_LEFT, _BOTTOM + 16, "0 s", "middle", MUTED),
        text(_RIGHT, _BOTTOM + 16, f"{axes.end:.1f} s", "middle", MUTED),
    ]


def _names(trace: pd.DataFrame, bound: float, value: float, language: str) -> list[str]:
    """Return both last numbers beside their lines, moved apart where they would touch."""
    _ = gettext_for(language)
    apart = max(_APART - (value - bound), 0.0) / 2
    at_most = _("bound {x}").format(x=exact(trace["bound"].iloc[-1]))
    found = _("plan {x}").format(x=exact(trace["value"].dropna().iloc[-1]))
    return [
        text(_RIGHT + 8, bound + 4 - apart, at_most, colour=OWN),
        text(_RIGHT + 8, value + 4 + apart, found, colour=ACCENT, bold=True),
    ]
