"""What a plan's scorecard is held against, as study.toml states it: thresholds of its figures."""

from __future__ import annotations

from pydantic import Field

from siteplan.study.score_specs import Gate
from siteplan.study.section import Section, SomeShare

__all__ = ["AIMS", "Aims"]

AIMS = {
    "financial": ("capture", "share", "npv", "irr", "payback", "cost_per_vehicle"),
    "customer": ("access", "mean_drive"),
    "process": ("sites", "severe_conflicts", "territories_breached", "capacity_use", "lead_months"),
    "social": ("coverage_rural", "newly_covered", "counties_covered", "worst_county", "gini_minutes"),
}
"""The figures of each perspective; those of customers are by function, as access_service."""


class Aims(Section):
    """Thresholds of figures of the plan's scorecard, by id.

    `alert` is how far actual sales so far may be off the plan, as a share of it, before a site is told.
    """

    thresholds: dict[str, Gate] = Field(default_factory=dict)
    alert: SomeShare = 0.2
