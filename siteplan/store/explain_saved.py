"""A saved plan asked again: why this site, why not that one, under the study that it was made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from siteplan.data import input_hash
from siteplan.data.nearest import nearest
from siteplan.errors import Problem, StudyError
from siteplan.evaluate.explain.explain_sites import SitesExplained, explain_sites
from siteplan.market import Market
from siteplan.optimise.allowance import Allowance
from siteplan.pipeline import check_study, lay_groundwork
from siteplan.present.files.saved import SavedPlan, read_saved
from siteplan.study import Study

__all__ = ["explain_plan", "saved_question"]


@dataclass(frozen=True)
class SavedQuestion:
    """A saved plan with the study that it was made of, asked as the plan was, and its market."""

    saved: SavedPlan
    study: Study
    market: Market

    def speaking(self, language: str | None) -> SavedQuestion:
        """Return the same in another language, if one is given."""
        if language is None:
            return self
        info = self.study.study.model_copy(update={"language": language})
        return replace(self, study=self.study.model_copy(update={"study": info}))

    def explained(
        self,
        sites: Sequence[str],
        limit: float,
        cancel: Callable[[], bool] | None = None,
        say: Callable[[str], None] = lambda _: None,
    ) -> SitesExplained:
        """Return what solving anew, for so many seconds of the processor, says of sites; see `explain_plan`."""
        _refuse_unknown(sites, self.market)
        ground = lay_groundwork(self.study, self.market, say)
        say("explanation")
        is_open = ground.options.index.isin(self.saved.options)
        return explain_sites(ground, is_open, self.saved.bound, sites, Allowance.of(limit, cancel))


def explain_plan(
    folder: str | Path,
    sites: Sequence[str],
    study: str | Path | None = None,
    limit: float = 60.0,
    cancel: Callable[[], bool] | None = None,
) -> SitesExplained:
    """Return why sites are in a saved plan, or why they are not: entry prices and removal values, re-solved.

    Parameters
    ----------
    folder : of the plan
    sites : their ids (site_id)
    study : where its study lies, if that was moved
    limit : seconds of the processor for solving anew

    Raises
    ------
    StudyError
        There is no plan, its study is not found or has changed since, or a site is none of it.
    """
    return saved_question(folder, study).explained(sites, limit, cancel)


def saved_question(folder: str | Path, study: str | Path | None = None) -> SavedQuestion:
    """Return the plan in a folder and its study; `study` says where that lies, if it was moved.

    Raises
    ------
    StudyError
        There is no plan, or its study is not found or has changed since.
    """
    saved = read_saved(Path(folder))
    path = saved.study if study is None else Path(study)
    if path is None or not path.exists():
        where = "it does not name its study" if path is None else f"its study is no longer at {path}"
        raise StudyError([saved.problem(f"there is {where}", "Say where the study is: --study STUDY.")])
    found = check_study(path)
    if found.study is None or found.market is None:
        raise StudyError(found.problems)
    asked = saved.asked(found.study)
    if input_hash(asked) != saved.hash:
        what = (
            f"the study in {path} has changed since this plan was made: prices found now would be those of another plan"
        )
        raise StudyError([saved.problem(what, "Make the plan again: siteplan plan STUDY --out {folder}")])
    return SavedQuestion(saved, asked, found.market)


def _refuse_unknown(sites: Sequence[str], market: Market) -> None:
    """Refuse ids that are none of the study's sites, all at once."""
    known = [*market.candidates.index, *market.facilities.index]
    unknown = [site for site in sites if site not in set(known)]
    if unknown:
        near = nearest(unknown[0], known)
        remedy = f"Did you mean {near}?" if near else "Name candidates, or own sites, by their site_id."
        raise StudyError([Problem("--site", "the study has no site with this id", remedy, "site_id", unknown)])
