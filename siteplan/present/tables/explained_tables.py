"""Tables of what solving anew says: what each rule costs, and which rejected sites are nearest to opening."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from siteplan.evaluate import Plan
from siteplan.present.plan_text.explained_words import entry_text, spread_text
from siteplan.present.plan_text.rule_words import records, rule_name
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, frame_of, table_of
from siteplan.present.tables.plan_tables import read_sites
from siteplan.present.text.goals import short_figure
from siteplan.present.text.numbers import NO_NUMBER
from siteplan.present.text.reader import Reader

__all__ = ["PRICES", "price_table", "rejected_table"]


PRICES = (v.CAPTURE, v.CAPEX, v.OPEX, v.NPV, v.COVERAGE, v.COVERAGE_RURAL)


def price_table(plan: Plan, reader: Reader) -> Table | None:
    """Return the plan without each rule that costs something, beside the plan; None where none was found to."""
    rules = [rule for rule in plan.rules.to_dict("records") if rule["price_basis"] == "re-solved"]
    groups = [group for group in plan.together.to_dict("records") if group["price_basis"] == "re-solved"]
    if not rules and not groups:
        return None
    _ = reader.gettext
    named = [(_both(plan, group, reader), group) for group in groups]
    named += [(rule_name(rule["rule_id"], plan.study, reader), rule) for rule in rules]
    rows = [_the_plan(plan, reader), *(_without(plan, name, line, reader) for name, line in named)]
    columns = (v.WITHOUT, v.PRICE.of_goal(plan.proof.goal), *PRICES, v.GAP_LEFT)
    return table_of(_("What the rules cost"), frame_of(columns, rows), columns, reader)


def _both(plan: Plan, group: Mapping[Any, Any], reader: Reader) -> str:
    names = [rule_name(rule_id, plan.study, reader) for rule_id in str(group["rule_ids"]).split("; ")]
    return reader.gettext(" and ").join(names)


def _the_plan(plan: Plan, reader: Reader) -> list[Any]:
    kpis, coverage = plan.kpis, plan.kpis.coverage
    figures = (kpis.capture, kpis.capex, kpis.opex, kpis.npv, coverage.all, coverage.rural)
    return [reader.gettext("none: the plan"), None, *figures, plan.proof.gap]


def _without(plan: Plan, name: str, line: Mapping[Any, Any], reader: Reader) -> list[Any]:
    gain = spread_text(line["price"], line["price_from"], line["price_to"], plan.proof.goal, reader)
    return [name, gain, *(line[f"without_{column.name}"] for column in PRICES), line["price_gap"]]


def rejected_table(plan: Plan, reader: Reader, most: int = 10) -> Table | None:
    """Return the candidates that are nearest to opening, and at which price they do; None where none could open."""
    _ = reader.gettext
    near = plan.rejected[plan.rejected["gain"].notna()].head(most)
    if near.empty:
        return None
    goal, sites = plan.proof.goal, records(near)
    frame = read_sites(near, plan.market.candidates, plan.market.zones, reader).assign(
        entry_price=[_lacks(plan, site, reader) for site in sites],
        entry_capex=[entry_text(site, reader) for site in sites],
    )
    columns = (v.SITE, v.CITY, v.FORMAT, v.GAIN.of_goal(goal), v.LACKS.of_goal(goal), v.CAPEX, v.ENTRY_CAPEX)
    note = _(
        "Entry price, re-solved: at this investment a plan with the site is better than the plan, a thousandth above "
        "it none is; of two figures, at the lower a better plan was found, and above the higher none can be. "
        "What a site would add leaves rules aside."
    )
    return table_of(_("Closest to opening"), frame, columns, reader, note=note)


def _lacks(plan: Plan, site: Mapping[Any, Any], reader: Reader) -> str:
    """Return what the best plan with a site at its own price is worth less, from its least to what was found."""
    _, goal = reader.gettext, plan.proof.goal
    least, found = (max(float(site[name]), 0.0) for name in ("entry_price_least", "entry_price"))
    if not math.isfinite(least) or site["basis"] != "re-solved":
        return NO_NUMBER
    low, high = short_figure(least, goal), short_figure(found, goal)
    if not math.isfinite(float(site["entry_price"])):
        return _("at least {low}").format(low=low)
    return high if low == high else _("{low} to {high}").format(low=low, high=high)
