"""The tornado: each assumption at its low and its high end, the one that moves most first; as a file and drawn."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.evaluate.spread import FIGURES, End
from siteplan.present.charts.chart_data import ChartData, ChartSeries
from siteplan.present.charts.charts import WIDTH, Chart
from siteplan.present.charts.svg import Drawing, line, rect, text
from siteplan.present.stress.range_names import assumption_name, reasons
from siteplan.present.tables import vocabulary as v
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, INK, MUTED
from siteplan.present.theme.tones import RULE, TODAY

__all__ = ["TORNADO_FILE", "tornado_charts", "tornado_dicts", "tornado_frame"]

TORNADO_FILE = "tornado.csv"
_MOST_BARS = 12  # drawn; the file has all
_TOP, _ROW, _BAR = 46.0, 36.0, 12.0
_LEFT, _RIGHT = 110.0, WIDTH - 110.0  # room for what is won beside the longest bar


def tornado_frame(plan: Plan, reader: Reader) -> pd.DataFrame:
    """Return tornado.csv: a row an assumption, by how far it moves what the network wins; empty without ranges.

    Each headline figure at the low end, as planned and at the high end; sites that stay, what the chosen ones are at
    most behind, and how the re-solve ended.
    """
    why, ranges = reasons(plan.study), plan.ranges
    rows = [_row(plan, low, high, why, reader) for low, high in ranges.by_width]
    columns = ["assumption", "name", "low", "planned", "high"]
    columns += [f"{figure}_{end}" for figure in FIGURES for end in ("low", "planned", "high")]
    columns += ["stay_low", "stay_high", "sites", "behind_at_most", "status_low", "status_high", "label", "source"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.replace([math.inf, -math.inf], math.nan)


def tornado_dicts(plan: Plan) -> list[dict[str, Any]]:
    """Return the rows of the tornado for scripts."""
    return [
        {str(key): value for key, value in row.items()}
        for row in tornado_frame(plan, Reader.of(plan.study, "en")).to_dict("records")
    ]


def tornado_charts(plan: Plan, reader: Reader) -> list[Chart]:
    """Return what the network wins, and the net present value where formats have a margin, at both ends of each."""
    if not plan.ranges.ends:
        return []
    money = any(spec.margin for spec in plan.study.formats.values())
    drawn = [(v.CAPTURE, "vehicles/year"), *([(v.NPV, reader.currency)] if money else [])]
    found = [_chart(plan, column.name, column.label(reader), unit, reader) for column, unit in drawn]
    return [chart for chart in found if chart is not None]


def _row(
    plan: Plan, low: End, high: End, why: dict[tuple[str, ...], tuple[str, str]], reader: Reader
) -> dict[str, Any]:
    base = plan.ranges.base or {}
    label, source = why.get(low.path, ("", ""))
    three = {"low": low.figures, "planned": base, "high": high.figures}
    behind = [end.behind for end in (low, high) if not math.isnan(end.behind)]
    return {
        "assumption": low.name,
        "name": assumption_name(plan.study, low.path, reader),
        "low": low.value,
        "planned": low.planned,
        "high": high.value,
        **{f"{figure}_{end}": figures[figure] for figure in FIGURES for end, figures in three.items()},
        "stay_low": low.stay,
        "stay_high": high.stay,
        "sites": plan.ranges.n_sites,
        "behind_at_most": max(behind, default=math.nan),
        "status_low": low.status,
        "status_high": high.status,
        "label": label,
        "source": source,
    }


def _chart(plan: Plan, figure: str, called: str, unit: str, reader: Reader) -> Chart | None:
    """Return the bars of one figure, the widest on top; what does not move it is left out, None where nothing does."""
    _ = reader.gettext
    pairs = [pair for pair in plan.ranges.by_width_of(figure) if len({end.figures[figure] for end in pair}) > 1]
    if not pairs:
        return None
    low, _high = pairs[0]
    finding = _("{figure}: what moves it most is {name}").format(
        figure=called, name=assumption_name(plan.study, low.path, reader)
    )
    measure = _(
        "{figure}, {unit}, where one assumption at a time goes to the low and the high end of its range; the line is "
        "as planned"
    ).format(figure=called, unit=reader.unit_word(unit))
    shown = pairs[:_MOST_BARS]
    parts = [*_key(reader), *_bars(plan, shown, figure, reader)]
    drawing = Drawing(WIDTH, _TOP + _ROW * len(shown), parts, finding)
    return Chart(finding, measure, drawing, _tornado_data(plan, shown, figure, unit, reader))


def _tornado_data(plan: Plan, pairs: list[tuple[End, End]], figure: str, unit: str, reader: Reader) -> ChartData:
    _ = reader.gettext
    low, high = ([pair[n].figures[figure] for pair in pairs] for n in (0, 1))
    series = (
        ChartSeries(_("at the low end"), low, (), f"{figure}.low", [amount(x, "", reader) for x in low], "before"),
        ChartSeries(_("at the high end"), high, (), f"{figure}.high", [amount(x, "", reader) for x in high]),
    )
    names = [_of_range(plan, pair[0], pair[1], reader) for pair in pairs]
    base = (plan.ranges.base or {})[figure]
    as_planned = _("middle line: as planned, {x}").format(x=amount(base, unit, reader))
    return ChartData(
        f"tornado.{figure}", "tornado", series, names, titles=("", as_planned), base=base, units=("", unit)
    )


def _of_range(plan: Plan, low: End, high: End, reader: Reader) -> str:
    """Return an assumption and its range."""
    return f"{assumption_name(plan.study, low.path, reader)}: {low.value:g} – {high.value:g}"


def _key(reader: Reader) -> list[str]:
    _ = reader.gettext
    return [
        *(rect(0, 2, 10, 10, TODAY), text(15, 11, _("at the low end"), colour=MUTED)),
        *(rect(160, 2, 10, 10, ACCENT), text(175, 11, _("at the high end"), colour=MUTED)),
    ]


def _bars(plan: Plan, pairs: list[tuple[End, End]], figure: str, reader: Reader) -> list[str]:
    base = (plan.ranges.base or {})[figure]
    values = [base, *(end.figures[figure] for pair in pairs for end in pair)]
    least, most = min(values), max(values)
    scale = (_RIGHT - _LEFT) / (most - least) if most > least else 0.0

    def x(value: float) -> float:
        return _LEFT + (value - least) * scale if scale else (_LEFT + _RIGHT) / 2

    bottom = _TOP + _ROW * len(pairs)
    parts = [line(x(base), 32, x(base), bottom, MUTED, 1.2)]
    parts.append(text(x(base), 28, amount(base, "", reader), "middle", INK, bold=True))
    for n, (low, high) in enumerate(pairs):
        y = _TOP + _ROW * n
        parts += [line(0, y - 5, WIDTH, y - 5, RULE), text(0, y + 9, _of_range(plan, low, high, reader))]
        for end, colour in ((low, TODAY), (high, ACCENT)):
            parts += _bar(x(base), x(end.figures[figure]), y + 14, colour)
        parts += _ends(low.figures[figure], high.figures[figure], x, y + 24, reader)
    return parts


def _bar(start: float, end: float, y: float, colour: str) -> list[str]:
    return [rect(min(start, end), y, abs(end - start), _BAR, colour)]


def _ends(low: float, high: float, x: Any, y: float, reader: Reader) -> list[str]:
    """Return what the figure is at both ends, outside the bars."""
    left, right = sorted((low, high))
    return [
        text(x(left) - 5, y, amount(left, "", reader), "end", MUTED),
        text(x(right) + 5, y, amount(right, "", reader), "start", MUTED),
    ]
