"""What a review asks, and when it is refused before anything is computed."""

from __future__ import annotations

from pathlib import Path

import pytest

import siteplan as sp
from siteplan.errors import StudyError
from siteplan.evaluate.review.review_question import market_in_review, review_notes, sites_in_review
from siteplan.market import Market
from siteplan.study import Study
from tests.data.folders import TOML, facilities, write_study

PROTECTS = '\n[[plan.rules]]\nkind = "cannibalisation"\nat_most = 0.1\n'
FREE = '\n[review]\nown_sites = "closable"\n'


def in_order(folder: Path, toml: str, **own: object) -> tuple[Study, Market]:
    """Both malls of today stay in plans, so that check finds nothing wrong."""
    found = sp.check_study(write_study(folder, toml, facilities=facilities().assign(**own)))
    assert found.problems == ()
    assert found.study is not None
    assert found.market is not None
    return found.study, found.market


def test_a_rule_that_protects_sites_all_of_which_may_change_is_told(tmp_path: Path) -> None:
    study, market = in_order(tmp_path / "all", TOML + PROTECTS + FREE)
    with pytest.raises(StudyError, match="in the review none does") as refused:
        market_in_review(study, market)
    assert [problem.table for problem in refused.value.problems] == ["study.toml [plan.rules] #2"]
    assert [note.values["what"] for note in review_notes(study, market)] == [refused.value.problems[0].what]
    assert sites_in_review(study, market) == 2


def test_it_is_in_order_where_one_is_frozen(tmp_path: Path) -> None:
    study, market = in_order(tmp_path, TOML + PROTECTS + FREE, frozen=[True, False])
    assert market_in_review(study, market).facilities["keep"].tolist() == ["keep", "closable"]
    assert review_notes(study, market) == []


def test_an_id_that_a_candidate_has_too_is_told_with_the_rule(tmp_path: Path) -> None:
    """In a plan, where they stay, they may share ids; in a review "C1" would be either. Both faults at once."""
    study, market = in_order(tmp_path, TOML + PROTECTS + FREE, site_id=["C1", "F2"])
    with pytest.raises(StudyError) as refused:
        market_in_review(study, market)
    assert [tuple(problem.ids) for problem in refused.value.problems] == [("C1",), ()]


def test_without_sites_of_today_that_is_what_is_said(tmp_path: Path) -> None:
    """To set them free, as [review] does already, would be no remedy."""
    found = sp.check_study(write_study(tmp_path, TOML + FREE, facilities=facilities().iloc[:0]))
    assert found.study is not None
    assert found.market is not None
    with pytest.raises(StudyError, match="no sites of today to review"):
        market_in_review(found.study, found.market)


def test_a_study_that_asks_for_no_review_hears_nothing_of_it(tmp_path: Path) -> None:
    study, market = in_order(tmp_path, TOML + PROTECTS)
    assert review_notes(study, market) == []
    with pytest.raises(StudyError, match="nothing to review"):
        market_in_review(study, market)
    assert sites_in_review(study, market) == 0
