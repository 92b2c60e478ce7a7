"""The decide page: saved plans as cards and a table, one of them opened, or several side by side."""

from __future__ import annotations

import streamlit as st

from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.store.saved_plans.saved_errors import SavedPlansError
from siteplan.store.saved_plans.saved_list import find_saved, saved_plans
from siteplan.ui.saved import opened_plan, plan_list, plans_beside
from siteplan.ui.saved.decide_address import named_beside, named_plan, to_list
from siteplan.ui.saved.saved_words import hindrance_text
from siteplan.ui.visitor import person

__all__ = ["show"]


def show(world: World, reader: Reader) -> None:
    """Show the plan that the address names, or those that it sets side by side, else the list."""
    try:
        _show(world, reader)
    except SavedPlansError as error:
        st.error(hindrance_text(error, reader))
        st.button(reader.gettext("Try again"), key="try-again")


def _show(world: World, reader: Reader) -> None:
    study = world.ground.study
    if chosen := named_beside():
        found = {plan.id: plan for plan in map(find_saved, chosen) if plan and plan.study == study.study.name}
        plans_beside.show([found[name] for name in chosen if name in found], reader)
    elif (name := named_plan()) and (plan := find_saved(name)) is not None and plan.study == study.study.name:
        opened_plan.show(plan, world, reader)
    else:
        if name:
            st.info(reader.gettext("The plan at this address is gone: its owner erased it."))
            to_list()
        plan_list.show(saved_plans(study.study.name, person()), world, reader)
