"""The tabs of a plan: only the one that is open is made."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from siteplan.evaluate import Plan
from siteplan.jobs.jobs import Job
from siteplan.present.channel.conflict_part import conflict_sentences, conflict_site_table
from siteplan.present.phases.gantt import gantt_chart
from siteplan.present.phases.phase_part import phase_sentences, phase_tables
from siteplan.present.plan_text.changes import change_clauses
from siteplan.present.plan_text.losses import loss_sentences
from siteplan.present.plan_text.volumes import volume_sentences
from siteplan.present.question.read_back import sentence
from siteplan.present.tables.report_tables import change_table, rule_table, site_rows
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.ui.markdown import plain
from siteplan.ui.parts import howsure, planmap
from siteplan.ui.parts import prices as explained
from siteplan.ui.parts.drawing import show_chart
from siteplan.ui.parts.grid import show_table
from siteplan.ui.runs import asked_parts, plan_site_card, what_if_part
from siteplan.ui.runs.download import show_downloads
from siteplan.ui.runs.job_files import MAP_HEIGHT, job_files
from siteplan.ui.runs.plan_site_card import CARD

__all__ = ["show_tabs"]

TAB = "result-tab"
Show = Callable[[Job, Plan, World, Reader], None]


def show_tabs(job: Job, plan: Plan, world: World, reader: Reader) -> None:
    """Show what is told of a plan, a tab each."""
    shown = _tabs(plan, reader)
    tabs = st.tabs(list(shown), key=TAB, on_change="rerun")
    for tab, show in zip(tabs, shown.values(), strict=True):
        if tab.open:
            with tab:
                show(job, plan, world, reader)


def _tabs(plan: Plan, reader: Reader) -> dict[str, Show]:
    _ = reader.gettext
    when: dict[str, Show] = {_("What opens when"): _show_phases} if plan.phases else {}
    return {
        _("Map"): _show_map,
        _("New sites"): _show_sites,
        **when,
        _("Business case"): lambda _job, made, _world, to: explained.show_money(made, to),
        _("Rules"): _show_rules,
        _("Why, why not"): asked_parts.show_why,
        _("What if"): what_if_part.show,
        _("Frontier"): asked_parts.show_frontier,
        _("Other plans"): asked_parts.show_others,
        _("How sure"): lambda _job, made, _world, to: howsure.show(made, to),
        _("Downloads"): _show_downloads,
    }


def _show_map(job: Job, plan: Plan, world: World, reader: Reader) -> None:  # noqa: ARG001 - as all tabs
    left, right = st.columns([9, 5], gap="small")
    with left:
        planmap.show(plan, job.folder.name, reader, MAP_HEIGHT, lambda _site: st.rerun([planmap.FRAME, CARD]))
    with right, st.container(height=MAP_HEIGHT, border=True):
        plan_site_card.show(plan, TAB, reader)


def _show_downloads(job: Job, plan: Plan, world: World, reader: Reader) -> None:  # noqa: ARG001
    folder = job_files(job, plan, reader)
    if folder is not None:
        show_downloads(folder, reader)


def _show_phases(job: Job, plan: Plan, world: World, reader: Reader) -> None:  # noqa: ARG001
    for line in phase_sentences(plan, reader):
        st.markdown(plain(line))
    show_chart(gantt_chart(plan, reader))
    for table in phase_tables(plan, reader):
        show_table(table)


def _show_sites(job: Job, plan: Plan, world: World, reader: Reader) -> None:  # noqa: ARG001
    for line in (*volume_sentences(plan, reader), *loss_sentences(plan, reader)):
        st.caption(plain(line))
    if not (plan.sites.empty and change_clauses(plan, reader)):
        if plan.sites.empty:
            st.info(reader.gettext("The plan opens no site: under these rules no network is better than today's."))
        show_table(site_rows(plan, reader), height=420)
    show_table(change_table(plan, reader))
    for line in conflict_sentences(plan, reader):
        st.caption(plain(line))
    show_table(conflict_site_table(plan, reader))
    explained.show_why_not(plan, reader)


def _show_rules(job: Job, plan: Plan, world: World, reader: Reader) -> None:  # noqa: ARG001
    _ = reader.gettext
    st.caption(f"{_('Your question:')} " + plain(sentence(plan.study, reader)))
    if plan.rules.empty:
        st.info(_("The study has no rules."))
    show_table(rule_table(plan, reader))
    explained.show_prices(plan, reader)
