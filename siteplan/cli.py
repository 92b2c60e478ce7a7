"""The command line: one function a command; heavy imports wait until a command needs them."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from siteplan.console import Console, cancellable, interruptible
from siteplan.errors import CancelledError, NoPlanError, SiteplanError, StudyError

if TYPE_CHECKING:
    from siteplan.evaluate import Plan
    from siteplan.market import Market
    from siteplan.study import Study

__all__ = ["main"]

WRONG, NO_PLAN, CANCELLED = 1, 3, 130

app = typer.Typer(
    help="Decide where a maker of new-energy vehicles, or any chain, should open sites.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Language(StrEnum):
    """The languages of maps, reports and summaries."""

    EN = "en"
    ZH_HANS = "zh-Hans"


StudyPath = Annotated[Path, typer.Argument(metavar="STUDY", help="Folder of the study, or its study.toml.")]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the results.")]
Gap = Annotated[float | None, typer.Option(help="Stop when proven within this share of the bound, say 0.01.")]
TimeLimit = Annotated[float | None, typer.Option(help="Stop searching after so many seconds.")]
Solver = Annotated[str, typer.Option(metavar="NAME", help="highs, cbc, or another that PuLP finds on this machine.")]
ExportLp = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write the model that the search ended with: .lp or .mps.")
]
Why = Annotated[str | None, typer.Option(metavar="SITE_ID", help="Say why a site, or SITE_ID:FORMAT, has its score.")]
Json = Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")]
InLanguage = Annotated[Language | None, typer.Option(help="Language of the results; else the study's.")]


@app.command()
def demo(out: Out = Path("out/guangdong"), as_json: Json = False, language: InLanguage = None) -> None:
    """Run the whole main job on the bundled study."""
    from siteplan.data.bundled import bundled_study

    _plan(bundled_study(), out, {}, as_json, language)


@app.command()
def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")]) -> None:
    """Write a commented template study."""
    from siteplan.data import write_template

    write_template(folder)
    typer.echo(f"A template study lies in {folder}. Try: siteplan plan {folder} --out {folder}-plan")


@app.command()
def check(study: StudyPath) -> None:
    """Validate a study: every problem with its table, column, ids and remedy."""
    from siteplan.present.note_words import note_lines

    asked, market = _opened(study)
    typer.echo(
        f"The study is in order: {len(market.zones):,} zones, {len(market.candidates):,} candidates, "
        f"{len(market.facilities):,} facilities, {len(market.competitors):,} competitors."
    )
    for line in note_lines(market.notes, asked.study.language):
        typer.echo(line)


@app.command()
def score(study: StudyPath, out: Out, why: Why = None, as_json: Json = False, language: InLanguage = None) -> None:
    """Score the candidates: scorecard and map; take one score apart."""
    from siteplan.pipeline import lay_groundwork
    from siteplan.present.charging_words import charging_notes
    from siteplan.present.export import write_scores
    from siteplan.present.folder import check_folder
    from siteplan.present.forecast_table import forecast_dict
    from siteplan.present.forecast_words import forecast_sentences
    from siteplan.present.score_lines import score_lines, scored_part, scores_dict

    check_folder(out)
    with Console() as console:
        console.stage("reading")
        asked, market = _opened(study, language)
        part = None if why is None else scored_part(market, why)
        ground = lay_groundwork(asked, market, console.stage)
        console.stage("writing")
        write_scores(ground, out, asked.study.language)
    if as_json:
        said = {**scores_dict(ground, part), "forecast": forecast_dict(ground.forecast)}
        typer.echo(json.dumps({"out": str(out), **said}, ensure_ascii=False))
    else:
        typer.echo("\n".join(score_lines(ground, part, asked.study.language)))
        typer.echo(f"{len(ground.scorecard.score):,} candidates scored; the results lie in {out}.")
        typer.echo("\n".join(forecast_sentences(ground.forecast, asked, asked.study.language)))
        for note in charging_notes(ground.charging, asked.study.language):
            typer.echo(f"Note: {note}")


@app.command()
def plan(
    study: StudyPath,
    out: Out,
    gap: Gap = None,
    time_limit: TimeLimit = None,
    solver: Solver = "highs",
    export_lp: ExportLp = None,
    as_json: Json = False,
    language: InLanguage = None,
) -> None:
    """Run the whole pipeline: the proven best network, its maps and its report."""
    given = {"gap": gap, "time_limit": time_limit}
    changes = {key: value for key, value in given.items() if value is not None}
    _plan(study, out, changes, as_json, language, solver, export_lp)


@app.command()
def frontier(
    study: StudyPath,
    out: Out,
    points: Annotated[int, typer.Option(min=2, max=50, help="Points on each curve.")] = 6,
    gap: Gap = None,
    time_limit: Annotated[float, typer.Option(min=0.1, help="Seconds for each point.")] = 30.0,
    as_json: Json = False,
    language: InLanguage = None,
) -> None:
    """Draw what a budget buys and what coverage costs, each point with its proof."""
    from siteplan.evaluate import Effort
    from siteplan.pipeline import make_frontiers
    from siteplan.present.folder import check_folder
    from siteplan.present.frontier_files import frontiers_dict, write_frontiers
    from siteplan.present.frontier_words import lines

    check_folder(out)
    with Console() as console, interruptible() as interrupted:
        console.stage("reading")
        asked, market = _opened(study, language)
        effort = Effort(points, asked.plan.gap if gap is None else gap, time_limit)
        try:
            found = make_frontiers(asked, market, effort, interrupted, console.stage)
        except NoPlanError as error:
            raise _in_words(error, asked, market, as_json) from None
        console.stage("writing")
        write_frontiers(found, out)
    if as_json:
        typer.echo(json.dumps({**frontiers_dict(found), "out": str(out)}, ensure_ascii=False))
    else:
        typer.echo("\n".join([*lines(found, asked.study.language), f"\nCharts  {out / 'frontier.html'}"]))
    if found.cancelled:
        raise typer.Exit(CANCELLED)


@app.command()
def calibrate(study: StudyPath, out: Out, as_json: Json = False, language: InLanguage = None) -> None:
    """Fit the trade-area model to the study's flows: a revised study.toml and a report of the fit."""
    from siteplan.pipeline import calibrate_study
    from siteplan.present.calibration_files import calibration_dict, write_calibration
    from siteplan.present.calibration_words import lines
    from siteplan.present.folder import check_folder

    check_folder(out)
    with Console() as console:
        console.stage("reading")
        asked, market = _opened(study, language)
        found = calibrate_study(asked, market, console.stage)
        console.stage("writing")
        write_calibration(found, study, out)
    if as_json:
        typer.echo(json.dumps({**calibration_dict(found), "out": str(out)}, ensure_ascii=False))
        return
    typer.echo("\n".join(lines(found, asked.study.language)))
    typer.echo(f"\nReport  {out / 'fit.html'}\nStudy   {out / 'study.toml'}, to be put in the place of the present one")


@app.command("app")
def open_app(
    study: Annotated[Path | None, typer.Argument(metavar="[STUDY]", help="The bundled study if not given.")] = None,
) -> None:
    """Open the Streamlit app."""
    from siteplan.data.bundled import bundled_study
    from siteplan.ui import launch

    raise typer.Exit(launch(study or bundled_study()))


def _in_words(error: NoPlanError, study: Study, market: Market, as_json: bool) -> NoPlanError:
    """Return the error in the study's language; its reason goes to the standard output where JSON is asked."""
    from siteplan.present.noplan import no_plan_lines

    if as_json and error.reason is not None:
        reason = error.reason.model_dump(mode="json")
        typer.echo(json.dumps({"status": "infeasible", "reason": reason}, ensure_ascii=False))
    lines = no_plan_lines(error, study, market, study.study.language)
    return NoPlanError("\n".join(lines), error.proven, error.reason)


def _plan(
    path: Path,
    out: Path,
    changes: dict[str, float],
    as_json: bool,
    language: Language | None,
    solver: str = "highs",
    model_file: Path | None = None,
) -> None:
    from siteplan.data import revised_plan
    from siteplan.optimise.handout import check_export
    from siteplan.optimise.models.formulate import check_solver
    from siteplan.pipeline import make_plan
    from siteplan.present.export import write_plan
    from siteplan.present.folder import check_folder

    check_folder(out)
    check_solver(solver)
    if model_file is not None:
        check_export(model_file)
    with Console() as console, interruptible() as interrupted:
        console.stage("reading")
        study, market = _opened(path, language)
        asked = revised_plan(study, changes)
        try:
            made = make_plan(asked, market, console.progress, interrupted, console.stage, solver, model_file)
        except NoPlanError as error:
            raise _in_words(error, asked, market, as_json) from None
        console.stage("writing")
        write_plan(made, out, study.study.language)
    _print_summary(made, out, as_json)
    if made.proof.status == "cancelled":
        raise typer.Exit(CANCELLED)


def _opened(path: Path, language: Language | None = None) -> tuple[Study, Market]:
    """Return a study and its market; all problems of both are raised together."""
    from siteplan.data import check_study

    found = check_study(path)
    if found.study is None or found.market is None:
        raise StudyError(found.problems)
    if language is None:
        return found.study, found.market
    info = found.study.study.model_copy(update={"language": language.value})
    return found.study.model_copy(update={"study": info}), found.market


def _print_summary(made: Plan, out: Path, as_json: bool) -> None:
    from siteplan.present.summary import summary, summary_dict

    if as_json:
        typer.echo(json.dumps({**summary_dict(made), "out": str(out)}, ensure_ascii=False))
        return
    typer.echo("\n".join(summary(made, made.study.study.language)))
    typer.echo(f"\nMap     {out / 'map.html'}\nReport  {out / 'report.html'}")


def main() -> None:
    """Run the command line and exit: 0 done, 1 wrong input, 2 usage, 3 no plan exists, 130 cancelled."""
    try:
        with cancellable():
            app()
    except NoPlanError as error:
        _fail(str(error), NO_PLAN)
    except CancelledError as error:
        _fail(str(error), CANCELLED)
    except SiteplanError as error:
        _fail(str(error), WRONG)


def _fail(message: str, code: int) -> None:
    typer.echo(message, err=True)
    sys.exit(code)
