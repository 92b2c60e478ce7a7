"""What a plan is called before somebody gives it a name."""

from __future__ import annotations

from siteplan.evaluate import Plan
from siteplan.present.plan_text.sentences import site_count
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader

__all__ = ["draft_name"]


def draft_name(plan: Plan, reader: Reader) -> str:
    """Return "14 sites, 58.2 m CNY": short, for tables of plans side by side are headed by it."""
    capex = amount(plan.kpis.capex, reader.currency, reader)
    sites = site_count(len(plan.sites), reader)
    return reader.gettext(", ").join([sites, capex])
