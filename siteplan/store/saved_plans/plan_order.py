"""The list of saved plans as a page shows it: which, in which order, as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from siteplan.present.saved.fact_words import LISTED
from siteplan.present.text.words import N_
from siteplan.store.saved_plans.listed_plan import ListedPlan, PlanStatus

__all__ = ["ORDERS", "in_order", "listed_frame", "with_status"]

ORDERS: Mapping[str, str] = {
    "changed": N_("last change"),
    "share": N_("market share"),
    "coverage_rural": N_("rural people covered"),
    "capex": N_("least investment"),
    "cost_per_vehicle": N_("least cost per vehicle"),
    "name": N_("name"),
}
_LEAST = frozenset({"capex", "cost_per_vehicle"})


def with_status(plans: Iterable[ListedPlan], statuses: Sequence[PlanStatus]) -> list[ListedPlan]:
    """Return the plans of these statuses, all where none is named."""
    return [plan for plan in plans if not statuses or plan.status in statuses]


def in_order(plans: Iterable[ListedPlan], order: str) -> list[ListedPlan]:
    """Return plans by one of ORDERS, the best or the youngest first; those without the figure last."""
    if order == "name":
        return sorted(plans, key=lambda plan: plan.name.casefold())
    if order == "changed":
        return sorted(plans, key=lambda plan: -plan.changed)
    sign = 1.0 if order in _LEAST else -1.0

    def place(plan: ListedPlan) -> tuple[bool, float]:
        value = plan.facts.get(order)
        return value is None, 0.0 if value is None else sign * float(value)

    return sorted(plans, key=place)


def listed_frame(
    plans: Sequence[ListedPlan], status: Callable[[ListedPlan], str], made: Callable[[ListedPlan], str]
) -> pd.DataFrame:
    """Return a row for each plan under the columns LISTED; a figure that no plan has is left out."""
    rows: list[dict[str, Any]] = [
        {**plan.facts, "plan": plan.name, "state": status(plan), "made": made(plan)} for plan in plans
    ]
    frame = pd.DataFrame(rows)
    return frame[[column.name for column in LISTED if column.name in frame]]
