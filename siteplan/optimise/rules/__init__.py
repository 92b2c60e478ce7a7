"""Business rules: one type a module, each with its rows and its report."""

from siteplan.optimise.rules.areas import EachAreaFloor, EachAreaRoom
from siteplan.optimise.rules.budget import Budget
from siteplan.optimise.rules.cannibalisation_cap import CannibalisationCap
from siteplan.optimise.rules.capacity import Capacity
from siteplan.optimise.rules.capture_floor import CaptureFloor
from siteplan.optimise.rules.cost_per_vehicle import CostPerVehicle
from siteplan.optimise.rules.count import Count
from siteplan.optimise.rules.cover_all import CoverAll
from siteplan.optimise.rules.coverage import CoverageFloor
from siteplan.optimise.rules.lazy_constraint import LazyConstraint
from siteplan.optimise.rules.minimum_sales import MinimumSales
from siteplan.optimise.rules.required import RequiredSites
from siteplan.optimise.rules.requires import Requires
from siteplan.optimise.rules.rule import Rule, RuleReport
from siteplan.optimise.rules.share import FormatShare
from siteplan.optimise.rules.spacing import Spacing, Territory

__all__ = [
    "Budget",
    "CannibalisationCap",
    "Capacity",
    "CaptureFloor",
    "CostPerVehicle",
    "Count",
    "CoverAll",
    "CoverageFloor",
    "EachAreaFloor",
    "EachAreaRoom",
    "FormatShare",
    "LazyConstraint",
    "MinimumSales",
    "RequiredSites",
    "Requires",
    "Rule",
    "RuleReport",
    "Spacing",
    "Territory",
]
