"""What to doubt in a plan: each figure with what is usual, and its cause in a sentence."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.evaluate.doubts import Doubt
from siteplan.present.board import board_vocabulary as b
from siteplan.present.board.doubt_causes import CAUSES
from siteplan.present.channel.kpi_dictionary import DICTIONARY, unit_of
from siteplan.present.model_text.forecast_words import trait_name
from siteplan.present.reports.report_parts import Part
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, more_in, table_of
from siteplan.present.text.numbers import NO_NUMBER, amount, exact, share
from siteplan.present.text.reader import Reader

__all__ = ["doubt_part", "doubt_sentences", "doubt_table"]

MOST_ROWS = 20  # that a report tells; doubts.csv tells all
COLUMNS = (v.SITE, v.FORMAT, b.DOUBTED, b.VALUE, b.USUAL)
FILE = [
    "scope", "site_id", "name", "format", "change", "figure", "doubted", "value", "usual_from", "usual_to", "unit",
    "cause", "why",
]  # fmt: skip
UNITS: Mapping[str, str] = {
    **dict.fromkeys(("sold", "usual_sold", "above", "reach", "usual_reach", "low", "high", "observed", "modelled"),
                    "vehicles/year"),
    **dict.fromkeys(("earned", "paid_out", "opex", "invested", "displaced", "margin", "payout", "received", "cost",
                     "usual_cost"), "currency/year"),
    **dict.fromkeys(("capex", "capex_all", "npv"), "currency"),
    "unserved": "owners",
}  # fmt: skip
"""Units of the facts that sentences name; shares are told in per cent, all others as they are."""


def doubt_part(plan: Plan, reader: Reader) -> Part:
    """Return what to doubt, or that nothing is."""
    found = plan.doubts
    table = _table(found, plan, reader)
    tables = [] if table is None else [table]
    return Part(reader.gettext("What to doubt"), _sentences(found, plan, reader), tables, "doubts")


def doubt_sentences(plan: Plan, reader: Reader) -> list[str]:
    """Return how many figures of which kind are doubted."""
    return _sentences(plan.doubts, plan, reader)


def _sentences(found: list[Doubt], plan: Plan, reader: Reader) -> list[str]:
    _ = reader.gettext
    if not found:
        return [_("No figure of the plan lies beyond what is usual.")]
    counts = Counter(doubt.figure for doubt in found)
    one = _("{figure}: {n}")
    told = [one.format(figure=_(DICTIONARY[figure].name), n=n) for figure, n in counts.most_common()]
    sites = {(doubt.site_id, doubt.change) for doubt in found if doubt.site_id}
    text = _("Figures to doubt: {n}, at {sites} of {all} sites. {told}.")
    open_sites = int((~plan.business.sites["closed"].astype(bool)).sum())
    return [text.format(n=len(found), sites=len(sites), all=open_sites, told=_("; ").join(told))]


def doubt_table(plan: Plan, reader: Reader) -> pd.DataFrame:
    """Return doubts.csv: a row a doubt, those of the whole plan first."""
    names = _names(plan, reader)
    rows = [
        (
            _scope(doubt), doubt.site_id, names.get((doubt.site_id, doubt.change), ""),
            doubt.format, doubt.change, doubt.figure, reader.gettext(DICTIONARY[doubt.figure].name), doubt.value,
            doubt.low, doubt.high, unit_of(DICTIONARY[doubt.figure], reader), doubt.cause, _text(doubt, reader),
        )
        for doubt in plan.doubts
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=FILE)


def _text(doubt: Doubt, reader: Reader) -> str:
    """Return the cause of a doubt as a sentence."""
    told = {name: _fact(name, value, reader) for name, value in doubt.facts.items()}
    return reader.gettext(CAUSES[doubt.cause]).format(**told)


def _fact(name: str, value: float | str, reader: Reader) -> str:
    """Return a fact as people read it: a trait by its name, a share in per cent, else an amount with its unit."""
    if isinstance(value, str):
        return trait_name(value, reader) if name == "trait" and value else value
    if name in ("share", "usual_share"):
        return share(value, reader)
    return amount(value, UNITS.get(name, "").replace("currency", reader.currency), reader)


def _scope(doubt: Doubt) -> str:
    return "site" if doubt.site_id else "format" if doubt.format else "plan"


def _names(plan: Plan, reader: Reader) -> dict[tuple[str, str], str]:
    """Return what each site of the network is called, by id and change."""
    own, new = (reader.shown(table, "name") for table in (plan.market.facilities, plan.market.candidates))
    sites = plan.business.sites
    return {
        (site, change): str(new.get(site, name) if change == "new" else own.get(site, name))
        for site, change, name in zip(sites["site_id"], sites["change"], sites["name"], strict=True)
    }


def _table(found: list[Doubt], plan: Plan, reader: Reader) -> Table | None:
    """Return the first doubts, each with its cause below; None where there are none."""
    _ = reader.gettext
    if not found:
        return None
    names, first = _names(plan, reader), _spread_out(found)[:MOST_ROWS]
    frame = pd.DataFrame(
        {
            "name": [
                names.get((doubt.site_id, doubt.change), _("The plan") if _scope(doubt) == "plan" else "")
                for doubt in first
            ],
            "format": [reader.format_name(doubt.format) if doubt.format else "" for doubt in first],
            "doubted": [_(DICTIONARY[doubt.figure].name) for doubt in first],
            "doubted_value": [_valued(doubt, doubt.value, reader) for doubt in first],
            "usual": [_usual(doubt, reader) for doubt in first],
            "why": [_text(doubt, reader) for doubt in first],
        }
    )
    more = more_in("doubts.csv", len(found) - len(first), reader)
    table = table_of(_("Figures to doubt, and why"), frame, COLUMNS, reader, below=v.WHY, note=" ".join(more))
    return table.whole_in("doubts.csv")


def _spread_out(found: list[Doubt]) -> list[Doubt]:
    """Return the doubts so that each kind has its first ones in sight: by their number within figure and cause."""
    seen: Counter[tuple[str, str]] = Counter()
    placed: list[tuple[int, int, Doubt]] = []
    for doubt in found:
        placed.append((seen[doubt.figure, doubt.cause], len(placed), doubt))
        seen[doubt.figure, doubt.cause] += 1
    return [doubt for _, _, doubt in sorted(placed, key=lambda row: row[:2])]


def _valued(doubt: Doubt, value: float, reader: Reader) -> str:
    """Return a value of the doubted figure with its unit; small ones with two digits behind the point."""
    unit = DICTIONARY[doubt.figure].unit.replace("currency", reader.currency)
    if math.isnan(value):
        return NO_NUMBER
    return (
        amount(value, unit, reader)
        if abs(value) >= 100 or not unit
        else f"{exact(value, 1)} {reader.unit_word(unit)}".rstrip()
    )


def _usual(doubt: Doubt, reader: Reader) -> str:
    """Return what is usual: from, to, or both."""
    _ = reader.gettext
    low, high = (None if math.isnan(x) else _valued(doubt, x, reader) for x in (doubt.low, doubt.high))
    if low and high:
        return _("{low} to {high}").format(low=low, high=high)
    if low:
        return _("at least {x}").format(x=low)
    return _("at most {x}").format(x=high) if high else NO_NUMBER
