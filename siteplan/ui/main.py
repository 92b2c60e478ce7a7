"""The app's frame: page config, title, language and navigation; the pages do the rest."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import streamlit as st

from siteplan.errors import Problem
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import LANGUAGES
from siteplan.store.groundwork_cache import World
from siteplan.study import Study
from siteplan.ui import loading, session
from siteplan.ui.markdown import plain
from siteplan.ui.pages import broken_page, charging_page, market_page, plan_page, review_page, white_space_page
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
    reader = Reader.of(study, session.language(study.study.language))
    chosen = st.navigation(_pages(world, reader), position="top")
    _head(study, reader)
    chosen.run()
    _tell_language(reader)


def _tell_language(reader: Reader) -> None:
    """Let the page itself say its language, for screen readers and for the browser's own translator."""
    st.html(
        f"<script>document.documentElement.lang = {json.dumps(reader.language)}</script>", unsafe_allow_javascript=True
    )


def _pages(world: World, reader: Reader) -> list[st.Page]:
    _ = reader.gettext
    return [
        st.Page(partial(market_page.show, world, reader), title=_("Explore"), url_path="explore", default=True),
        st.Page(partial(white_space_page.show, world, reader), title=_("White space"), url_path="white-space"),
        st.Page(partial(charging_page.show, world, reader), title=_("Charging"), url_path="charging"),
        st.Page(partial(plan_page.show, world, reader), title=_("Plan"), url_path="plan"),
        st.Page(partial(review_page.show, world, reader), title=_("Review"), url_path="review"),
    ]


def _head(study: Study, reader: Reader) -> None:
    _ = reader.gettext
    name = plain(study.study.name)
    label = f" :orange-badge[{_('synthetic data')}]" if study.synthetic_tables() else ""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"#### {name}{label}")
        _language_switch(reader)


def _language_switch(reader: Reader) -> None:
    st.segmented_control(
        reader.gettext("Language"),
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        default=reader.language,
        required=True,
        key=session.LANGUAGE,
        label_visibility="collapsed",
    )
    # The address names it, so that a link or a reload speaks the same language on every page.
    if st.query_params.get(session.LANGUAGE) != reader.language:
        st.query_params[session.LANGUAGE] = reader.language


def _refuse(problems: tuple[Problem, ...]) -> None:
    """Show a study that cannot be read: every problem, in both the app's languages as far as they go."""
    reader = Reader(session.language("en"))
    page = st.Page(partial(broken_page.show, problems, reader), title="siteplan", default=True)
    st.navigation([page], position="hidden").run()


if __name__ == "__main__":
    main()
