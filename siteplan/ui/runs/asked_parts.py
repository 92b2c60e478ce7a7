"""Tabs of a plan on what was solved beside it: why a site and why not another, the frontier, other plans."""

from __future__ import annotations

from typing import Any

import streamlit as st

from siteplan.evaluate import Frontiers, Plan
from siteplan.evaluate.explain.explain_sites import SitesExplained
from siteplan.evaluate.explain.other_plans import OtherPlan, OtherPlans
from siteplan.jobs.jobs import Job
from siteplan.present.model_text.frontier_words import limit_text
from siteplan.present.plan_text.why_site import why_lines
from siteplan.present.question.changed_words import asking_for, within_limit
from siteplan.present.question.other_words import other_rows, other_sentences
from siteplan.present.reports.frontier_html import frontier_parts
from siteplan.present.tables.column import Table
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.ui import loading
from siteplan.ui.markdown import plain
from siteplan.ui.parts.drawing import show_chart
from siteplan.ui.parts.grid import show_table
from siteplan.ui.runs.following import run
from siteplan.ui.runs.plan_asking import answers_of, ask_button

__all__ = ["WHY_SITES", "show_frontier", "show_others", "show_why"]

WHY_SITES = "why-sites"
SECONDS = 20.0


def show_why(job: Job, plan: Plan, world: World, reader: Reader) -> None:
    """Ask of any sites why they are in the plan, or why not."""
    _ = reader.gettext
    names = _site_names(world, reader)
    st.caption(
        _(
            "Choose any site. The question is solved once more with it closed, or with it open, to say what that costs "
            "and what would have to change."
        )
    )
    chosen = st.multiselect(_("Sites"), list(names), format_func=names.__getitem__, key=WHY_SITES, max_selections=5)
    if plan.phases:
        st.info(_("Of plans in phases single sites cannot be asked yet."))
        return
    asks = {"sites": chosen, "seconds": SECONDS * max(len(chosen), 1)}
    ask_button(job, "why", _("Explain"), asks, reader, idle=not chosen)
    answers_of(job, "why", lambda asked, found: _show_why(asked, found, names, reader), reader)


def _show_why(asked: Job, found: SitesExplained, names: dict[str, str], reader: Reader) -> None:
    with st.container(border=True):
        st.markdown(
            "**" + plain(reader.gettext("; ").join(names.get(site, site) for site in asked.asked["sites"])) + "**"
        )
        st.markdown("  \n".join(plain(line) for line in why_lines(found, reader)))


def _site_names(world: World, reader: Reader) -> dict[str, str]:
    market = world.ground.market
    return {
        str(site): f"{name} ({site})"
        for table in (market.candidates, market.facilities) for site, name in reader.shown(table, "name").items()
    }  # fmt: skip


def show_frontier(job: Job, plan: Plan, world: World, reader: Reader) -> None:  # noqa: ARG001 - as all tabs
    """Ask what other budgets buy, and what coverage costs; each point can be opened as a plan."""
    _ = reader.gettext
    st.caption(_("What would more or less money bring, and what does coverage cost? Each point is a plan of its own; "
                 "about two minutes."))  # fmt: skip
    ask_button(job, "frontier", _("Draw the frontier"), {}, reader)
    answers_of(job, "frontier", lambda _asked, found: _show_frontier(job, found, reader), reader)


def _show_frontier(job: Job, found: Frontiers, reader: Reader) -> None:
    for curve, part in zip(found.curves, frontier_parts(found, reader), strict=True):
        st.markdown(f"## {plain(part.title)}")
        for line in part.sentences:
            st.write(plain(line))
        for item in part.items:
            show_table(item) if isinstance(item, Table) else show_chart(item)
        limits = {float(limit): limit_text(float(limit), curve, reader) for limit in curve.found["limit"]}
        with st.container(horizontal=True, vertical_alignment="bottom"):
            key = f"point-{curve.name}"
            at: float = st.selectbox(
                reader.gettext("Point"), [*limits], format_func=limits.__getitem__, key=key, width=240
            )
            _open_button(within_limit(job.asked["plan"], curve, at), f"open-{curve.name}", reader)


def show_others(job: Job, plan: Plan, world: World, reader: Reader) -> None:
    """Ask for plans that are nearly as good and really differ."""
    _ = reader.gettext
    st.caption(_("Plans that leave out at least 20 % of the sites of this one, and bring at most 1 % less."))
    if plan.phases:
        st.info(_("Of plans in phases other plans cannot be asked yet."))
        return
    ask_button(job, "others", _("Find other plans"), {"seconds": 3 * SECONDS}, reader)
    answers_of(job, "others", lambda _asked, found: _show_others(job, plan, world, found, reader), reader)


def _show_others(job: Job, plan: Plan, world: World, found: OtherPlans, reader: Reader) -> None:
    for line in other_sentences(found, world.ground.market.candidates, reader):
        st.write(plain(line))
    show_table(other_rows(plan, found, reader))
    with st.container(horizontal=True):
        for n, other in enumerate(found.found, 1):
            _open_button(_as_question(job, plan, other), f"open-other-{n}", reader, n)


def _as_question(job: Job, plan: Plan, other: OtherPlan) -> dict[str, Any]:
    return asking_for(job.asked["plan"], plan, other.options)


def _open_button(question: dict[str, Any], key: str, reader: Reader, n: int = 0) -> None:
    """Offer to run a question and so to have its plan with all that is told of one."""
    _ = reader.gettext
    label = _("Open plan {n}").format(n=n) if n else _("Open as a plan")
    if st.button(label, key=key):
        run(loading.study_path(), question, reader)
