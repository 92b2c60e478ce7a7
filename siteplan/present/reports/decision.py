"""What a plan asks its readers to decide: whose money, for what, and what comes back."""

from __future__ import annotations

from siteplan.evaluate import Plan
from siteplan.present.plan_text.changes import change_clauses
from siteplan.present.reports.business_part import business_sentences
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader

__all__ = ["decision_sentences"]


def decision_sentences(plan: Plan, reader: Reader) -> list[str]:
    """Return the decision asked for, and what it is worth to the company; nothing where nothing changes."""
    _ = reader.gettext
    changes = [*_opening(plan, reader), *change_clauses(plan, reader)]
    if not changes:
        return []
    kpis = plan.kpis
    capex, whole = (amount(x, reader.currency, reader) for x in (kpis.capex, kpis.capex_all))
    alone = _("The decision asked for: {capex} for a network that {changes}.")
    shared = _(
        "The decision asked for: {capex} of the company's money, {whole} of all who pay together, for a network that "
        "{changes}."
    )
    said = alone if capex == whole else shared
    told = said.format(capex=capex, whole=whole, changes=_("; ").join(changes))
    return [told, business_sentences(plan, reader)[0]]


def _opening(plan: Plan, reader: Reader) -> list[str]:
    """Return how many sites of each format open, most first: "opens 40 franchises, 15 dealers"."""
    _, counts = reader.gettext, plan.sites["format"].value_counts()
    if counts.empty:
        return []
    names = {name: (reader.format_name_of_one if n == 1 else reader.formats_name)(name) for name, n in counts.items()}
    each = [_("{n} {format}").format(n=n, format=names[name]) for name, n in counts.items()]
    return [_("opens {formats}").format(formats=_(", ").join(each))]
