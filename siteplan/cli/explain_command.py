"""The command `explain`: why this site of a saved plan, why not that one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from siteplan.cli.console import Console, Work, say, say_json
from siteplan.cli.plan_commands import Run, opened
from siteplan.cli.signals import interruptible
from siteplan.errors import Problem, StudyError

if TYPE_CHECKING:
    from siteplan.market import Market
    from siteplan.present.files.saved import SavedPlan
    from siteplan.study import Study

__all__ = ["explain_folder"]

STAGES = ("reading", "minutes", "trade areas", "scores", "forecast", "explanation")


def explain_folder(
    folder: Path, sites: list[str], study: Path | None, limit: float, as_json: bool, language: str | None
) -> None:
    """Explain sites of the plan in a folder, and tell it.

    Raises
    ------
    StudyError
        There is no plan, its study is not found or has changed since, or a site is none of it.
    """
    from siteplan.evaluate.explain.explain_sites import explain_sites
    from siteplan.optimise.allowance import Allowance
    from siteplan.pipeline import lay_groundwork
    from siteplan.present.files.saved import read_saved
    from siteplan.present.plan_text.why_site import why_dict, why_lines

    saved = read_saved(folder)
    with interruptible() as interrupt, Console(Work(STAGES)) as console:
        run = Run(console, interrupt)
        run.stage("reading")
        asked, market = _same(saved, study, language)
        run.speak(asked.study.language)
        _refuse_unknown(sites, market)
        ground = lay_groundwork(asked, market, run.stage)
        run.stage("explanation")
        is_open = ground.options.index.isin(saved.options)
        found = explain_sites(ground, is_open, saved.bound, sites, Allowance.of(limit, interrupt))
    if as_json:
        say_json({"plan": str(folder), **why_dict(found)})
    else:
        say(*why_lines(found, asked.study.language))
    run.exit_if_stopped()


def _same(saved: SavedPlan, given: Path | None, language: str | None) -> tuple[Study, Market]:
    """Return the study that the plan was made of, with the plan's own question."""
    from siteplan.data import input_hash

    path = given or saved.study
    if path is None or not path.exists():
        where = "no word of its study" if path is None else f"its study is not at {path} any more"
        raise StudyError([saved.problem(f"there is {where}", "Say where it lies: --study STUDY.")])
    study, market = opened(path, language)
    asked = saved.asked(study)
    if input_hash(asked) != saved.hash:
        what = (
            f"the study in {path} has changed since this plan was made: prices found now would be those of another plan"
        )
        raise StudyError([saved.problem(what, "Make the plan again: siteplan plan STUDY --out {folder}")])
    return asked, market


def _refuse_unknown(sites: list[str], market: Market) -> None:
    """Refuse ids that are none of the study's sites, all at once."""
    import difflib

    known = [*market.candidates.index, *market.facilities.index]
    unknown = [site for site in sites if site not in set(known)]
    if not unknown:
        return
    near = difflib.get_close_matches(unknown[0], known, n=1)
    remedy = f"Did you mean {near[0]}?" if near else "Name candidates, or own sites, by their site_id."
    raise StudyError([Problem("--site", "the study has no such site", remedy, "site_id", unknown)])
