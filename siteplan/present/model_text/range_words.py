"""How sure a plan's figures are: its ranges in sentences, as a table and for scripts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.evaluate.spread import FIGURES, End, Ranges
from siteplan.present.stress.range_names import assumption_name
from siteplan.present.tables import money_vocabulary as m
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, table_of
from siteplan.present.text.numbers import amount, exact, share
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.study import Study

__all__ = ["COLUMNS", "range_dict", "range_of", "range_sentences", "range_table"]

COLUMNS = (
    v.ASSUMPTION, v.ASSUMED, v.THERE, v.CAPTURE, v.CAPTURE_HELD, v.SHARE_OF_MARKET, v.NPV, m.PAYBACK_THERE,
    v.STAY, v.BEHIND,
)  # fmt: skip
_VERDICTS: Mapping[tuple[bool, bool], str] = {
    (True, True): N_("The sites are robust, and so are the volumes."),
    (True, False): N_("The sites are robust, the volumes are not."),
    (False, True): N_("The volumes are robust, the sites are not."),
    (False, False): N_("Neither the sites nor the volumes are robust."),
}
_IF_HELD: Mapping[bool, str] = {
    True: N_("The sites are robust; so are the volumes, as long as the outside option is fitted to own sites' sales."),
    False: N_("The volumes are robust as long as the outside option is fitted to own sites' sales; the sites are not."),
}


def range_sentences(plan: Plan, reader: Reader) -> list[str]:
    """Return the headline with its range, what moves it most, and whether the sites would be others."""
    _, ranges = reader.gettext, plan.ranges
    if not ranges.ends:
        return [
            _(
                "No assumption of the study has a range, so it is not known how sure its figures are: write rate "
                "= {{ value = 0.08, range = [0.04, 0.12] }}."
            ).format()
        ]
    told = [_headline(ranges, reader), *_payback(plan, reader), _widest(plan, reader), *_held(ranges, reader)]
    return [*told, *_sites(ranges, reader)]


def range_table(plan: Plan, reader: Reader) -> Table | None:
    """Return the figures at both ends of each range, the widest first; None where the study gives none."""
    _, ranges = reader.gettext, plan.ranges
    if not ranges.ends:
        return None
    frame = pd.DataFrame([_row(plan, end, reader) for pair in ranges.by_width for end in pair])
    columns = [column for column in COLUMNS if ranges.held or column is not v.CAPTURE_HELD]
    note = _(
        "One assumption at a time, all others as planned. Figures are re-evaluated on the chosen sites; sites that "
        "stay are re-solved to the study's gap, with these sites to start from."
    )
    return table_of(_("The plan at the ends of its assumptions' ranges"), frame, columns, reader, note=note)


def range_dict(ranges: Ranges) -> dict[str, Any]:
    """Return the ranges for scripts: [low, base, high] of each figure, then every end of every assumption."""
    if not ranges.ends:
        return {}
    return {
        "figures": {name: [*ranges.of(name)] for name in FIGURES},
        "capture_held": None if ranges.held is None else [*ranges.held],
        "sites": ranges.n_sites,
        "sites_robust": ranges.robust,
        "volumes_robust": ranges.steady,
        "volumes_robust_if_held": ranges.steady_if_held,
        "ends": [
            {
                "assumption": end.name,
                "planned": end.planned,
                "value": end.value,
                **end.figures,
                "capture_held": end.held,
                "stay": end.stay,
                "behind": end.behind,
                "status": end.status,
            }
            for end in ranges.ends
        ],
    }


def range_of(plan: Plan, figure: str, reader: Reader) -> str:
    """Return a figure's range, to stand below the figure and its unit: "32.4 k – 142 k"; "" without any."""
    if not plan.ranges.ends:
        return ""
    low, _base, high = plan.ranges.of(figure)
    told = share if figure == "share" else _bare
    return f"{told(low, reader)} – {told(high, reader)}"


def _bare(x: float, reader: Reader) -> str:
    return amount(x, "", reader)


def _headline(ranges: Ranges, reader: Reader) -> str:
    _ = reader.gettext
    (low, base, high), shares = ranges.of("capture"), ranges.of("share")
    text = _(
        "How sure: the network wins {base}, from {low} to {high} where one assumption at a time goes to the ends of "
        "its range; its share is {share}, from {least} to {most} (re-evaluated)."
    )
    told = {name: amount(x, "vehicles/year", reader) for name, x in (("base", base), ("low", low), ("high", high))}
    least, planned, most = (share(x, reader) for x in shares)
    return text.format(**told, share=planned, least=least, most=most)


def _payback(plan: Plan, reader: Reader) -> list[str]:
    """Return after how many years the plan is back, with its range; nothing where no format has a margin."""
    if not any(spec.margin for spec in plan.study.formats.values()):
        return []
    low, base, high = plan.ranges.of("payback")
    text = reader.gettext("What is spent is back after {base} years, from {low} to {high}.")
    told = {name: _years(x, plan.study, reader) for name, x in (("base", base), ("low", low), ("high", high))}
    return [text.format(**told)]


def _years(x: float, study: Study, reader: Reader) -> str:
    """Return a payback; beyond the horizon nobody knows it."""
    if math.isinf(x):
        return reader.gettext("more than {n}").format(n=study.plan.horizon_years)
    return exact(x, 1)


def _widest(plan: Plan, reader: Reader) -> str:
    low, high = plan.ranges.by_width[0]
    text = reader.gettext("What moves it most: {name}, from {low} to {high}.")
    return text.format(name=assumption_name(plan.study, low.path, reader), low=f"{low.value:g}", high=f"{high.value:g}")


def _held(ranges: Ranges, reader: Reader) -> list[str]:
    """Return the range where today's network is held to what it sells; nothing where that cannot be."""
    if ranges.held is None:
        return []
    low, high = (amount(x, "vehicles/year", reader) for x in ranges.held)
    _ = reader.gettext
    text = _(
        "With the outside option refitted at each end, so that own sites keep their observed sales, the "
        "network wins from {low} to {high}."
    )
    return [text.format(low=low, high=high)]


def _sites(ranges: Ranges, reader: Reader) -> list[str]:
    """Return how many sites stay where the plan is re-solved, and what that says."""
    _, solved = reader.gettext, ranges.solved
    if ranges.robust is None:
        return [_("Whether other sites would be chosen at these ends was not re-solved.")] if ranges.n_sites else []
    stay, behind = min(end.stay or 0 for end in solved), max(end.behind for end in solved)
    text = _(
        "Re-solved at {n} of {all} ends, at least {stay} of {sites} sites stay, and the chosen ones are at most "
        "{behind} behind the best plan there."
    )
    counts = {"n": len(solved), "all": len(ranges.ends), "stay": stay, "sites": ranges.n_sites}
    verdict = _IF_HELD[ranges.robust] if ranges.steady_if_held else _VERDICTS[ranges.robust, ranges.steady]
    return [text.format(**counts, behind=share(behind, reader)), _(verdict)]


def _row(plan: Plan, end: End, reader: Reader) -> dict[str, Any]:
    _ = reader.gettext
    stay = None if end.stay is None else _("{n} of {all}").format(n=end.stay, all=plan.ranges.n_sites)
    ended = end.status and end.stay is None
    return {
        "assumption": assumption_name(plan.study, end.path, reader),
        "planned": f"{end.planned:g}",
        "there": f"{end.value:g}",
        **end.figures,
        "payback_there": _years(end.figures["payback"], plan.study, reader),
        "capture_held": end.held,
        "stay": reader.status_name(end.status) if ended else stay,
        "behind": end.behind,
    }
