"""The command line: one function a command; heavy imports wait until a command needs them."""

from __future__ import annotations

import errno
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from siteplan._version import __version__
from siteplan.cli.console import say, say_aside
from siteplan.cli.fault import fault_line
from siteplan.cli.given import (
    ExplainLimit,
    ExportLp,
    FromPhase,
    FromPlan,
    Gap,
    InLanguage,
    Json,
    Out,
    ReSolve,
    Solver,
    StudyPath,
    TimeLimit,
    Why,
)
from siteplan.cli.plan_commands import PlanAsked, beside, going_on, opened, plan_of
from siteplan.cli.signals import cancellable
from siteplan.errors import CancelledError, NoPlanError, SiteplanError

if TYPE_CHECKING:
    pass

__all__ = ["app", "main"]

WRONG, NO_PLAN = 1, 3
OF_REPORTS = (
    "Of html, pdf, pptx, xlsx, gpkg and json, with commas between; all, of a site html and pdf, if none is given."
)
A_SITE = "A page on this site in place of the report; may be repeated."
TOLD_WITH = "Folder of another plan, a review or a frontier of the same study, told with the plan; may be repeated."
TOLD_IN = "Languages, with commas between; that of the plan if none is given."

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(asked: bool) -> None:
    if asked:
        say(f"siteplan {__version__}")
        raise typer.Exit


@app.callback()
def siteplan(
    version: Annotated[  # noqa: ARG001 - said before anything else
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Decide where a maker of new-energy vehicles, or any chain, should open sites."""
    if "--help" in sys.argv:  # which reads no table, and is quick
        return
    from siteplan.data.tables.text_storage import hold_plain_texts

    hold_plain_texts()


@app.command()
def demo(out: Out = None, as_json: Json = False, language: InLanguage = None) -> None:
    """Run the whole main job on the bundled study: the province in a checkout, else one city of it."""
    from siteplan.data.bundled import bundled_study, bundled_words

    study = bundled_study()
    say_aside(bundled_words(study))
    plan_of(study, out or Path("out") / study.name, PlanAsked(), as_json, language)


@app.command()
def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")]) -> None:
    """Write a commented template study."""
    from siteplan.data import write_template

    write_template(folder)
    say(f"A template study is in {folder}. Try: siteplan plan {folder}")


@app.command()
def check(study: StudyPath) -> None:
    """Validate a study: every problem with its table, column, ids and remedy."""
    from siteplan.evaluate.filled_in import filled_in
    from siteplan.evaluate.review.review_question import review_notes
    from siteplan.pipeline import hold_against_today
    from siteplan.present.model_text.filled_words import filled_lines
    from siteplan.present.model_text.held_words import held_sentences
    from siteplan.present.plan_text.standards import standard_lines
    from siteplan.present.text.command_words import in_order_line
    from siteplan.present.text.note_words import note_lines
    from siteplan.present.text.reader import Reader

    asked, market = opened(study)
    reader = Reader.of(asked)
    told = [*standard_lines(asked, reader), *note_lines([*market.notes, *review_notes(asked, market)], reader)]
    held = held_sentences(hold_against_today(asked, market), asked, reader)
    say(in_order_line(market, reader), *told, *held, *filled_lines(filled_in(asked, market), reader))


@app.command()
def score(
    study: StudyPath, out: Out = None, why: Why = None, as_json: Json = False, language: InLanguage = None
) -> None:
    """Score the candidates: scorecard and map; take one score apart."""
    from siteplan.cli.score_command import score_of_study

    score_of_study(study, out or beside(study, "scores"), why, as_json, language)


@app.command()
def plan(  # noqa: PLR0913, PLR0917  each is an option of the command line
    study: StudyPath,
    out: Out = None,
    gap: Gap = None,
    time_limit: TimeLimit = None,
    explain_limit: ExplainLimit = None,
    re_solve_ranges: ReSolve = False,
    solver: Solver = "highs",
    export_lp: ExportLp = None,
    from_plan: FromPlan = None,
    phase: FromPhase = None,
    as_json: Json = False,
    language: InLanguage = None,
) -> None:
    """Run the whole pipeline: the proven best network, its maps and its report."""
    goes_on = going_on(from_plan, phase)
    given = {"gap": gap, "time_limit": time_limit, "explain_limit": explain_limit}
    given["re_solve_ranges"] = re_solve_ranges or None
    changes = {key: value for key, value in given.items() if value is not None}
    how = PlanAsked(changes, solver, export_lp, goes_on)
    plan_of(study, out or beside(study, "plan"), how, as_json, language)


@app.command()
def review(
    study: StudyPath, out: Out = None, gap: Gap = None, time_limit: TimeLimit = None, as_json: Json = False,
    language: InLanguage = None,
) -> None:  # fmt: skip
    """Say of each own site whether it stays, closes, converts or moves, and what each would bring."""
    from siteplan.cli.review_command import review_of_study

    changes = {key: value for key, value in {"gap": gap, "time_limit": time_limit}.items() if value is not None}
    review_of_study(study, out or beside(study, "review"), changes, as_json, language)


Sites = Annotated[list[str], typer.Option("--site", metavar="ID", help="Id of a site; may be repeated.")]
PlanPath = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a plan.")]
OfStudy = Annotated[Path | None, typer.Option("--study", metavar="STUDY", help="Its study, if that was moved.")]
Seconds = Annotated[float, typer.Option("--explain-limit", min=0.1, help="Processor seconds for re-solving.")]


@app.command()
def explain(
    folder: PlanPath, site: Sites, explain_limit: Seconds = 60.0, study: OfStudy = None, as_json: Json = False,
    language: InLanguage = None,
) -> None:  # fmt: skip
    """Say why a site is in a saved plan, or why it is not: entry prices and removal values, re-solved."""
    from siteplan.cli.explain_command import explain_folder

    explain_folder(folder, site, study, explain_limit, as_json, language)


Plans = Annotated[list[Path], typer.Argument(metavar="DIR DIR ...", help="Folders of plans; the first is the measure.")]


@app.command()
def compare(
    folders: Plans,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder for the page and its tables.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Set two to five plans of one study side by side: figures, rules, sites gained and lost, a map of differences."""
    from siteplan.cli.compare_command import compare_folders

    compare_folders(folders, out, as_json)


@app.command()
def frontier(
    study: StudyPath,
    out: Out = None,
    points: Annotated[int, typer.Option(min=2, max=50, help="Points on each curve.")] = 6,
    gap: Gap = None,
    time_limit: Annotated[float, typer.Option(min=0.1, help="Seconds for each point.")] = 30.0,
    as_json: Json = False,
    language: InLanguage = None,
) -> None:
    """Draw what a budget buys and what coverage costs, each point with its proof."""
    from siteplan.cli.frontier_command import draw_frontier

    draw_frontier(study, out, points, gap, time_limit, as_json, language)


@app.command()
def report(
    folder: Annotated[Path, typer.Argument(metavar="PLAN", help="Folder of a saved plan.")],
    formats: Annotated[str | None, typer.Option("--format", metavar="LIST", help=OF_REPORTS)] = None,
    languages: Annotated[str | None, typer.Option("--language", metavar="LIST", help=TOLD_IN)] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder for them; else the plan's.")] = None,
    sites: Annotated[list[str] | None, typer.Option("--site", metavar="SITE_ID", help=A_SITE)] = None,
    beside: Annotated[list[Path] | None, typer.Option("--with", metavar="DIR", help=TOLD_WITH)] = None,
    as_json: Json = False,
) -> None:
    """Write the report of a saved plan again, as pages, slides and tables, without solving."""
    from siteplan.cli.report_command import ReportAsked, report_plan

    asked = ReportAsked(formats, languages, sites or (), beside or ())
    report_plan(folder, out, asked, as_json)


class FittedTo(StrEnum):
    """What the trade-area model is fitted to."""

    flows = "flows"
    sales = "sales"


To = Annotated[FittedTo, typer.Option("--to", help="Observed visits, or what own sites sold in a year.")]


@app.command()
def calibrate(
    study: StudyPath, to: To = FittedTo.flows, out: Out = None, as_json: Json = False, language: InLanguage = None
) -> None:
    """Fit the trade-area model to the study's flows or own sales: a revised study.toml and how well it fits."""
    from siteplan.cli.fit_commands import FitAsked, fit_to_flows, fit_to_sales

    (fit_to_flows if to is FittedTo.flows else fit_to_sales)(FitAsked(study, out, as_json, language))


@app.command("app")
def open_app(
    study: Annotated[Path | None, typer.Argument(metavar="[STUDY]", help="The bundled study if not given.")] = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="8501, or the next free one, if not given.")
    ] = None,
    host: Annotated[str | None, typer.Option(help="Address to serve at; only this machine if not given.")] = None,
    name: Annotated[
        list[str] | None, typer.Option(help="Another name that visitors may use, say of a proxy; may be repeated.")
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open a browser, where there is a screen.")] = True,
    language: InLanguage = None,
) -> None:
    """Open the Streamlit app; Ctrl-C or SIGTERM ends it with all its runs."""
    from siteplan.data.bundled import bundled_study
    from siteplan.ui.launch import Address, launch

    raise typer.Exit(launch(study or bundled_study(), Address(host, port, browser, name or ()), language))


def main() -> None:
    """Run the command line and exit.

    0 done, 1 wrong input, 2 usage, 3 no plan exists, 130 and 143 stopped by Ctrl-C and by SIGTERM.
    """
    try:
        with cancellable():
            app()
    except NoPlanError as error:
        _fail(str(error), NO_PLAN)
    except CancelledError as error:
        _fail(str(error), error.code)
    except SiteplanError as error:
        _fail(str(error), WRONG)
    except Exception as error:  # nobody is helped by a traceback, and some are frightened
        _fail(_refusal(error) or fault_line(error), WRONG)


def _refusal(error: Exception) -> str:
    """Return what to say where the terminal, not siteplan, is at fault: help that goes to a full disk."""
    if isinstance(error, OSError) and error.filename is None and error.errno in (errno.ENOSPC, errno.EIO):
        return f"The standard output cannot be written to: {error.strerror}."
    return ""


def _fail(message: str, code: int) -> None:
    say_aside(message)
    sys.exit(code)
