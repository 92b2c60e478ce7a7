"""A study that goes on from a saved plan in phases: what that decided on before a phase is committed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ValidationError

from siteplan._version import __version__
from siteplan.data.nearest import did_you_mean
from siteplan.data.study_toml.replan_checks import replan_problems
from siteplan.errors import Problem, StudyError
from siteplan.formulate.phases.committed_checks import committed_problems
from siteplan.market import Market
from siteplan.present.files.saved import AGAIN, SavedPlan, read_saved
from siteplan.study import Study
from siteplan.study.phases_spec import Committed, Phase, Replan

__all__ = ["replanned"]

ASKED = "--phase"
DAMAGED = "what it decides in phases is not as this version of siteplan writes it"


class _Decision(BaseModel):
    site_id: str
    format: str
    change: str
    name: str
    opens: str
    spent: float

    def committed(self) -> Committed:
        """Return it as study.toml says it."""
        kind = "" if self.change == "closed" else self.format
        return Committed(site=self.site_id, format=kind, phase=self.name, opens=self.opens or None, spent=self.spent)


class _Phases(BaseModel):
    decisions: list[_Decision]


class _Made(BaseModel):
    version: str = ""


class _PhasedRecord(BaseModel):
    """What is read of plan.json beside what every saved plan has."""

    study: _Made
    phases: _Phases | None = None


def replanned(folder: str | Path, phase: str, study: Study, market: Market) -> Study:
    """Return a study asked anew from a phase on (its name, or its number from 1), going on from a saved plan of it.

    What the study says itself in [[plan.replan.committed]] of a site stands in place of what that plan has.

    Raises
    ------
    StudyError
        The folder holds no plan in phases of this study and version, the phase is none or the first, or what was
        decided before it no longer fits the study; all of it at once.
    """
    saved = read_saved(Path(folder))
    name = _phase_name(phase, study)
    decided, earlier = _decisions(saved), _earlier_phases(saved)
    start = next(each.start for each in study.plan.phases if each.name == name)
    over = [each for each in earlier if each.start < start]
    problems = [*_other_study(saved, study), *_moved_phases(saved, over, study)]
    own = () if study.plan.replan is None else study.plan.replan.committed
    problems += _never_decided(saved, own, decided)
    if problems:
        raise StudyError(problems)
    replan = Replan(phase=name, hash=saved.hash, committed=(*_committed(saved, decided, over, own), *own))
    asked = study.model_copy(update={"plan": study.plan.model_copy(update={"replan": replan})})
    if wrong := [*replan_problems(asked), *committed_problems(asked, market)]:
        raise StudyError(wrong)
    return asked


def _phase_name(phase: str, study: Study) -> str:
    """Return the name of the phase that is asked for."""
    names = [each.name for each in study.plan.phases]
    if not names:
        what = "the study has no phases to plan anew from"
        raise StudyError([Problem("study.toml [[plan.phases]]", what, "Add them, those that are over too.")])
    number = int(phase) if phase.isdecimal() else 0
    name = phase if phase in names else names[number - 1] if 0 < number <= len(names) else ""
    if not name:
        what = f'the study has no phase "{phase}"'
        remedy = f"{did_you_mean(phase, names, 'Its phases are')} Or give its number, 1 for the first."
        raise StudyError([Problem(ASKED, what, remedy)])
    if name == names[0]:
        what = f"{name} is the first phase: nothing is decided before it"
        raise StudyError([Problem(ASKED, what, "Name a later one, or leave out --from and --phase.")])
    return name


def _decisions(saved: SavedPlan) -> list[_Decision]:
    """Return what a saved plan decides, in all its phases."""
    try:
        record = _PhasedRecord.model_validate(json.loads((saved.folder / "plan.json").read_text("utf-8")))
    except ValidationError as error:
        raise StudyError([saved.problem(DAMAGED, _again(saved))]) from error
    if record.study.version != __version__:
        made = f"siteplan {record.study.version}" if record.study.version else "another version of siteplan"
        raise StudyError([saved.problem(f"it was made by {made}, and this is {__version__}", _again(saved))])
    if record.phases is None:
        remedy = "Name the folder of a plan in phases; from today's network on, plan as if for the first time."
        raise StudyError([saved.problem("it has no phases: all in it opens at once", remedy)])
    return record.phases.decisions


def _again(saved: SavedPlan) -> str:
    again = AGAIN.format(folder=saved.folder)
    return f"{again}; or write what is committed into study.toml, [plan.replan] and [[plan.replan.committed]]."


def _earlier_phases(saved: SavedPlan) -> list[Phase]:
    """Return the phases of a saved plan."""
    try:
        phases = [Phase.model_validate(each) for each in saved.question.get("phases") or ()]
    except (ValidationError, TypeError) as error:
        raise StudyError([saved.problem(DAMAGED, _again(saved))]) from error
    return phases


def _other_study(saved: SavedPlan, study: Study) -> Iterator[Problem]:
    if saved.name != study.study.name:
        what = f"it is a plan of the study {saved.name!r}, and this is {study.study.name!r}"
        yield saved.problem(what, "Name the folder of a plan of this study.")


def _moved_phases(saved: SavedPlan, over: Sequence[Phase], study: Study) -> Iterator[Problem]:
    """Find phases that are over, and that the study has no more or at another time."""
    starts = {phase.name: phase.start for phase in study.plan.phases}
    where, remedy = "study.toml [[plan.phases]]", "Leave phases that are over as they were in the earlier plan."
    gone = tuple(phase.name for phase in over if phase.name not in starts)
    moved = tuple(phase.name for phase in over if starts.get(phase.name, phase.start) != phase.start)
    if gone:
        yield Problem(where, f"{saved.folder} decided on sites in phases that the study has no more", remedy, "", gone)
    if moved:
        yield Problem(where, f"these phases start at another time than in {saved.folder}", remedy, "start", moved)
    if not gone and not moved and over[:1] and study.plan.phases[0].name != over[0].name:
        what = f"the first phase was {over[0].name} in {saved.folder}, and is {study.plan.phases[0].name} now"
        yield Problem(where, what, remedy, "name")


def _never_decided(saved: SavedPlan, own: Sequence[Committed], decided: Sequence[_Decision]) -> Iterator[Problem]:
    """Find what the study says was not carried out, and the saved plan never decided on."""
    known = [each.site_id for each in decided]
    if sites := tuple(site.site for site in own if not site.carried_out and site.site not in known):
        what = f"it says that these were not carried out, and {saved.folder} decided on none of them"
        yield Problem("study.toml [[plan.replan.committed]]", what, did_you_mean(sites[0], known), "site", sites)


def _committed(
    saved: SavedPlan, decided: Sequence[_Decision], over: Sequence[Phase], own: Sequence[Committed]
) -> list[Committed]:
    """Return what was decided in phases that are over, but for the sites of which the study speaks itself."""
    names, said = {phase.name for phase in over}, {site.site for site in own}
    try:
        return [each.committed() for each in decided if each.name in names and each.site_id not in said]
    except ValidationError as error:
        raise StudyError([saved.problem(DAMAGED, _again(saved))]) from error
