"""What the address of the page Decide says: the plan that is open, or those that stand side by side."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from siteplan.present.compare.kept_plans import MOST

__all__ = ["SAVED", "named_beside", "named_plan", "to_list", "to_plan", "to_plans_beside"]

SAVED, BESIDE = "saved", "beside"


def named_plan() -> str:
    """Return the id of the plan that the address names, "" for none."""
    return str(st.query_params.get(SAVED, ""))


def named_beside() -> list[str]:
    """Return the ids of the plans that the address sets side by side, the first as often as it may."""
    given = str(st.query_params.get(BESIDE, ""))
    return [*dict.fromkeys(one for one in given.split(",") if one)][:MOST]


def to_plan(plan_id: str) -> None:
    """Open a plan."""
    st.query_params.pop(BESIDE, None)
    st.query_params[SAVED] = plan_id


def to_plans_beside(plans: Iterable[str]) -> None:
    """Set plans side by side."""
    st.query_params.pop(SAVED, None)
    st.query_params[BESIDE] = ",".join(plans)


def to_list() -> None:
    """Go back to the list."""
    for key in (SAVED, BESIDE):
        st.query_params.pop(key, None)
