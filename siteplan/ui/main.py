"""The app's frame: page config, title, language and navigation; the pages do the rest."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import streamlit as st

from siteplan.errors import Problem
from siteplan.present.text.words import LANGUAGES, gettext_for
from siteplan.store.groundwork_cache import World
from siteplan.study import Study
from siteplan.ui import loading, session
from siteplan.ui.markdown import plain
from siteplan.ui.pages import broken_page, charging_page, market_page, plan_page, white_space_page
from siteplan.ui.parts import map_frames as maps

__all__ = ["main"]

ICON = Path(__file__).parent / "icon.svg"


def main() -> None:
    """Show the page that the address names."""
    # First of all: a page's icon that is not ours would be asked for from outside.
    st.set_page_config(page_title="siteplan", page_icon=str(ICON), layout="wide")
    maps.serve_scripts()
    with st.spinner("Reading the study … / 正在读取研究…"):
        world = loading.world()
    if not isinstance(world, World):
        _refuse(world)
        return
    study = world.ground.study
    language = session.language(study.study.language)
    chosen = st.navigation(_pages(world, language), position="top")
    _head(study, language)
    chosen.run()
    _tell_language(language)


def _tell_language(language: str) -> None:
    """Let the page itself say its language, for screen readers and for the browser's own translator."""
    st.html(f"<script>document.documentElement.lang = {json.dumps(language)}</script>", unsafe_allow_javascript=True)


def _pages(world: World, language: str) -> list[st.Page]:
    _ = gettext_for(language)
    return [
        st.Page(partial(market_page.show, world, language), title=_("Explore"), url_path="explore", default=True),
        st.Page(partial(white_space_page.show, world, language), title=_("White space"), url_path="white-space"),
        st.Page(partial(charging_page.show, world, language), title=_("Charging"), url_path="charging"),
        st.Page(partial(plan_page.show, world, language), title=_("Plan"), url_path="plan"),
    ]


def _head(study: Study, language: str) -> None:
    _ = gettext_for(language)
    name = plain(study.study.name)
    label = f" :orange-badge[{_('synthetic data')}]" if study.synthetic_tables() else ""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"#### {name}{label}")
        _language_switch(language)


def _language_switch(language: str) -> None:
    st.segmented_control(
        gettext_for(language)("Language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        default=language,
        required=True,
        key=session.LANGUAGE,
        label_visibility="collapsed",
    )
    # The address names it, so that a link or a reload speaks the same language on every page.
    if st.query_params.get(session.LANGUAGE) != language:
        st.query_params[session.LANGUAGE] = language


def _refuse(problems: tuple[Problem, ...]) -> None:
    """Show a study that cannot be read: every problem, in both the app's languages as far as they go."""
    language = session.language("en")
    page = st.Page(partial(broken_page.show, problems, language), title="siteplan", default=True)
    st.navigation([page], position="hidden").run()


if __name__ == "__main__":
    main()
