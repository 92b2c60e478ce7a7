"""Optimise: a problem of options, capture and rules -> the best selection, with its proof."""

from siteplan.optimise.analyses.classic import fewest_sites, maximal_coverage, p_centre, p_dispersion, p_median
from siteplan.optimise.captures.capped import CappedCapture
from siteplan.optimise.captures.capture import Capture
from siteplan.optimise.captures.expectation import MixtureCapture
from siteplan.optimise.captures.huff import HuffCapture
from siteplan.optimise.captures.location import AttendanceCapture, CoverageCapture, NearestCapture
from siteplan.optimise.captures.losses.above_cap import AboveCap
from siteplan.optimise.captures.zero import ZeroCapture
from siteplan.optimise.model_export import export_master, master_of
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.rules import (
    Budget,
    CannibalisationCap,
    Capacity,
    CaptureFloor,
    CostPerVehicle,
    Count,
    CoverageFloor,
    CoverAll,
    EachAreaFloor,
    FormatShare,
    MinimumSales,
    RequiredSites,
    Requires,
    Rule,
    RuleReport,
    Spacing,
    Territory,
)
from siteplan.optimise.selection import Progress, Selection, SolveStatus
from siteplan.optimise.solve import solve

__all__ = [
    "AboveCap",
    "AttendanceCapture",
    "Budget",
    "CannibalisationCap",
    "Capacity",
    "CappedCapture",
    "Capture",
    "CaptureFloor",
    "CostPerVehicle",
    "Count",
    "CoverAll",
    "CoverageCapture",
    "CoverageFloor",
    "EachAreaFloor",
    "FormatShare",
    "HuffCapture",
    "MinimumSales",
    "MixtureCapture",
    "NearestCapture",
    "Progress",
    "RequiredSites",
    "Requires",
    "Rule",
    "RuleReport",
    "Selection",
    "SiteProblem",
    "SolveStatus",
    "Spacing",
    "Territory",
    "ZeroCapture",
    "export_master",
    "fewest_sites",
    "master_of",
    "maximal_coverage",
    "p_centre",
    "p_dispersion",
    "p_median",
    "solve",
]
