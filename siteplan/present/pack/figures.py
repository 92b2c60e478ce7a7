"""The key figures of a plan: every measure of the dictionary, today's beside the plan's, and the ends of its range."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from math import isfinite

from siteplan.evaluate import Plan
from siteplan.evaluate.spread import FIGURES
from siteplan.market.sales_caps import has_caps
from siteplan.present.channel.kpi_dictionary import DICTIONARY, kpi_figures, unit_of
from siteplan.present.channel.perspective_part import MEASURES
from siteplan.present.pack.content import KeyFigure
from siteplan.present.plan_text.losses import losses_dict
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.plan_tables import uncovered_rural
from siteplan.present.text.numbers import amount, share
from siteplan.present.text.reader import Reader

__all__ = [
    "ADDED_OPEX", "FEW", "FEW_CAPEX", "LEFT_COUNTIES", "LEFT_OUT", "LOSING", "LOSING_CAPEX",
    "entry_figure", "figure_records", "key_figures", "records_of", "scorecard_figure",
]  # fmt: skip

OPENED, ADDED_OPEX = "opened", "opex.added"
FEW, FEW_CAPEX = "most_of_gain.sites", "most_of_gain.capex"
LOSING, LOSING_CAPEX = "lose_money.sites", "lose_money.capex"
LEFT_OUT, LEFT_COUNTIES = "uncovered_rural", "uncovered_rural.counties"
COUNTED = ("sites", "counties", "persons")  # told after their numbers by the sentence that has them


def key_figures(plan: Plan, reader: Reader) -> Mapping[str, KeyFigure]:
    """Return the figures of a plan by their ids; those that it does not have are left out."""
    found = [*_measures(plan, reader), *_scorecard(plan, reader), *_ends(plan, reader), *_counts(plan, reader)]
    return {figure.id: figure for figure in found if isfinite(figure.value)}


def figure_records(plan: Plan) -> list[dict[str, object]]:
    """Return them for scripts, in English: the same ids and values as in every medium."""
    return records_of(key_figures(plan, Reader.of(plan.study, "en")).values())


def records_of(figures: Iterable[KeyFigure]) -> list[dict[str, object]]:
    """Return figures for scripts, each with its id, value and unit, in the words in which they are."""
    keys = ("id", "value", "unit", "label", "source", "period", "name")
    return [{key: getattr(figure, key) for key in keys} for figure in figures]


def _measures(plan: Plan, reader: Reader) -> Iterator[KeyFigure]:
    _ = reader.gettext
    capped = has_caps(plan.study)
    for name, tier, today, planned in kpi_figures(plan):
        if name == v.ABOVE.name and not capped:  # nothing is lost where nothing limits sales
            continue
        id_ = f"{name}.{tier}" if tier else name
        of = reader.tier_name(tier) if tier else ""
        yield entry_figure(id_, name, planned, _("with the plan"), reader, of)
        yield entry_figure(f"{id_}.today", name, today, _("today"), reader, of)


def _scorecard(plan: Plan, reader: Reader) -> Iterator[KeyFigure]:
    """Yield the measures of the scorecard that are no other measure: "access.sale", of a function where it has one."""
    _, known = reader.gettext, {name for name, *_rest in kpi_figures(plan)}
    for row in plan.perspectives.measures.to_dict("records"):
        if row["id"] not in known:
            name, of = str(row["id"]), str(row["of"])
            yield scorecard_figure(name, of, row["plan"], _("with the plan"), reader)
            yield scorecard_figure(name, of, row["today"], _("today"), reader, ".today")


def scorecard_figure(name: str, of: str, value: float, period: str, reader: Reader, end: str = "") -> KeyFigure:
    """Return a measure of the scorecard, of a function or of none; `end` is what stands behind its id."""
    column = MEASURES[name].where(function=reader.function_name(of))
    id_ = (f"{name}.{of}" if of else name) + end
    figure = entry_figure(id_, name, value, period, reader, text=column.fact(value, reader)[1])
    return replace(figure, name=column.label(reader))


def _ends(plan: Plan, reader: Reader) -> Iterator[KeyFigure]:
    """Yield the least and the most of what has a range, over all assumptions that have one."""
    if not plan.ranges.ends:
        return
    _ = reader.gettext
    for name in FIGURES:
        low, _base, high = plan.ranges.of(name)
        yield entry_figure(f"{name}.low", name, low, _("with the plan, at the least"), reader)
        yield entry_figure(f"{name}.high", name, high, _("with the plan, at the most"), reader)


def _counts(plan: Plan, reader: Reader) -> Iterator[KeyFigure]:
    """Yield what page one says beside the measures: how many sites do most of it, lose, leave whom out."""
    _, money = reader.gettext, reader.currency
    few, few_capex = most_of_gain(plan)
    losing, left = losses_dict(plan), uncovered_rural(plan, most=len(plan.zones))
    rows = (
        (OPENED, _("New sites"), len(plan.sites), "sites", "evaluate/plan.py", _("sites that open")),
        (ADDED_OPEX, _("Added running cost"), plan.kpis.opex - plan.baseline.opex, f"{money}/year", "evaluate/kpis.py",
         _("running cost with the plan less today's")),
        (FEW, _("Sites that bring most of the gain"), few, "sites", "evaluate/plan.py",
         _("the fewest new sites whose net-new is 80 % of all")),
        (FEW_CAPEX, _("Investment in them"), few_capex, money, "evaluate/plan.py", _("their investment")),
        (LOSING, _("New sites that lose money"), losing["lose_money"], "sites", "finance/yearly_results.py",
         _("new sites whose annual result is below 0")),
        (LOSING_CAPEX, _("Investment in them"), losing["capex"], money, "evaluate/plan.py", _("their investment")),
        (LEFT_OUT, _("Rural people not covered"), float(left["uncovered"].sum()), "persons", "evaluate/kpis.py",
         _("rural persons beyond the standard of the headline function")),
        (LEFT_COUNTIES, _("Counties with rural people not covered"), len(left), "counties", "evaluate/kpis.py",
         _("counties in which some of them live")),
    )  # fmt: skip
    for id_, name, value, unit, source, meaning in rows:
        text = amount(float(value), "" if unit in COUNTED else unit, reader)
        yield KeyFigure(id_, name, float(value), text, unit, _("with the plan"), source, meaning=meaning)


def most_of_gain(plan: Plan, part: float = 0.8) -> tuple[int, float]:
    """Return the fewest new sites that bring so much of the net-new of all, and their investment; 0 without a gain."""
    ranked = plan.sites.sort_values("net_new", ascending=False, kind="stable")
    gained = ranked["net_new"].clip(lower=0).cumsum()
    if gained.empty or not gained.iloc[-1] > 0:
        return 0, 0.0
    few = int((gained / gained.iloc[-1] < part).sum()) + 1
    return few, float(ranked["capex"].head(few).sum())


def entry_figure(
    id_: str, name: str, value: float, period: str, reader: Reader, of: str = "", text: str = ""
) -> KeyFigure:
    """Return a figure as the dictionary has it under a name; `text` where it is written otherwise than by its unit."""
    entry = DICTIONARY[name]
    unit = unit_of(entry, reader)
    named = v.COVERED_IN_TIER.where(tier=of).label(reader) if of else reader.gettext(entry.name)
    digits = 2 if unit == "years" else 3
    usual = amount(value, "" if unit == "sites" else unit, reader, digits) if unit else share(value, reader)
    meaning = reader.gettext(entry.formula)
    return KeyFigure(id_, named, float(value), text or usual, unit, period, entry.source, meaning=meaning)
