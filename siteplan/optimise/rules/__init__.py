"""Business rules: one type a module, each with its rows and its report."""

from siteplan.optimise.rules.budget import Budget
from siteplan.optimise.rules.count import Count
from siteplan.optimise.rules.coverage import CoverageFloor
from siteplan.optimise.rules.required import RequiredSites
from siteplan.optimise.rules.rule import Rule, RuleReport

__all__ = ["Budget", "Count", "CoverageFloor", "RequiredSites", "Rule", "RuleReport"]
