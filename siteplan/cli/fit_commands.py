"""The command `calibrate`: the trade-area model fitted to visits, or to what own sites sold."""

from __future__ import annotations

from pathlib import Path

from siteplan.cli.console import say, say_json
from siteplan.cli.plan_commands import beside, running
from siteplan.errors import N_

__all__ = ["fit_to_flows", "fit_to_sales"]

REVISED = N_("Revised study, to replace the present one")


def fit_to_sales(study: Path, out: Path | None, as_json: bool, language: str | None) -> None:
    """Fit the outside option and the attractiveness of formats."""
    from siteplan.pipeline import fit_to_sales
    from siteplan.present.files.sales_fit_files import sales_fit_dict, write_sales_fit
    from siteplan.present.model_text.sales_fit_words import lines
    from siteplan.present.text.command_words import file_lines
    from siteplan.present.text.reader import Reader

    out = out or beside(study, "fit")
    with running(out, "fit") as run:
        asked, market = run.opened(study, language)
        found = fit_to_sales(asked, market, run.stage)
        run.stage("writing")
        write_sales_fit(found, study, out)
    if as_json:
        say_json({**sales_fit_dict(found), "out": str(out)}, out)
        return
    reader = Reader.of(asked)
    say(*lines(found, reader), *file_lines({REVISED: out / "study.toml"}, reader), results=out)


def fit_to_flows(study: Path, out: Path | None, as_json: bool, language: str | None) -> None:
    """Fit decay, rate and exponents."""
    from siteplan.pipeline import calibrate_study
    from siteplan.present.files.calibration_files import calibration_dict, write_calibration
    from siteplan.present.model_text.calibration_words import lines
    from siteplan.present.text.command_words import file_lines
    from siteplan.present.text.reader import Reader

    out = out or beside(study, "fit")
    with running(out, "fit") as run:
        asked, market = run.opened(study, language)
        found = calibrate_study(asked, market, run.stage)
        run.stage("writing")
        write_calibration(found, study, out)
    if as_json:
        say_json({**calibration_dict(found), "out": str(out)}, out)
        return
    named = {"Report": out / "fit.html", REVISED: out / "study.toml"}
    reader = Reader.of(asked)
    say(*lines(found, reader), *file_lines(named, reader), results=out)
