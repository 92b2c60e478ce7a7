"""The app's frame: page config, title, language and navigation; the pages do the rest."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from itertools import starmap
from pathlib import Path

import streamlit as st

from siteplan.data.tables.text_storage import hold_plain_texts
from siteplan.errors import Problem
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import LANGUAGES
from siteplan.store.groundwork_cache import World
from siteplan.study import Study
from siteplan.ui import loading, session
from siteplan.ui.markdown import plain
from siteplan.ui.screens import (
    broken_page,
    charging_page,
    decide_page,
    market_page,
    plan_page,
    review_page,
    white_space_page,
)

__all__ = ["SCREENS", "main"]

STYLE = """
[data-testid="stMarkdownContainer"] h1 { font-size: 1.5rem !important; padding: 0.5rem 0 0.75rem !important; }
[data-testid="stMarkdownContainer"] h2 { font-size: 1.2rem !important; padding: 0.25rem 0 0.5rem !important; }
[data-testid="stMarkdownContainer"] h3 { font-size: 1.05rem !important; }
button kbd { color: inherit !important; opacity: 1 !important; }
"""  # headings of Streamlit's sizes push the map out of the first screen; a shortcut is half transparent
ICON = Path(__file__).parent / "icon.svg"
SCREENS = {  # by address; the first is what opens without one
    "": market_page.show,
    "white-space": white_space_page.show,
    "charging": charging_page.show,
    "plan": plan_page.show,
    "review": review_page.show,
    "decide": decide_page.show,
}


def main() -> None:
    """Show the page that the address names."""
    # First of all: a page's icon that is not ours would be asked for from outside.
    st.set_page_config(page_title="siteplan", page_icon=str(ICON), layout="wide")
    hold_plain_texts()
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
    script = f"<script>document.documentElement.lang = {json.dumps(reader.language)}</script>"
    st.html(f"<style>{STYLE}</style>{script}", unsafe_allow_javascript=True)


def _pages(world: World, reader: Reader) -> list[st.Page]:
    _ = reader.gettext
    titles = (_("Explore"), _("White space"), _("Charging"), _("Plan"), _("Review"), _("Decide"))
    shown = [partial(show, world, reader) for show in SCREENS.values()]
    return list(starmap(_page, zip(SCREENS, titles, shown, strict=True)))


def _page(address: str, title: str, show: Callable[[], None]) -> st.Page:
    return st.Page(show, title=title, url_path=address, default=not address)


def _head(study: Study, reader: Reader) -> None:
    _ = reader.gettext
    name = plain(reader.study_name(study))
    label = f" :orange-badge[{_('synthetic data')}]" if study.synthetic_tables() else ""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"# {name}{label}")
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
    show = partial(broken_page.show, problems, reader)
    # Under every address, or Streamlit would say of a bookmark that there is no such page.
    st.navigation([_page(address, "siteplan", show) for address in SCREENS], position="hidden").run()


if __name__ == "__main__":
    main()
