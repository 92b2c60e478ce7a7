"""What is read of a saved plan's files, once for all who visit."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from siteplan.data.tables.text_storage import hold_plain_texts
from siteplan.errors import StudyError
from siteplan.present.charts.charts import Chart
from siteplan.present.compare.compared import Comparison, beside_as
from siteplan.present.compare.difference_map import difference_scenes
from siteplan.present.maps.scene.map_scene import Scene
from siteplan.present.pack.content import PageOne
from siteplan.present.pack.figures import key_figures
from siteplan.present.pack.page_one import page_one_of
from siteplan.present.saved.archive import KeptPlan, as_this_version, kept_plan
from siteplan.present.saved.kept_map import SCENE, kept_map
from siteplan.present.saved.report_files import report_of
from siteplan.present.story.coverage_story import Chapter, before_and_after, story_of
from siteplan.present.story.story_scenes import StoryGround
from siteplan.present.text.reader import Reader
from siteplan.store.saved_plans.listed_plan import ListedPlan
from siteplan.store.saved_plans.plan_archive import opened, without_paths

__all__ = ["beside", "maps", "page_one", "plan_of", "report", "story"]

FEW, MANY = 6, 24


def plan_of(listed: ListedPlan) -> KeptPlan:
    """Return a saved plan as its files keep it.

    Raises
    ------
    SavedPlansError, StudyError
        The files are damaged; another version wrote them.
    """
    return _kept(listed.digest)


@st.cache_resource(max_entries=FEW, show_spinner=False)
def _kept(digest: str) -> KeptPlan:
    hold_plain_texts()
    folder = opened(digest)
    try:
        return kept_plan(folder, [SCENE])
    except StudyError as error:
        raise without_paths(error, folder) from error


def page_one(listed: ListedPlan, reader: Reader) -> PageOne:
    """Return what decides, in a few words and figures."""
    return _page_one(listed.digest, reader.language)


@st.cache_resource(max_entries=MANY, show_spinner=False)
def _page_one(digest: str, spoken: str) -> PageOne:
    kept = _kept(digest)
    reader = Reader.of(kept.plan.study, spoken)
    with as_this_version([kept]):
        return page_one_of(kept.plan, key_figures(kept.plan, reader), kept.made, reader)


def story(listed: ListedPlan, reader: Reader) -> list[Chapter]:
    """Return a plan's five pictures."""
    return _story(listed.digest, reader.language)


@st.cache_resource(max_entries=FEW, show_spinner=False)
def _story(digest: str, spoken: str) -> list[Chapter]:
    kept = _kept(digest)
    with as_this_version([kept]):
        return story_of(StoryGround(kept.plan, kept_map(kept)), kept.made, Reader.of(kept.plan.study, spoken))


def maps(listed: ListedPlan, reader: Reader) -> tuple[Chart, Chart]:
    """Return the maps of coverage today and with the plan."""
    return _maps(listed.digest, reader.language)


@st.cache_resource(max_entries=FEW, show_spinner=False)
def _maps(digest: str, spoken: str) -> tuple[Chart, Chart]:
    kept = _kept(digest)
    return before_and_after(StoryGround(kept.plan, kept_map(kept)), Reader.of(kept.plan.study, spoken))


@st.cache_data(max_entries=MANY, show_spinner=False)
def report(digest: str, medium: str, spoken: str, one_page: bool = False) -> bytes:
    """Return a plan's report in a medium and a language."""
    return report_of(opened(digest), medium, spoken, one_page)


def beside(plans: Sequence[ListedPlan], reader: Reader) -> tuple[Comparison, tuple[Scene, ...]]:
    """Return plans side by side, and the scene of each further one against the first."""
    return _beside(tuple((plan.digest, plan.name) for plan in plans), reader.language)


@st.cache_resource(max_entries=FEW, show_spinner=False)
def _beside(plans: tuple[tuple[str, str], ...], spoken: str) -> tuple[Comparison, tuple[Scene, ...]]:
    kept = [_kept(digest) for digest, _name in plans]
    with as_this_version(kept):
        found = beside_as(kept, [name for _digest, name in plans], Reader.of(kept[0].plan.study, spoken))
        return found, difference_scenes(found)
