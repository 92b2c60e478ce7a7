"""How a job ended: the plan with its proof, or why there is none."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from siteplan.evaluate import Plan
from siteplan.groundwork import Groundwork
from siteplan.jobs.jobs import Job, State
from siteplan.present.channel.conflict_part import conflict_sentences, conflict_site_table
from siteplan.present.phases.gantt import gantt_chart
from siteplan.present.phases.phase_part import phase_sentences, phase_tables
from siteplan.present.plan_text.changes import change_clauses
from siteplan.present.plan_text.losses import loss_sentences
from siteplan.present.plan_text.sentences import headline, proof_sentence
from siteplan.present.plan_text.volumes import volume_sentences
from siteplan.present.question.read_back import sentence
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.report_tables import change_table, rule_table, site_rows
from siteplan.present.text.numbers import amount, change, difference, share_change
from siteplan.present.text.reader import Reader
from siteplan.present.text.stage_words import busy_sentences
from siteplan.ui.markdown import plain
from siteplan.ui.parts import howsure, planmap
from siteplan.ui.parts import prices as explained
from siteplan.ui.parts.drawing import show_chart
from siteplan.ui.parts.grid import show_table
from siteplan.ui.runs.download import show_downloads
from siteplan.ui.runs.ended import end_title, show_end
from siteplan.ui.runs.job_files import MAP_HEIGHT, job_files, made_by
from siteplan.ui.saved import saving

__all__ = ["show"]


def show(
    job: Job,
    state: State,
    message: str,
    ground: Groundwork,
    reader: Reader,
    forget: Callable[[], None],
) -> None:
    """Show the end of a job; the question is kept and can be changed, `forget`."""
    _ = reader.gettext
    head = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="top")
    if state is State.DONE:
        plan = made_by(job)
        if not isinstance(plan, Plan):
            raise TypeError(f"{job.folder} holds no plan")
        _show_plan(job, plan, head, reader)
    else:
        head.markdown(f"##### {end_title(job, state, reader)}")
        show_end(job, state, message, ground, reader)
    head.button(_("Change the question"), on_click=forget, key="again")


def _show_plan(job: Job, plan: Plan, head: st.delta_generator.DeltaGenerator, reader: Reader) -> None:
    _ = reader.gettext
    with head.container(width="stretch"):
        st.markdown(f"##### {plain(headline(plan, reader))}")
        proof = plan.proof
        busy = busy_sentences(proof.seconds, proof.cpu_seconds, proof.status == "optimal", reader)
        st.caption(plain(" ".join([proof_sentence(proof, reader), *busy])))
        saving.show(job, reader)
    _show_numbers(plan, reader)
    when = [_("What opens when")] if plan.phases else []
    titles = [_("Map"), _("New sites"), *when, _("Business case"), _("Rules"), _("How sure"), _("Downloads")]
    drawn, sites, *phases, money, rules, sure, files = st.tabs(titles)
    for tab in phases:
        with tab:
            _show_phases(plan, reader)
    with money:
        explained.show_money(plan, reader)
    with sure:
        howsure.show(plan, reader)
    with sites:
        for line in (*volume_sentences(plan, reader), *loss_sentences(plan, reader)):
            st.caption(plain(line))
        if not (plan.sites.empty and change_clauses(plan, reader)):
            _show_sites(plan, reader)
        show_table(change_table(plan, reader))
        for line in conflict_sentences(plan, reader):
            st.caption(plain(line))
        show_table(conflict_site_table(plan, reader))
        explained.show_why_not(plan, reader)
    with rules:
        st.caption(f"{_('Your question:')} " + plain(sentence(plan.study, reader)))
        if plan.rules.empty:
            st.info(_("The study has no rules."))
        show_table(rule_table(plan, reader))
        explained.show_prices(plan, reader)
    with drawn:
        planmap.show(plan, job.folder.name, reader, MAP_HEIGHT)
    with files:
        folder = job_files(job, plan, reader)
        if folder is not None:
            show_downloads(folder, reader)


def _show_phases(plan: Plan, reader: Reader) -> None:
    for line in phase_sentences(plan, reader):
        st.markdown(plain(line))
    show_chart(gantt_chart(plan, reader))
    for table in phase_tables(plan, reader):
        show_table(table)


def _show_sites(plan: Plan, reader: Reader) -> None:
    if plan.sites.empty:
        st.info(reader.gettext("The plan opens no site: under these rules no network is better than today's."))
    show_table(site_rows(plan, reader), height=420)


def _show_numbers(plan: Plan, reader: Reader) -> None:
    """Show five numbers against today."""
    _ = reader.gettext
    now, today, currency = plan.kpis, plan.baseline, reader.currency
    vs = _("vs today")
    with st.container(horizontal=True):
        _metric(
            *v.SHARE_OF_MARKET.fact(now.share, reader),
            share_change(now.share - today.share, reader),
            vs,
        )
        _metric(v.NET_NEW.title(reader), amount(now.net_new, "", reader), None, "")
        rural = difference(now.coverage.rural, today.coverage.rural)
        _metric(*v.COVERAGE_RURAL.fact(now.coverage.rural, reader), share_change(rural, reader), vs)
        _metric(*v.CAPEX.fact(now.capex, reader), None, "")
        dearer = change(difference(now.cost_per_vehicle, today.cost_per_vehicle), currency, reader)
        _metric(
            v.COST_PER_VEHICLE.label(reader),
            amount(now.cost_per_vehicle, currency, reader),
            dearer,
            vs,
            colour="inverse",
        )


def _metric(label: str, value: str, delta: str | None, description: str, colour: str = "normal") -> None:
    down = delta is not None and delta.startswith("−")
    st.metric(
        label, value,
        delta.replace("−", "-", 1) if delta and down else delta,
        delta_color="inverse" if colour == "inverse" else "normal",
        delta_description=description or None,
        border=True,
        height="stretch",
    )  # fmt: skip
