"""A plan's folder of the command line, brought into the list as a ZIP."""

from __future__ import annotations

import streamlit as st

from siteplan.errors import OutputError, StudyError
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.store.saved_plans.brought_plan import bring_plan
from siteplan.store.saved_plans.saved_errors import SavedPlansError
from siteplan.ui.markdown import plain
from siteplan.ui.saved.decide_address import to_plan
from siteplan.ui.saved.saved_words import hindrance_text
from siteplan.ui.screens.broken_page import show_problems
from siteplan.ui.visitor import person

__all__ = ["show"]

MOST = 200  # MB


def show(world: World, reader: Reader) -> None:
    """Take a ZIP and open what it holds, or say all that is wrong with it."""
    _ = reader.gettext
    with st.expander(_("Bring a plan from elsewhere")):
        st.write(_("A ZIP of the folder that `siteplan plan --out FOLDER` wrote, or of one that this page gave out."))
        given = st.file_uploader(_("ZIP of a plan's folder"), "zip", max_upload_size=MOST, key="plan-zip")
        if given is None or not st.button(_("Bring it in"), key="bring-plan"):
            return
        try:
            with st.spinner(_("The plan is being read ...")):
                plan = bring_plan(given, given.name.removesuffix(".zip"), world.ground.study.study.name, person())
        except StudyError as error:
            st.error(_("This plan cannot be brought in."))
            show_problems(tuple(error.problems), reader)
        except SavedPlansError as error:
            st.error(hindrance_text(error, reader))
        except OutputError as error:
            st.error(plain(error))
        else:
            to_plan(plan.id)
            st.rerun()
