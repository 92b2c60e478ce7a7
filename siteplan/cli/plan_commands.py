"""What the commands share: a study read, a run that tells its stages and can be stopped, a plan made and told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from siteplan.cli.console import Console, Work, say, say_aside, say_json
from siteplan.cli.signals import Interrupt, exit_code, interruptible
from siteplan.errors import CancelledError, NoPlanError, StudyError, on_one_line

if TYPE_CHECKING:
    from siteplan.evaluate import Plan
    from siteplan.market import Market
    from siteplan.study import Study

__all__ = ["PlanAsked", "Run", "beside", "going_on", "opened", "plan_of", "running"]


@dataclass(frozen=True)
class Run:
    """A command at work: what it says, and whether it was asked to stop."""

    console: Console
    interrupt: Interrupt

    def stage(self, name: str) -> None:
        """Say that a stage begins, or a line of one."""
        self.interrupt.stage(name)
        self.console.stage(name)

    def opened(self, path: Path, language: str | None = None) -> tuple[Study, Market]:
        """Return a study and its market, in the language asked for or, once it is read, the study's. See `opened`."""
        if language is not None:
            self.speak(language)
        self.stage("reading")
        study, market = opened(path, language)
        self.speak(study.study.language)
        return study, market

    def speak(self, language: str) -> None:
        """Tell stages in a language."""
        self.console.work = replace(self.console.work, language=language)

    def exit_if_stopped(self) -> None:
        """Exit as shells expect of a run that a signal ended, though its results are written."""
        if self.interrupt.signal:
            raise typer.Exit(exit_code(self.interrupt.signal))

    def no_plan(self, error: NoPlanError, study: Study, market: Market, as_json: bool) -> Exception:
        """Return the error in the study's language; its reason goes to the standard output where JSON is asked."""
        from siteplan.present.plan_text.infeasible_words import no_plan_lines
        from siteplan.present.text.reader import Reader
        from siteplan.study.rules import rule_labels

        if as_json and error.reason is not None:
            called = rule_labels(study.plan.rules)
            say_json({"status": "infeasible", "reason": error.reason.model_dump(mode="json"), "rules": called})
        text = "\n".join(map(on_one_line, no_plan_lines(error, study, market, Reader.of(study))))
        if self.interrupt.signal:
            return CancelledError(text, exit_code(self.interrupt.signal))
        return NoPlanError(text, error.proven, error.reason)


def beside(study: Path, what: str) -> Path:
    """Return where results go if nobody says: a folder beside the study, named after it."""
    folder = (study.parent if study.is_file() else study).resolve()
    return folder.with_name(f"{folder.name or 'study'}-{what}")


_GROUND = ("reading", "minutes", "trade areas", "scores", "forecast")
_STAGES = {
    "plan": (*_GROUND, "plan", "explanation", "evaluation", "writing"),
    "review": (*_GROUND, "plan", "evaluation", "writing"),
    "scores": (*_GROUND, "writing"),
    "frontier": (*_GROUND, "frontier", "writing"),
    "fit": ("reading", "minutes", "calibration", "writing"),
}


@contextmanager
def running(out: Path, what: str, lines: int = 0) -> Iterator[Run]:
    """Give a run whose results go to `out`: refused before the long work if they cannot.

    `what` it makes says which stages it has, `lines` how many lines its longest one says.
    """
    from siteplan.present.files.folder import check_folder

    for sentence in check_folder(out):
        say_aside(sentence)
    work = Work(_STAGES[what], lines=lines)
    with interruptible() as interrupt, Console(work) as console:
        try:
            yield Run(console, interrupt)
        except CancelledError as error:  # by the search itself, which does not know which signal it was
            raise CancelledError(str(error), exit_code(interrupt.signal) if interrupt.signal else error.code) from None


def opened(path: Path, language: str | None = None) -> tuple[Study, Market]:
    """Return a study and its market; all problems of both are raised together."""
    from siteplan.pipeline import check_study

    found = check_study(path)
    if found.study is None or found.market is None:
        raise StudyError(found.problems)
    if language is None:
        return found.study, found.market
    info = found.study.study.model_copy(update={"language": language})
    return found.study.model_copy(update={"study": info}), found.market


def going_on(folder: Path | None, phase: str | None) -> tuple[Path, str] | None:
    """Return which plan is gone on from, and from which phase on; None where none is.

    Raises
    ------
    BadParameter
        One is given and not the other.
    """
    if folder is None and phase is None:
        return None
    if folder is None or phase is None:
        raise typer.BadParameter("--from DIR and --phase NAME go together: the earlier plan, and from where on anew.")
    return folder, phase


@dataclass(frozen=True)
class PlanAsked:
    """How a plan is asked for: other values of [plan], a solver, where its model goes, what it goes on from."""

    changes: Mapping[str, Any] = field(default_factory=dict)
    solver: str = "highs"
    model_file: Path | None = None
    goes_on: tuple[Path, str] | None = None


def plan_of(
    path: Path,
    out: Path,
    how: PlanAsked,
    as_json: bool,
    language: str | None,
) -> None:
    """Run the whole pipeline on a study, write the plan and tell it."""
    from siteplan.data import revised_plan
    from siteplan.formulate.model_file import check_model_file
    from siteplan.optimise.solvers.mip import check_solver
    from siteplan.pipeline import make_plan
    from siteplan.present.files.export import write_plan
    from siteplan.store.replan_saved import replanned

    check_solver(how.solver)
    if how.model_file is not None:
        check_model_file(how.model_file)
    with running(out, "plan") as run:
        study, market = run.opened(path, language)
        asked = revised_plan(study, how.changes)
        if how.goes_on is not None:
            asked = replanned(*how.goes_on, asked, market)
        run.console.work = replace(run.console.work, seconds=asked.plan.time_limit)
        try:
            made = make_plan(asked, market, run.console.progress, run.interrupt, run.stage, how.solver, how.model_file)
        except NoPlanError as error:
            raise run.no_plan(error, asked, market, as_json) from None
        run.stage("writing")
        write_plan(made, out, study.study.language)
    _tell(made, out, as_json)
    run.exit_if_stopped()


def _tell(made: Plan, out: Path, as_json: bool) -> None:
    from siteplan.present.plan_text.summary import summary, summary_dict
    from siteplan.present.text.command_words import file_lines
    from siteplan.present.text.reader import Reader

    if as_json:
        say_json({**summary_dict(made), "out": str(out)}, out)
        return
    reader = Reader.of(made.study)
    where = file_lines({"Map": out / "map.html", "Report": out / "report.html"}, reader)
    say(*summary(made, reader), *where, results=out)
