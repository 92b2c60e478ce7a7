"""What people read of a saved plan's status, of levels and of what hinders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.store.saved_plans.listed_plan import ListedPlan, PlanStatus
from siteplan.store.saved_plans.saved_errors import SavedPlansError

__all__ = ["hindrance_text", "status_badge"]

_NAMES: Mapping[PlanStatus, str] = {
    PlanStatus.DRAFT: N_("draft"),
    PlanStatus.PROPOSED: N_("proposed"),
    PlanStatus.APPROVED: N_("approved"),
    PlanStatus.RETURNED: N_("returned"),
}
_COLOURS: Mapping[PlanStatus, Literal["gray", "blue", "green", "orange"]] = {
    PlanStatus.DRAFT: "gray", PlanStatus.PROPOSED: "blue", PlanStatus.APPROVED: "green", PlanStatus.RETURNED: "orange",
}  # fmt: skip


def status_name(status: PlanStatus, reader: Reader) -> str:
    """Return how far a plan is, as people read it."""
    return reader.gettext(_NAMES[status])


def status_badge(plan: ListedPlan, reader: Reader) -> str:
    """Return it as a badge in Markdown."""
    return f":{_COLOURS[plan.status]}-badge[{status_name(plan.status, reader)}]"


def hindrance_text(error: SavedPlansError, reader: Reader) -> str:
    """Return what hinders, and what helps."""
    return reader.gettext(str(error))
