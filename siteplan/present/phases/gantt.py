"""The Gantt chart of a plan: its phases over quarters, and by format how many sites open in each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.charts.chart_data import ChartData, ChartSeries
from siteplan.present.charts.charts import WIDTH, Chart
from siteplan.present.charts.svg import Drawing, fitted, line, rect, text
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, MUTED, NO_DATA
from siteplan.present.theme.tones import TINT, WHITE
from siteplan.study.phases_spec import Calendar

__all__ = ["gantt_chart"]

_LEFT, _RIGHT, _TOP, _ROW = 130, 10, 46, 30
_QUARTER, _YEAR = 3, 12  # months
_MORE = 4  # quarters that are shown after the last opening
_LABEL = 52  # pixels that the name of a quarter takes


@dataclass(frozen=True)
class _Scale:
    """Months to pixels."""

    calendar: Calendar
    months: int

    def x(self, month: float) -> float:
        """Return where a month is."""
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * min(month, self.months) / self.months


def gantt_chart(plan: Plan, reader: Reader) -> Chart | None:
    """Return the chart; None where the study has no phases, or nothing is decided on."""
    calendar = plan.study.plan.calendar
    if plan.phases is None or calendar is None or plan.sites.empty:
        return None
    _ = reader.gettext
    decided = _decided(plan, calendar)
    latest = max(int(decided["opens"].max()), calendar.starts[-1])
    scale = _Scale(calendar, min(latest + _QUARTER * _MORE, calendar.horizon))
    formats = [name for name in plan.study.formats if name in set(decided["format"])]
    height = _TOP + _ROW * len(formats) + 6
    parts = [*_quarters(scale, height), *_phases(scale, reader)]
    for row, name in enumerate(formats, start=1):
        parts += _format_row(scale, decided[decided["format"] == name], row, reader.format_name(name))
    first, last = (calendar.quarter(int(month)) for month in (decided["opens"].min(), decided["opens"].max()))
    finding = _("{n} sites open from {first} to {last}").format(n=len(decided), first=first, last=last)
    measure = _(
        "New sites by format: so many open in the quarter where the number stands; the bar before it is the lead time"
    )
    return Chart(finding, measure, Drawing(WIDTH, height, parts, finding), _gantt_data(scale, decided, formats, reader))


def _decided(plan: Plan, calendar: Calendar) -> pd.DataFrame:
    """Return format, start and opening month of each new site."""
    quarters = {calendar.quarter(month): month for month in range(0, calendar.horizon, _QUARTER)}
    sites = plan.sites
    starts = [calendar.starts[int(phase) - 1] for phase in sites["phase"]]
    opens = [quarters[quarter] for quarter in sites["opens"]]
    return pd.DataFrame({"format": sites["format"].to_numpy(), "start": starts, "opens": opens})


def _gantt_data(scale: _Scale, decided: pd.DataFrame, formats: list[str], reader: Reader) -> ChartData:
    """Return a bar for each phase and format: its lead time, then the quarter in which its sites open, in years."""
    _, calendar = reader.gettext, scale.calendar
    counts = Counter(zip(decided["start"], decided["opens"], decided["format"], strict=True))
    rows = sorted(counts.items(), key=lambda row: (row[0][0], row[0][1], formats.index(row[0][2])))
    phase = {start: reader.told(one) for start, one in zip(calendar.starts, calendar.phases, strict=True)}
    names = [f"{phase[start]} · {reader.format_name(name)}" for (start, _opens, name), _n in rows]
    told = [f"{n} · {calendar.quarter(int(opens))}" for (_start, opens, _name), n in rows]
    first, year = calendar.first / _YEAR, float(_YEAR)
    series = (
        ChartSeries("", [first + start / year for (start, _o, _f), _n in rows], tone="hidden"),
        ChartSeries(_("lead time"), [(opens - start) / year for (start, opens, _f), _n in rows], tone="before"),
        ChartSeries(_("opening"), [_QUARTER / year] * len(rows), labels=told),
    )
    span = (float(calendar.first // _YEAR), float(-(-(calendar.first + scale.months) // _YEAR)))
    return ChartData("gantt", "gantt", series, names, pattern="0", span=span)


def _quarters(scale: _Scale, height: float) -> list[str]:
    parts, each = [], _named_each(scale)
    for month in range(0, scale.months + 1, _QUARTER):
        parts.append(line(scale.x(month), 20, scale.x(month), height, NO_DATA))
        if month % (_QUARTER * each) == 0 and scale.x(month) + _LABEL <= WIDTH:
            parts.append(text(scale.x(month) + 3, 14, scale.calendar.quarter(month), colour=MUTED))
    return parts


def _named_each(scale: _Scale) -> int:
    """Return which quarters are named, each one, second or fourth: as many as there is room for."""
    room = scale.x(_QUARTER) - scale.x(0)
    return next((n for n in (1, 2, 4) if n * room >= _LABEL), 8)


def _phases(scale: _Scale, reader: Reader) -> list[str]:
    """Return the bars of the phases with their names, or their numbers where one has no room: cut names look alike."""
    parts = [text(0, _TOP - 8, reader.gettext("Phases"), bold=True)]
    ends = [
        (scale.x(start), scale.x(end)) for start, end in zip(scale.calendar.starts, scale.calendar.ends, strict=True)
    ]
    names = [reader.told(phase) for phase in scale.calendar.phases]
    if any(fitted(name, right - left - 8) != name for name, (left, right) in zip(names, ends, strict=True)):
        names = [str(n) for n in range(1, len(names) + 1)]
    for name, (left, right) in zip(names, ends, strict=True):
        parts.append(rect(left + 1, _TOP - 22, right - left - 2, 20, TINT))
        parts.append(text(left + 5, _TOP - 8, name))
    return parts


def _format_row(scale: _Scale, decided: pd.DataFrame, row: int, name: str) -> list[str]:
    y = _TOP + _ROW * (row - 1) + 8
    ways, numbers = [line(0, y - 4, WIDTH, y - 4, NO_DATA), text(0, y + 14, name)], []
    for (start, opens), n in Counter(zip(decided["start"], decided["opens"], strict=True)).items():
        left, at = scale.x(start), scale.x(opens)
        width = max(scale.x(opens + _QUARTER) - at - 2, 16)
        ways.append(rect(left + 1, y + 7, at - left, 6, TINT))
        numbers.append(rect(at + 1, y, width, 19, ACCENT))
        numbers.append(text(at + 1 + width / 2, y + 14, str(n), "middle", WHITE, bold=True))
    return [*ways, *numbers]  # no way hides the number of another phase
