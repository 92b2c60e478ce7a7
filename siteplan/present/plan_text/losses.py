"""Which new sites earn less than they cost, and which of them a rule needs: those that may be struck are told."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.evaluate.explain.marginal_sites import past_break_even
from siteplan.present.plan_text.explained_words import needed_names
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, others_in, table_of
from siteplan.present.tables.plan_tables import read_sites
from siteplan.present.text.numbers import amount, share
from siteplan.present.text.reader import Reader

__all__ = ["COLUMNS", "loss_sentences", "loss_table", "losses_dict"]

MOST_SITES = 20  # that a report tells; sites.csv tells all
COLUMNS = (v.SITE, v.FORMAT, v.NET_NEW, v.CAPEX, v.RESULT, v.NEEDED_FOR)


def losses_dict(plan: Plan) -> dict[str, Any]:
    """Return how many new sites lose money, what they cost and bring, and how many of them no rule needs."""
    losing = _losing(plan)
    return {
        "new_sites": len(plan.sites),
        "lose_money": len(losing),
        "yearly_result": float(losing["yearly_result"].sum()),
        "capex": float(losing["capex"].sum()),
        "net_new": float(losing["net_new"].sum()),
        "needed_for_a_rule": int((losing["needed_for"] != "").sum()),
        "strike": {**asdict(plan.strike), "sites": list(plan.strike.sites)},
    }


def loss_sentences(plan: Plan, reader: Reader) -> list[str]:
    """Return the same in words; nothing where no format has a margin, so that every site would lose."""
    if plan.sites.empty or not any(spec.margin for spec in plan.study.formats.values()):
        return []
    _, told, n = reader.gettext, losses_dict(plan), len(_losing(plan))
    if not n:
        return [_("No new site costs more a year than it earns.")]
    text = reader.ngettext(
        "{n} of {all} new sites costs more a year than it earns, {loss} in all, with {capex} of the "
        "investment and {gain} of the net-new vehicles; needed for a rule: {needed}, free to be dropped: "
        "{free}.",
        "{n} of {all} new sites cost more a year than they earn, {loss} in all, with {capex} of the "
        "investment and {gain} of the net-new vehicles; needed for a rule: {needed}, free to be dropped: "
        "{free}.",
        n,
    )
    needed = told["needed_for_a_rule"]
    return [
        text.format(
            n=n,
            all=told["new_sites"],
            loss=amount(-told["yearly_result"], f"{reader.currency}/year", reader),
            capex=share(_part(told["capex"], float(plan.sites["capex"].sum())), reader),
            gain=share(_part(told["net_new"], float(plan.sites["net_new"].sum())), reader),
            needed=needed,
            free=n - needed,
        ),
        *_strike(plan, reader),
        *_needed_past_break_even(plan, reader),
    ]


def _strike(plan: Plan, reader: Reader) -> list[str]:
    """Return which of them may be left out together; nothing where none may."""
    strike = plan.strike
    if not strike.sites:
        return []
    text = reader.ngettext(
        "{n} of them may be left out, every rule kept: the plan is worth {npv} more then, {capex} are not spent, "
        "and the network sells {capture} less.",
        "{n} of them may be left out together, every rule kept: the plan is worth {npv} more then, {capex} are not "
        "spent, and the network sells {capture} less.",
        len(strike.sites),
    )
    money = {name: amount(getattr(strike, name), reader.currency, reader) for name in ("npv", "capex")}
    return [text.format(n=len(strike.sites), capture=amount(strike.capture, "vehicles/year", reader), **money)]


def _needed_past_break_even(plan: Plan, reader: Reader) -> list[str]:
    """Return which rules need the sites that, added last, add less than they cost; nothing where none does."""
    _, last = reader.gettext, past_break_even(plan.sites)
    needed = last[last["needed_for"] != ""]
    if needed.empty:
        return []
    rules = Counter(name for names in needed["needed_for"] for name in needed_names(str(names), plan.study, reader))
    told = _("; ").join(_("{rule} ({n})").format(rule=rule, n=n) for rule, n in rules.most_common())
    text = _(
        "Added one by one, the one that adds most first, the last {n} sites add less than they cost; of them {needed} "
        "are needed for a rule: {rules}."
    )
    return [text.format(n=len(last), needed=len(needed), rules=told)]


def loss_table(plan: Plan, reader: Reader) -> Table | None:
    """Return the sites that lose money, those that no rule needs first; None where there are none."""
    losing = _losing(plan)
    if losing.empty or not loss_sentences(plan, reader):
        return None
    _ = reader.gettext
    told = losing.head(MOST_SITES)
    needed = [_("; ").join(needed_names(str(rules), plan.study, reader)) for rules in told["needed_for"]]
    frame = read_sites(told, plan.market.candidates, plan.market.zones, reader).assign(
        needed_for=[
            names or (_("no rule, may go") if struck else _("no rule"))
            for names, struck in zip(needed, told["may_strike"], strict=True)
        ]
    )
    note = _(
        "Margin on the site's sales, less the margin that own sites lose to it, its running cost and its "
        "investment spread over the horizon. Any one such site may be dropped; those that may go can "
        "go together, and the plan is worth more without them."
    )
    more = others_in("sites.csv", len(losing) - MOST_SITES, reader)
    note = " ".join([note, *more])
    table = table_of(_("New sites that cost more than they earn"), frame, COLUMNS, reader, note=note)
    return table.whole_in("sites.csv")


def _losing(plan: Plan) -> pd.DataFrame:
    sites = pd.DataFrame(plan.sites.drop(columns="geometry"))
    losing = sites[sites["yearly_result"] < 0]
    needed = losing["needed_for"] != ""
    return losing.assign(needed=needed).sort_values(["needed", "yearly_result"], kind="stable")


def _part(some: float, whole: float) -> float:
    return some / whole if whole else float("nan")
