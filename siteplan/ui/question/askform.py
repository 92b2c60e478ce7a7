"""The form of the plan page: goal, money, where, rules, quotas, phases, outlooks, when to stop."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from siteplan.groundwork import Groundwork
from siteplan.jobs.job_limits import limits
from siteplan.present.question.asked_question import PLACES, Ask
from siteplan.present.question.rule_fields import place_names
from siteplan.present.text.goals import goal_text
from siteplan.present.text.reader import Reader
from siteplan.study.objectives import OBJECTIVES, Objective, with_objective
from siteplan.ui.markdown import plain
from siteplan.ui.question.draft import key
from siteplan.ui.question.rule_table import ask_rules
from siteplan.ui.question.stage_tables import ask_outlooks, ask_phases, ask_quotas

__all__ = ["form"]

MONEY = 1e6


def form(ground: Groundwork, own: Ask, reach: pd.DataFrame, reader: Reader) -> Ask:
    """Ask the planner; the question `own` stands there at first. `reach` is that of its rules, then of offered ones."""
    _ = reader.gettext
    left, right = st.columns([5, 9], gap="medium")
    with left:
        asked = replace(own, objective=_objective(own, ground, reader), budget=_budget(own, reader))
        asked = replace(asked, places=_places(own, ground, reader))
        required, forbidden = _sites(own, ground, reader)
        asked = _stop(replace(asked, required=required, forbidden=forbidden), ground, reader)
    with right:
        asked = replace(asked, rules=ask_rules(ground, asked, reach, reader))
        grid, phases, outlooks = st.tabs([_("New sites by tier and format"), _("Phases"), _("Outlooks")])
        with grid:
            asked = replace(asked, quotas=ask_quotas(own, ground, reader))
        with phases:
            asked = ask_phases(asked, own, reader)
        with outlooks:
            return ask_outlooks(asked, own, reader)


def _objective(own: Ask, ground: Groundwork, reader: Reader) -> Objective:
    _ = reader.gettext
    study, known = ground.study, list(OBJECTIVES)
    chosen: Objective = st.selectbox(
        _("Goal"),
        known,
        known.index(own.objective),
        format_func=lambda name: goal_text(with_objective(study, name), reader),
        key=key("objective"),
    )
    return chosen


def _budget(own: Ask, reader: Reader) -> float | None:
    _ = reader.gettext
    given = st.number_input(
        _("Budget, million {currency}").format(currency=plain(reader.money_word())),
        min_value=0.1,
        value=None if own.budget is None else own.budget / MONEY,
        step=5.0,
        format="%.1f",
        placeholder=_("no limit"),
        key=key("budget"),
    )
    return None if given is None else given * MONEY


def _places(own: Ask, ground: Groundwork, reader: Reader) -> dict[str, tuple[str, ...]]:
    """Ask where alone new sites may open; places that the study does not tell apart are not asked for."""
    _ = reader.gettext
    labels = {
        "tier": _("Only in these tiers"), "province": _("Only in these provinces"), "city": _("Only in these cities"),
        "county": _("Only in these counties"),
    }  # fmt: skip
    chosen = {}
    for column in PLACES:
        names = place_names(column, ground, reader)
        before = [name for name in own.places.get(column, ()) if name in names]
        if len(names) > 1 and (column in ("tier", "city") or before):
            chosen[column] = tuple(
                st.multiselect(
                    labels[column], list(names), before, format_func=names.__getitem__, key=key(f"only-{column}"),
                    placeholder=_("everywhere"),
                )
            )  # fmt: skip
    return {column: names for column, names in chosen.items() if names}


def _sites(own: Ask, ground: Groundwork, reader: Reader) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ask which candidates must open, and which must not."""
    _ = reader.gettext
    sites = ground.market.candidates
    names = {str(site): f"{name} ({site})" for site, name in reader.shown(sites, "name").items()}

    def ask(label: str, held: tuple[str, ...], name: str) -> tuple[str, ...]:
        known = [site for site in held if site in names]
        told = st.multiselect(label, list(names), known, format_func=names.__getitem__, key=key(name),
                              placeholder=_("any candidate, by name or id"))  # fmt: skip
        return tuple(told)

    return ask(_("Must open"), own.required, "required"), ask(_("Must not open"), own.forbidden, "forbidden")


def _stop(asked: Ask, ground: Groundwork, reader: Reader) -> Ask:
    _ = reader.gettext
    gap, seconds = st.columns(2)
    stop = gap.number_input(_("Stop when proven within, %"), 0.01, 50.0, asked.gap * 100, 0.1, key=key("gap"))
    most = max(limits().seconds, ground.study.plan.time_limit)
    limit = seconds.number_input(
        _("Stop after, seconds"), 1.0, most, min(asked.time_limit, most), 10.0, "%.0f", key=key("limit")
    )
    return replace(asked, gap=stop / 100, time_limit=min(limit, most))
