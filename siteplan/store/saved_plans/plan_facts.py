"""The few figures of a plan that a list shows and sorts by."""

from __future__ import annotations

from typing import Any

from siteplan.evaluate import Plan
from siteplan.present.files.plan_json import plain
from siteplan.present.pack.figures import key_figures
from siteplan.present.text.reader import Reader

__all__ = ["facts_of"]

_FACTS = (
    "share", "share.today", "share.low", "share.high", "net_new", "coverage", "coverage.today", "coverage_rural",
    "coverage_rural.today", "capex", "cost_per_vehicle", "cost_per_vehicle.today", "opened",
)  # fmt: skip


def facts_of(plan: Plan) -> dict[str, Any]:
    """Return headline figures by id, with how the plan was proven; figures that it does not have are left out."""
    figures = key_figures(plan, Reader.of(plan.study, "en"))
    told = {name: figures[name].value for name in _FACTS if name in figures}
    proof = plan.proof
    return dict(plain({**told, "status": str(proof.status), "gap": proof.gap}))
