"""What if: single changes of a plan, counted at once, and the way to make them rules."""

from __future__ import annotations

import streamlit as st

from siteplan.data import input_hash
from siteplan.evaluate import Plan
from siteplan.evaluate.explain.what_if import Changed, WhatIf
from siteplan.jobs.jobs import Job
from siteplan.present.question.changed_words import broken_sentences, option_names, with_changes
from siteplan.present.text.goals import figure_text
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.ui.markdown import plain
from siteplan.ui.runs.five_numbers import show_five
from siteplan.ui.runs.following import forget

__all__ = ["CLOSES", "OPENS", "show"]

CLOSES, OPENS = "what-if-closes", "what-if-opens"


@st.fragment(key="what-if")
def show(job: Job, plan: Plan, world: World, reader: Reader) -> None:
    """Ask what closes and what opens; show what that brings beside the plan."""
    _ = reader.gettext
    what_if = _what_if(world, plan, job.id, world.key)
    if what_if is None:
        st.info(_("The study has changed since this plan was made. Run the question again to ask what if."))
        return
    st.caption(
        _(
            "Close sites of the plan, open others, or open another format where one stands. Nothing is solved: the "
            "full model counts the network as you leave it."
        )
    )
    if plan.phases:
        st.caption(_("The network in the end of all phases is counted."))
    left, right = st.columns(2)
    with left:
        closes = _ask(_("Close"), option_names(what_if.closable, reader), CLOSES)
    with right:
        opens = _ask(_("Open"), option_names(what_if.openable, reader), OPENS)
    if not closes and not opens:
        st.info(_("Choose a site to close or to open: the figures follow at once."))
        return
    found = what_if.changed(closes, opens)
    show_five(found.kpis, plan.kpis, _("vs the plan"), reader, all_changes=True)
    _tell(found, plan, reader)
    question = with_changes(job.asked["plan"], what_if, closes, opens)
    if st.button(_("Make these rules and change the question"), on_click=forget, args=(question,), key="make-rules"):
        st.rerun()  # all of the page


def _ask(label: str, names: dict[str, str], key: str) -> list[str]:
    chosen = st.multiselect(label, list(names), format_func=names.__getitem__, key=key, persist_state="session")
    return [one for one in chosen if one in names]


def _tell(found: Changed, plan: Plan, reader: Reader) -> None:
    """Say what the goal makes of it, and which rules it breaks."""
    _, goal = reader.gettext, plan.proof.goal
    said = _("Goal: {now}, with the plan {before}. Not optimised: other changes may bring more.")
    st.write(
        plain(
            said.format(
                now=figure_text(found.figure, goal, reader), before=figure_text(plan.proof.counted, goal, reader)
            )
        )
    )
    broken = broken_sentences(found, plan.study, reader)
    for line in broken:
        st.warning(plain(line))
    if not broken:
        st.success(_("Every rule of the question is still met."))


@st.cache_resource(max_entries=6, show_spinner=False)
def _what_if(_world: World, _plan: Plan, job_id: str, key: str) -> WhatIf | None:  # noqa: ARG001 - name both
    """Return what may be changed of a plan; None where its study is another by now."""
    ground = _world.ground.asking(_plan.study)
    return WhatIf(ground, _plan) if input_hash(ground.study) == _plan.input_hash else None
