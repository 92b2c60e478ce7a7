"""No plan: what conflicts and how near it can be met, beside the changes that give a plan."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from siteplan.data import revised_plan
from siteplan.groundwork import Groundwork
from siteplan.jobs.jobs import Job
from siteplan.present.plan_text.infeasible_words import (
    attainable_text,
    change_texts,
    conflict_text,
    no_reason_text,
    place_of,
    worth_text,
)
from siteplan.present.plan_text.rule_words import rule_name
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import frame_of
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from siteplan.study.reason import Correction, Reason
from siteplan.ui.markdown import plain
from siteplan.ui.parts.grid import show_grid
from siteplan.ui.runs.following import run

__all__ = ["PLACES", "show"]

MOST_CORRECTIONS = 6
PLACES = (v.RULE, v.COUNTY, v.CITY, v.PERSONS_UNCOVERED, v.NEAREST, v.NEAREST_MINUTES)


def show(job: Job, ground: Groundwork, reader: Reader) -> None:
    """Show why a job has no plan; a correction can be run at once."""
    if not job.reason_file.exists():
        st.warning(plain(no_reason_text(reader)))
        return
    reason = Reason.model_validate_json(job.reason_file.read_text("utf-8"))
    study = revised_plan(ground.study, job.asked["plan"])
    st.warning(plain(conflict_text(reason, study, reader)))
    left, right = st.columns(2, gap="medium")
    with left:
        _show_attainable(reason, study, reader)
    with right:
        _show_corrections(job, reason, study, reader)
    _show_places(reason, study, ground, reader)


def places_table(reason: Reason, study: Study, ground: Groundwork, reader: Reader) -> pd.DataFrame:
    """Return a row for each place that stands in the way."""
    market = ground.market
    names, sites = reader.place_names(market.zones), reader.shown(market.candidates, "name")
    rows = [
        (
            rule_name(place.rule, study, reader),
            names[place.city, place.county][1] or place_of(place, market, reader),
            names[place.city, place.county][0],
            place.persons,
            None if place.site is None else sites[place.site],
            place.minutes,
        )
        for place in reason.places
    ]
    return frame_of(PLACES, rows)


def _show_attainable(reason: Reason, study: Study, reader: Reader) -> None:
    st.markdown(f"**{reader.gettext('What is attainable:')}**")
    for figure in reason.figures:
        st.markdown(plain(attainable_text(figure, study, reader)))


def _show_corrections(job: Job, reason: Reason, study: Study, reader: Reader) -> None:
    _ = reader.gettext
    st.markdown(f"**{_('Changes that give a plan, the fewest first:')}**")
    if not reason.corrections:
        st.markdown(_("None was found in time."))
    for number, correction in enumerate(reason.corrections[:MOST_CORRECTIONS]):
        with st.container(border=True):
            _show_correction(correction, study, reader)
            if correction.rules is not None and st.button(_("Apply and run"), key=f"apply-{number}"):
                asked = job.asked
                changed = {**asked["plan"], "rules": list(correction.rules)}
                run(
                    Path(asked["study"]),
                    changed,
                    reader,
                    {key: asked[key] for key in ("kind", "own_sites") if key in asked},
                )


def _show_correction(correction: Correction, study: Study, reader: Reader) -> None:
    st.markdown("  \n".join(plain(text) for text in change_texts(correction, study, reader)))
    if worth := worth_text(correction, study, reader):
        st.caption(plain(worth[:1].upper() + worth[1:]))


def _show_places(reason: Reason, study: Study, ground: Groundwork, reader: Reader) -> None:
    """Show the people whom even the nearest plan leaves out."""
    _ = reader.gettext
    if not reason.places:
        return
    st.markdown(f"**{_('People whom even the nearest plan leaves uncovered:')}**")
    show_grid(places_table(reason, study, ground, reader), PLACES, reader, _("Places that cannot be covered"))
