"""What people read of a saved plan's status, of levels and of what hinders."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import streamlit as st
from babel.dates import format_datetime

from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.store.groundwork_cache import World
from siteplan.store.saved_plans.listed_plan import ListedPlan, PlanEvent, PlanStatus
from siteplan.store.saved_plans.saved_errors import SavedPlansError
from siteplan.store.saved_plans.stale import is_stale

__all__ = [
    "LEVEL_NAMES", "event_text", "hindrance_text", "made_line", "stale_badge", "status_badge", "status_name",
]  # fmt: skip

_NAMES: Mapping[PlanStatus, str] = {
    PlanStatus.DRAFT: N_("draft"),
    PlanStatus.PROPOSED: N_("proposed"),
    PlanStatus.APPROVED: N_("approved"),
    PlanStatus.RETURNED: N_("returned"),
}
_COLOURS: Mapping[PlanStatus, Literal["gray", "blue", "green", "orange"]] = {
    PlanStatus.DRAFT: "gray", PlanStatus.PROPOSED: "blue", PlanStatus.APPROVED: "green", PlanStatus.RETURNED: "orange",
}  # fmt: skip
LEVEL_NAMES: Mapping[str, str] = {"region": N_("Region"), "headquarters": N_("Headquarters"), "board": N_("Board")}


def status_name(status: PlanStatus, reader: Reader) -> str:
    """Return how far a plan is, as people read it."""
    return reader.gettext(_NAMES[status])


def status_badge(plan: ListedPlan, reader: Reader) -> str:
    """Return it as a badge in Markdown."""
    return f":{_COLOURS[plan.status]}-badge[{status_name(plan.status, reader)}]"


def hindrance_text(error: SavedPlansError, reader: Reader) -> str:
    """Return what hinders, and what helps."""
    return reader.gettext(str(error))


def stale_badge(plan: ListedPlan, world: World, reader: Reader) -> str:
    """Return a badge that the study, or the program that reads it, is another one since, "" where it did not."""
    if not _stale(plan.id, world.key, plan, world):
        return ""
    return f":orange-badge[{reader.gettext('study or program changed since')}]"


@st.cache_data(max_entries=1000, show_spinner=False)
def _stale(plan_id: str, key: str, _plan: ListedPlan, _world: World) -> bool:  # noqa: ARG001 - of the key
    return is_stale(_plan, _world.ground.study)


def made_line(plan: ListedPlan, reader: Reader) -> str:
    """Return who made a plan and when."""
    _ = reader.gettext
    made = _("saved {when}").format(when=_when(plan.created, reader))
    by = [_("by {name}").format(name=plan.author_name)] if plan.author_name else []
    return _(" · ").join([made, *by, *(f"#{tag}" for tag in plan.tags)])


def event_text(event: PlanEvent, reader: Reader) -> tuple[str, str]:
    """Return what happened to a plan, by whom, at which level and when; and what was said."""
    _ = reader.gettext
    name = event.author_name or _("somebody")
    what = {
        "comment": _("{name} commented"),
        "name": _("{name} gave it another name"),
        "tags": _("{name} gave it other tags"),
        "proposed": _("{name} proposed it"),
        "approved": _("{name} approved it"),
        "returned": _("{name} returned it"),
    }[event.status or event.kind].format(name=name)
    level = [_(LEVEL_NAMES[event.level])] if event.level in LEVEL_NAMES else []
    return _(" · ").join([what, *level, _when(event.at, reader)]), event.text


def _when(at: float, reader: Reader) -> str:
    """Return a moment as this machine's clock and the reader's language have it."""
    locale = "en_GB" if reader.language == "en" else reader.language.replace("-", "_")
    shape = "d MMM yyyy, HH:mm" if reader.language == "en" else "y年M月d日 HH:mm"
    return str(format_datetime(datetime.fromtimestamp(at).astimezone(), shape, locale=locale))
