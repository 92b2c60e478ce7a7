"""Two to five saved plans side by side: what differs first, then a map of it, figures, rules and sites."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from siteplan.errors import StudyError
from siteplan.present.compare.compare_files import sites_csv
from siteplan.present.compare.compare_part import compare_page
from siteplan.present.compare.compare_tables import asked_table, figure_tables, glance_table, rules_table
from siteplan.present.compare.compare_words import best_sentences, change_sentences, warnings
from siteplan.present.compare.compared import Comparison
from siteplan.present.compare.difference_map import difference_chart
from siteplan.present.compare.rule_differences import rule_sentences
from siteplan.present.compare.site_differences import all_sites_table
from siteplan.present.maps.scene.map_scene import Scene
from siteplan.present.text.reader import Reader
from siteplan.store.saved_plans.listed_plan import ListedPlan
from siteplan.ui.markdown import plain
from siteplan.ui.parts.drawing import show_chart
from siteplan.ui.parts.grid import show_table
from siteplan.ui.saved import kept_files
from siteplan.ui.saved.decide_address import to_list, to_plan
from siteplan.ui.saved.saved_words import status_badge
from siteplan.ui.screens.broken_page import show_problems

__all__ = ["show"]


def show(plans: Sequence[ListedPlan], reader: Reader) -> None:
    """Show plans of this study side by side, the first as the measure."""
    _ = reader.gettext
    st.button(_("All plans"), key="all-plans", on_click=to_list, icon=":material/arrow_back:")
    st.markdown(f"## {_('Plans side by side')}")
    if len(plans) < 2:
        st.info(_("Of these plans fewer than two are still in the list. Go back and choose others."))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        for plan in plans:
            st.markdown(f"**{plain(plan.name)}** {status_badge(plan, reader)}")
            st.button(_("Open"), key=f"open-{plan.id}", on_click=to_plan, args=(plan.id,))
    try:
        with st.spinner(_("The plans are being compared ...")):
            found, scenes = kept_files.beside(plans, reader)
    except StudyError as error:
        st.error(_("These plans cannot be compared."))
        show_problems(tuple(error.problems), reader)
        return
    _show_differences(found, scenes)
    _offer(found, scenes, reader)


def _show_differences(found: Comparison, scenes: Sequence[Scene]) -> None:
    st.markdown(f"## {found.reader.gettext('What differs')}")
    for line in (*change_sentences(found), *best_sentences(found), *rule_sentences(found), *warnings(found)):
        st.markdown(f"- {plain(line)}")
    show_table(glance_table(found))
    for (n, _label), scene in zip(found.others, scenes, strict=True):
        show_chart(difference_chart(found, n, scene))
    for table in (all_sites_table(found), rules_table(found), *figure_tables(found), asked_table(found)):
        show_table(table)


def _offer(found: Comparison, scenes: Sequence[Scene], reader: Reader) -> None:
    """Offer the comparison as one page, and every site of it as a table."""
    _ = reader.gettext
    with st.container(horizontal=True):
        st.download_button(_("Comparison as page"), lambda: compare_page(found, scenes).encode(), "compare.html",
                           "text/html", key="get-compare", on_click="ignore", type="primary")  # fmt: skip
        st.download_button(_("Sites as CSV"), lambda: sites_csv(found), "compare_sites.csv", "text/csv",
                           key="get-compare-sites", on_click="ignore")  # fmt: skip
