"""The command `calibrate`: the trade-area model fitted to visits, or to what own sites sold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from siteplan.cli.console import say, say_json
from siteplan.cli.plan_commands import beside, running
from siteplan.errors import N_

if TYPE_CHECKING:
    from siteplan.market import Market
    from siteplan.present.text.reader import Reader
    from siteplan.study import Study

__all__ = ["FitAsked", "fit_to_flows", "fit_to_sales"]

_FILES = {N_("Report"): "fit.html", N_("Revised study, to replace the present one"): "study.toml"}


@dataclass(frozen=True)
class FitAsked:
    """What a fit is asked: the study, where results go, and how they are said."""

    path: Path
    out: Path | None
    as_json: bool
    language: str | None


@dataclass(frozen=True)
class Fit:
    """What one kind of fit does: found from study and market, written beside the study, told as JSON and as lines."""

    find: Callable[[Study, Market, Callable[[str], None]], Any]
    write: Callable[[Any, Path, Path], None]
    as_dict: Callable[[Any], dict[str, Any]]
    lines: Callable[[Any, Reader], Sequence[str]]


def fit_to_sales(asked: FitAsked) -> None:
    """Fit the outside option and the attractiveness of formats."""
    from siteplan.pipeline import fit_to_sales
    from siteplan.present.files.sales_fit_files import sales_fit_dict, write_sales_fit
    from siteplan.present.model_text.sales_fit_words import lines

    _fit(asked, Fit(fit_to_sales, write_sales_fit, sales_fit_dict, lines))


def fit_to_flows(asked: FitAsked) -> None:
    """Fit decay, rate and exponents."""
    from siteplan.pipeline import calibrate_study
    from siteplan.present.files.calibration_files import calibration_dict, write_calibration
    from siteplan.present.model_text.calibration_words import lines

    _fit(asked, Fit(calibrate_study, write_calibration, calibration_dict, lines))


def _fit(asked: FitAsked, fit: Fit) -> None:
    """Fit, write what was found, and say where it lies."""
    from siteplan.present.text.command_words import file_lines
    from siteplan.present.text.reader import Reader

    out = asked.out or beside(asked.path, "fit")
    with running(out, "fit") as run:
        study, market = run.opened(asked.path, asked.language)
        found = fit.find(study, market, run.stage)
        run.stage("writing")
        fit.write(found, asked.path, out)
    if asked.as_json:
        say_json({**fit.as_dict(found), "out": str(out)}, out)
        return
    reader, files = Reader.of(study), {title: out / name for title, name in _FILES.items() if (out / name).exists()}
    say(*fit.lines(found, reader), *file_lines(files, reader), results=out)
