"""A saved plan opened to be read: what decides first, then story, maps, range, report, files, talk."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from siteplan.errors import StudyError
from siteplan.present.pack.content import Headline
from siteplan.present.plan_text.sentences import headline
from siteplan.present.story.coverage_story import Chapter, coverage_by_tier
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.store.groundwork_cache import World
from siteplan.store.saved_plans.listed_plan import ListedPlan
from siteplan.ui.markdown import plain
from siteplan.ui.parts import howsure
from siteplan.ui.parts.drawing import show_chart
from siteplan.ui.parts.grid import show_plain, show_table
from siteplan.ui.saved import kept_files, plan_media, plan_talk, reopen
from siteplan.ui.saved.decide_address import to_list
from siteplan.ui.saved.saved_words import made_line, stale_badge, status_badge
from siteplan.ui.screens.broken_page import show_problems

__all__ = ["show"]

REPORT_HEIGHT = 760


def show(plan: ListedPlan, world: World, reader: Reader) -> None:
    """Show a plan; what its files no longer tell is said, and what was said of it is still there."""
    _ = reader.gettext
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.button(_("All plans"), key="all-plans", on_click=to_list, icon=":material/arrow_back:")
        reopen.offer(plan, reader)
    st.markdown(f"## {plain(plan.name)}")
    badges = f"{status_badge(plan, reader)} {stale_badge(plan, world, reader)}"
    st.markdown(f"{badges} {plain(made_line(plan, reader))}")
    try:
        _show_decision(plan, reader)
        _show_tabs(plan, reader)
    except StudyError as error:
        st.error(_("The files of this plan cannot be read by this version of siteplan."))
        show_problems(tuple(error.problems), reader)
        plan_talk.show(plan, reader)


def _show_decision(plan: ListedPlan, reader: Reader) -> None:
    one, made = kept_files.page_one(plan, reader), kept_files.plan_of(plan).plan
    st.markdown(f"## {plain(headline(made, reader))}")
    st.caption(plain(one.sentences[-1]))
    with st.container(horizontal=True):
        for figure in one.headlines:
            _show_figure(figure)


def _show_figure(figure: Headline) -> None:
    """Show one of the figures that decide, with what it stands against and its range."""
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.caption(plain(figure.name))
        st.markdown(f"## {plain(figure.shown)}")
        st.caption(plain(" · ".join([*figure.against, *([figure.spread_text] if figure.spread_text else [])])))


def _show_tabs(plan: ListedPlan, reader: Reader) -> None:
    titles = [reader.gettext(title) for title in TABS]
    for tab, draw in zip(st.tabs(titles, key="plan-tabs", on_change="rerun"), TABS.values(), strict=True):
        if tab.open:  # what is not looked at is neither drawn nor sent
            with tab:
                draw(plan, reader)


def _show_story(plan: ListedPlan, reader: Reader) -> None:
    chapters = [*enumerate(kept_files.story(plan, reader), 1)]
    for row in (chapters[:2], chapters[2:4]):
        for place, (n, chapter) in zip(st.columns(2, gap="medium"), row, strict=False):
            with place:
                _show_chapter(n, chapter, reader)
    for n, chapter in chapters[4:]:
        _show_chapter(n, chapter, reader)


def _show_chapter(n: int, chapter: Chapter, reader: Reader) -> None:
    st.markdown(f"## {n} · {plain(chapter.title)}")
    for sentence in chapter.sentences:
        st.markdown(plain(sentence))
    for drawn in chapter.maps:
        show_chart(drawn, stretch=True)
    for drawn in chapter.charts:
        show_chart(drawn)
    for point in chapter.points:
        st.markdown(f"**{plain(point.title)}**  \n{plain(point.text)}")
    if chapter.table is not None:
        st.markdown(f"**{plain(chapter.table.caption)}**")
        show_plain(chapter.table.frame, chapter.table.columns, reader, chapter.table.caption)


def _show_maps(plan: ListedPlan, reader: Reader) -> None:
    before, after = kept_files.maps(plan, reader)
    left, right = st.columns(2)
    with left:
        st.markdown(f"## {reader.gettext('Today')}")
        show_chart(before, stretch=True)
    with right:
        st.markdown(f"## {reader.gettext('With the plan')}")
        show_chart(after, stretch=True)
    show_table(coverage_by_tier(kept_files.plan_of(plan).plan, reader))


def _show_range(plan: ListedPlan, reader: Reader) -> None:
    howsure.show(kept_files.plan_of(plan).plan, reader)


def _show_report(plan: ListedPlan, reader: Reader) -> None:
    with st.spinner(reader.gettext("The report is being written ...")):
        page = kept_files.report(plan.digest, "html", reader.language).decode()
    st.iframe(page, height=REPORT_HEIGHT, alt=reader.gettext("Report"))


TABS: Mapping[str, Callable[[ListedPlan, Reader], None]] = {
    N_("The story in five pictures"): _show_story,
    N_("Before and after"): _show_maps,
    N_("Range and risks"): _show_range,
    N_("Report"): _show_report,
    N_("Downloads"): plan_media.show,
    N_("Comments and decision"): plan_talk.show,
}
