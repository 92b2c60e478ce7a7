"""How a job ended: the plan with its proof, or why there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from siteplan.errors import OutputError
from siteplan.evaluate import Plan
from siteplan.groundwork import Groundwork
from siteplan.jobs.jobs import Job, State
from siteplan.jobs.plan_files import folder_of, read_plan, write_files
from siteplan.present.channel.conflict_part import conflict_sentences, conflict_site_table
from siteplan.present.plan_text.changes import change_clauses
from siteplan.present.plan_text.losses import loss_sentences
from siteplan.present.plan_text.sentences import headline, proof_sentence
from siteplan.present.plan_text.volumes import volume_sentences
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.report_tables import change_table, rule_table, site_rows
from siteplan.present.text.numbers import amount, change, difference, share_change
from siteplan.present.text.reader import Reader
from siteplan.present.text.stage_words import busy_sentences
from siteplan.ui.forms.read_back import sentence
from siteplan.ui.markdown import plain
from siteplan.ui.parts import howsure, no_plan
from siteplan.ui.parts import prices as explained
from siteplan.ui.parts.download import show_downloads
from siteplan.ui.parts.grid import show_table

__all__ = ["show"]

MAP_HEIGHT = 470


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
        plan = _load(job.plan_file, job.plan_file.stat().st_mtime_ns)
        _show_plan(job, plan, head, reader)
    else:
        head.markdown(f"##### {_title(job, state, reader)}")
        _show_end(job, state, message, ground, reader)
    head.button(_("Change the question"), on_click=forget, key="again")


def _show_plan(job: Job, plan: Plan, head: st.delta_generator.DeltaGenerator, reader: Reader) -> None:
    _ = reader.gettext
    with head.container(width="stretch"):
        st.markdown(f"##### {plain(headline(plan, reader))}")
        proof = plan.proof
        busy = busy_sentences(proof.seconds, proof.cpu_seconds, proof.status == "optimal", reader)
        st.caption(plain(" ".join([proof_sentence(proof, reader), *busy])))
    _show_numbers(plan, reader)
    titles = [_("Map"), _("New sites"), _("Business case"), _("Rules"), _("How sure"), _("Downloads")]
    drawn, sites, money, rules, sure, files = st.tabs(titles)
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
        folder = _files(job, plan, reader)
    if folder is not None:
        drawn.iframe(folder / "map.html", height=MAP_HEIGHT, alt=_("Map of the plan"))
        with files:
            show_downloads(folder, reader)


def _show_sites(plan: Plan, reader: Reader) -> None:
    if plan.sites.empty:
        st.info(reader.gettext("The plan opens no site: under these rules no network is better than today's."))
    show_table(site_rows(plan, reader), height=420)


def _files(job: Job, plan: Plan, reader: Reader) -> Path | None:
    """Return the plan's files; while the worker writes them, or where the disk refuses them, say so and return None."""
    folder = folder_of(job, reader.language)
    if folder.exists():
        return folder
    if folder == job.results and job.is_writing:
        _await_files(job, reader)
        return None
    try:
        with st.spinner(reader.gettext("Map and report are being written ...")):
            write_files(plan, folder, reader.language)
    except OutputError as error:
        st.error(plain(error))
        return None
    return folder


@st.fragment(run_every=1.0)
def _await_files(job: Job, reader: Reader) -> None:
    if not job.is_writing:
        st.rerun()
    with st.container(height=MAP_HEIGHT, border=False):
        st.write(reader.gettext("Map and report are being written ..."))


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


def _show_end(job: Job, state: State, message: str, ground: Groundwork, reader: Reader) -> None:
    """Say which it was: the rules, the time, the study's files, or us."""
    _ = reader.gettext
    match state:
        case State.NO_PLAN:
            no_plan.show(job, ground, reader)
        case State.NOT_FOUND if job.wants_stop:
            st.info(_("The search was stopped before it found a plan. Whether one exists is not known."))
        case State.NOT_FOUND:
            st.warning(_("Whether one exists is not known: the search ended too early. Give it more time."))
        case State.REFUSED:
            st.warning("  \n".join(plain(line) for line in message.splitlines()))
        case _:
            st.error(
                _(
                    "The program that searched was ended before it finished, often for want of memory or by a "
                    "restart of the server. It kept no plan. Your rules are not the cause: run the question again; "
                    "if it stops again, ask for fewer sites or close other runs."
                )
            )
            st.caption(_("The administrator of this server finds its log under run {name}.").format(name=job.id))
    st.write(_("Your question is kept: change it and run it again."))


def _title(job: Job, state: State, reader: Reader) -> str:
    _ = reader.gettext
    if state is State.NOT_FOUND and job.wants_stop:
        return _("Stopped on request")
    return {
        State.NO_PLAN: _("No plan meets every rule"),
        State.NOT_FOUND: _("No plan was found in time"),
        State.REFUSED: _("This question cannot be run"),
    }.get(state, _("The search stopped unexpectedly"))


@st.cache_resource(max_entries=4, show_spinner=False)
def _load(file: Path, changed: int) -> Plan:  # noqa: ARG001 - part of the key: another file is read anew
    return read_plan(file)
