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
    from siteplan.data import read_market, read_study
    from siteplan.evaluate import Plan, transfers_of
    from siteplan.market import Market
    from siteplan.pipeline import check_study, lay_groundwork, make_plan
    from siteplan.study import Study

__all__ = [
    "Market",
    "NoPlanError",
    "OutputError",
    "Plan",
    "ProblemError",
    "SiteplanError",
    "Study",
    "StudyError",
    "__version__",
    "check_study",
    "lay_groundwork",
    "make_plan",
    "optimise",
    "present",
    "read_market",
    "read_study",
    "tradearea",
    "transfers_of",
]

_HOMES = {
    "Market": "siteplan.market",
    "Plan": "siteplan.evaluate",
    "Study": "siteplan.study",
    "check_study": "siteplan.pipeline",
    "lay_groundwork": "siteplan.pipeline",
    "make_plan": "siteplan.pipeline",
    "read_market": "siteplan.data",
    "read_study": "siteplan.data",
    "transfers_of": "siteplan.evaluate",
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
