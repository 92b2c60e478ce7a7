"""siteplan: where a maker of new-energy vehicles, or any chain, should open sites.

    study  = sp.read_study("data/geo/guangdong")
    market = sp.read_market(study)
    plan   = sp.make_plan(study, market)

Names load when they are first used, so that importing siteplan is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from siteplan._version import __version__
from siteplan.errors import NoPlanError, OutputError, ProblemError, SiteplanError, StudyError

if TYPE_CHECKING:
    from siteplan import optimise, present, tradearea
    from siteplan.data import read_market, read_study, write_template
    from siteplan.evaluate import Frontiers, Plan, transfers_of
    from siteplan.market import Market
    from siteplan.pipeline import calibrate_study, check_study, fit_to_sales, lay_groundwork, make_frontiers, make_plan
    from siteplan.present.compare.compare_files import write_comparison
    from siteplan.present.compare.compared import Comparison, compare_plans
    from siteplan.present.files.calibration_files import write_calibration
    from siteplan.present.files.export import write_plan, write_scores
    from siteplan.present.files.frontier_files import write_frontiers
    from siteplan.present.files.sales_fit_files import write_sales_fit
    from siteplan.present.saved.report_files import write_reports
    from siteplan.score import Scorecard
    from siteplan.store.explain_saved import explain_plan
    from siteplan.study import Study

__all__ = [
    "Comparison",
    "Frontiers",
    "Market",
    "NoPlanError",
    "OutputError",
    "Plan",
    "ProblemError",
    "Scorecard",
    "SiteplanError",
    "Study",
    "StudyError",
    "__version__",
    "calibrate_study",
    "check_study",
    "compare_plans",
    "explain_plan",
    "fit_to_sales",
    "lay_groundwork",
    "make_frontiers",
    "make_plan",
    "make_review",
    "optimise",
    "present",
    "read_market",
    "read_study",
    "tradearea",
    "transfers_of",
    "write_calibration",
    "write_comparison",
    "write_frontiers",
    "write_plan",
    "write_reports",
    "write_review",
    "write_sales_fit",
    "write_scores",
    "write_template",
]

_HOMES = {
    "Comparison": "siteplan.present.compare.compared",
    "Frontiers": "siteplan.evaluate",
    "Market": "siteplan.market",
    "Plan": "siteplan.evaluate",
    "Scorecard": "siteplan.score",
    "Study": "siteplan.study",
    "calibrate_study": "siteplan.pipeline",
    "check_study": "siteplan.pipeline",
    "compare_plans": "siteplan.present.compare.compared",
    "explain_plan": "siteplan.store.explain_saved",
    "fit_to_sales": "siteplan.pipeline",
    "lay_groundwork": "siteplan.pipeline",
    "make_frontiers": "siteplan.pipeline",
    "make_plan": "siteplan.pipeline",
    "make_review": "siteplan.pipeline",
    "read_market": "siteplan.data",
    "read_study": "siteplan.data",
    "transfers_of": "siteplan.evaluate",
    "write_calibration": "siteplan.present.files.calibration_files",
    "write_comparison": "siteplan.present.compare.compare_files",
    "write_frontiers": "siteplan.present.files.frontier_files",
    "write_plan": "siteplan.present.files.export",
    "write_reports": "siteplan.present.saved.report_files",
    "write_review": "siteplan.present.review.review_files",
    "write_sales_fit": "siteplan.present.files.sales_fit_files",
    "write_scores": "siteplan.present.files.export",
    "write_template": "siteplan.data",
}
_PACKAGES = ("optimise", "present", "tradearea")


def __getattr__(name: str) -> Any:  # a module's own hook: the type depends on the name
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name in _PACKAGES:
        return import_module(f"siteplan.{name}")
    raise AttributeError(f"module 'siteplan' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the names that load when they are first used, too."""
    return sorted({*globals(), *__all__})
