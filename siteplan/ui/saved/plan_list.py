"""The list of saved plans: chosen by status, put in order, as cards or as a table; some of them to be compared."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from siteplan.present.compare.kept_plans import MOST
from siteplan.present.saved.fact_words import LISTED, fact_lines, proven_text
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.store.groundwork_cache import World
from siteplan.store.saved_plans.listed_plan import ListedPlan, PlanStatus
from siteplan.store.saved_plans.plan_order import ORDERS, in_order, listed_frame, with_status
from siteplan.ui.markdown import plain
from siteplan.ui.parts.grid import show_grid
from siteplan.ui.saved import bring
from siteplan.ui.saved.decide_address import to_plan, to_plans_beside
from siteplan.ui.saved.saved_words import made_line, stale_badge, status_badge, status_name
from siteplan.ui.visitor import NAME

__all__ = ["show"]

CARDS, TABLE, ACROSS, AT_ONCE = N_("Cards"), N_("Table"), 3, 12
CHOSEN, SHOWN, TICKED = "compare-plans", "cards-shown", "saved-plans"


def show(plans: Sequence[ListedPlan], world: World, reader: Reader) -> None:
    """Show the plans that a visitor may see, and let them bring one from elsewhere."""
    _ = reader.gettext
    st.markdown(f"## {_('Decide')}")
    if not plans:
        st.info(_("No plan is saved yet. Make one on the page Plan: it is saved by itself; or bring one as a ZIP."))
        bring.show(world, reader)
        return
    shape, found = _choose(plans, reader)
    st.caption(_("{n} of {all} plans").format(n=len(found), all=len(plans)))
    if shape == TABLE:
        _show_table(found, reader)
    else:
        _show_cards(found, world, reader)
    bring.show(world, reader)


def _choose(plans: Sequence[ListedPlan], reader: Reader) -> tuple[str, list[ListedPlan]]:
    """Ask which plans, in which order and how they are shown."""
    _ = reader.gettext
    with st.container(horizontal=True, vertical_alignment="bottom"):
        statuses = st.pills(
            _("Status"), [*PlanStatus], selection_mode="multi", key="plan-statuses", persist_state="session",
            format_func=lambda status: status_name(status, reader),
        )  # fmt: skip
        order = st.selectbox(_("Sort by"), [*ORDERS], format_func=lambda key: _(ORDERS[key]), key="plan-order",
                             width=190, persist_state="session")  # fmt: skip
        shape = st.segmented_control(_("Show as"), [CARDS, TABLE], default=CARDS, required=True, format_func=_,
                                     key="plan-shape", persist_state="session")  # fmt: skip
        st.text_input(_("Your name"), max_chars=60, key=NAME, persist_state="session", width=180,
                      help=_("It stands beside what you save, say and decide."))  # fmt: skip
        _compare_button(plans, reader)
    return str(shape), in_order(with_status(plans, statuses), order)


def _compare_button(plans: Sequence[ListedPlan], reader: Reader) -> None:
    chosen = [plan.id for plan in plans if plan.id in _chosen()]
    label = reader.gettext("Compare chosen ({n} of {most})").format(n=len(chosen), most=MOST)
    fits = 2 <= len(chosen) <= MOST
    st.button(label, type="primary", disabled=not fits, on_click=to_plans_beside, args=(chosen,), key="compare-chosen")


def _show_cards(plans: Sequence[ListedPlan], world: World, reader: Reader) -> None:
    shown = plans[: st.session_state.get(SHOWN, AT_ONCE)]
    for first in range(0, len(shown), ACROSS):
        for column, plan in zip(st.columns(ACROSS), shown[first : first + ACROSS], strict=False):
            with column.container(border=True, height="stretch"):
                _show_card(plan, world, reader)
    if len(shown) < len(plans):
        st.button(reader.gettext("Show more"), key="more-cards", on_click=_show_more, args=(len(shown),))


def _show_more(shown: int) -> None:
    st.session_state[SHOWN] = shown + AT_ONCE


def _show_card(plan: ListedPlan, world: World, reader: Reader) -> None:
    _ = reader.gettext
    st.markdown(f"**{plain(plan.name)}**")
    st.markdown(f"{status_badge(plan, reader)} {stale_badge(plan, world, reader)}")
    facts = fact_lines(plan.facts, reader)
    lines = [_("{label}: {text}").format(label=plain(label), text=f"**{plain(text)}**") for label, text in facts]
    st.markdown("  \n".join([*lines, plain(proven_text(plan.facts, reader))]))
    st.caption(plain(made_line(plan, reader)))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(_("Open"), key=f"open-{plan.id}", on_click=to_plan, args=(plan.id,))
        key = f"compare-{plan.id}"
        st.checkbox(_("Compare"), plan.id in _chosen(), key=key, on_change=_ticked, args=(plan.id, key))


def _show_table(plans: Sequence[ListedPlan], reader: Reader) -> None:
    _ = reader.gettext
    frame = listed_frame(plans, lambda plan: status_name(plan.status, reader), lambda plan: made_line(plan, reader))
    show_grid(
        frame, LISTED, reader, _("Saved plans"), key=TICKED, selection_mode="multi-row", height="content",
        on_select=partial(_rows_ticked, [plan.id for plan in plans]),
    )  # fmt: skip
    ticked = [plan for plan in plans if plan.id in _chosen()]
    if len(ticked) == 1:
        st.button(_("Open"), key="open-row", on_click=to_plan, args=(ticked[0].id,))
    else:
        st.caption(_("Tick one plan to open it, several to compare them."))


def _chosen() -> list[str]:
    """Return the plans that are to be compared."""
    return list(st.session_state.get(CHOSEN, []))


def _ticked(plan_id: str, key: str) -> None:
    others = [one for one in _chosen() if one != plan_id]
    st.session_state[CHOSEN] = [*others, plan_id] if st.session_state[key] else others


def _rows_ticked(ids: Sequence[str]) -> None:
    st.session_state[CHOSEN] = [ids[row] for row in st.session_state[TICKED]["selection"]["rows"] if row < len(ids)]
