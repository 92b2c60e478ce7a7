"""Why a place scores as it does: the points of each criterion, one after the other, up to the score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from siteplan.evaluate import Plan
from siteplan.present.charts.chart_data import ChartData, ChartSeries
from siteplan.present.charts.charts import WIDTH, Chart
from siteplan.present.charts.svg import Drawing, fitted, line, rect, text
from siteplan.present.model_text.score_words import criterion_name
from siteplan.present.text.numbers import exact
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import INK, MUTED
from siteplan.present.theme.tones import RULE, TONES

__all__ = ["best_score_chart", "score_chart"]

_NARROW = 360.0  # pixels: below, a row's words stand over its bar
_WHOLE = 100.0  # points
_LEFT, _RIGHT, _ROW, _BAR = 190.0, 110.0, 22.0, 13.0


@dataclass(frozen=True)
class _Step:
    """A criterion: where its points start, how many there are, and how many it weighs."""

    name: str
    start: float
    points: float
    most: float


def best_score_chart(plan: Plan, reader: Reader) -> Chart | None:
    """Return the points of the candidate that scores best; None where nothing is scored."""
    ranks = plan.scorecard.rank.dropna()
    return None if ranks.empty else score_chart(plan, str(ranks.idxmin()), reader)


def score_chart(plan: Plan, site_id: str, reader: Reader, width: float = WIDTH) -> Chart | None:
    """Return the points of a candidate by criterion as a waterfall; None where nothing is scored.

    The light end of a bar is what the criterion weighs and the place has not.
    """
    why = plan.scorecard.why(site_id)
    if why.empty or not np.isfinite(why["contribution"]).all():
        return None
    starts = np.append(0.0, why["contribution"].cumsum())
    steps = [
        _Step(criterion_name(str(name), reader), start, points, _WHOLE * weight)
        for name, start, points, weight in zip(why.index, starts, why["contribution"], why["weight"], strict=False)
    ]
    score = float(starts[-1])
    finding = _finding(plan, site_id, steps, score, reader)
    measure = reader.gettext(
        "Points by criterion, of as many as it weighs: the light end of a bar is not reached; together they are the "
        "score"
    )
    rows = [*steps, _Step(reader.gettext("Score"), 0.0, score, _WHOLE)]
    drawing = _wide(rows, finding, reader) if width > _NARROW else _narrow(rows, width, finding, reader)
    return Chart(finding, measure, drawing, _data(rows, reader))


def _finding(plan: Plan, site_id: str, steps: Sequence[_Step], score: float, reader: Reader) -> str:
    """Return which criterion brings most, and which leaves most."""
    _ = reader.gettext
    name = reader.shown(plan.market.candidates.loc[[site_id]], "name").iloc[0]
    most, least = max(steps, key=lambda step: step.points), max(steps, key=lambda step: step.most - step.points)
    told = {"name": name, "id": site_id, "score": exact(score, 0), "most": most.name, "least": least.name}
    if most is least:
        return _("{name} ({id}) scores {score} of 100, most of it by: {most}").format(**told)
    return _("{name} ({id}) scores {score} of 100; brings most: {most}; leaves most: {least}").format(**told)


def _told(step: _Step, reader: Reader) -> str:
    return reader.gettext("{points} of {most}").format(points=exact(step.points, 1), most=exact(step.most, 1))


def _data(rows: Sequence[_Step], reader: Reader) -> ChartData:
    """Return bars on hidden ones: what is had, and what is not; the score below them."""
    _, none = reader.gettext, [0.0] * (len(rows) - 1)
    series = (
        ChartSeries("", [row.start for row in rows], tone="hidden"),
        ChartSeries(_("points"), [*(row.points for row in rows[:-1]), 0.0], figure="contribution"),
        ChartSeries(_("Score"), [*none, rows[-1].points], figure="score", tone="bound"),
        ChartSeries(_("not reached"), [row.most - row.points for row in rows], tone="before"),
    )
    names = [f"{row.name}: {_told(row, reader)}" for row in rows]
    return ChartData("score", "waterfall", series, names, pattern="0", span=(0.0, _WHOLE))


def _bars(row: _Step, left: float, width: float, y: float, is_score: bool) -> list[str]:
    """Return what a row has and what it has not."""
    scale = width / _WHOLE
    start, had, most = (left + x * scale for x in (row.start, row.start + row.points, row.start + row.most))
    return [
        rect(had, y, most - had, _BAR, TONES["before"]),
        rect(start, y, had - start, _BAR, TONES["bound" if is_score else "main"]),
    ]


def _wide(rows: Sequence[_Step], finding: str, reader: Reader) -> Drawing:
    return Drawing(WIDTH, 20 + _ROW * len(rows), [*_key(reader), *_wide_rows(rows, reader)], finding)


def _wide_rows(rows: Sequence[_Step], reader: Reader) -> Iterator[str]:
    width = WIDTH - _LEFT - _RIGHT
    for n, row in enumerate(rows):
        y, is_score = 20 + _ROW * n, n == len(rows) - 1
        if is_score:
            yield line(0, y - 1, WIDTH, y - 1, RULE)
        yield text(_LEFT - 8, y + 13, fitted(row.name, _LEFT - 12), "end", bold=is_score)
        yield from _bars(row, _LEFT, width, y + 3, is_score)
        yield text(WIDTH, y + 13, _told(row, reader), "end", INK, bold=is_score)


def _key(reader: Reader) -> list[str]:
    _ = reader.gettext
    return [
        *(rect(_LEFT, 2, 10, 10, TONES["main"]), text(_LEFT + 15, 11, _("points"), colour=MUTED)),
        *(rect(_LEFT + 110, 2, 10, 10, TONES["before"]), text(_LEFT + 125, 11, _("not reached"), colour=MUTED)),
    ]


def _narrow(rows: Sequence[_Step], width: float, finding: str, reader: Reader) -> Drawing:
    """Return the same with the words over the bars, for a column beside a map."""
    parts: list[str] = []
    for n, row in enumerate(rows):
        y, told = 2 * _ROW * n * 0.75, _told(row, reader)
        parts.append(text(0, y + 12, fitted(row.name, width - 7 * len(told) - 8), bold=n == len(rows) - 1))
        parts.append(text(width, y + 12, told, "end", MUTED))
        parts += _bars(row, 0.0, width, y + 17, n == len(rows) - 1)
    return Drawing(width, 1.5 * _ROW * len(rows), parts, finding)
