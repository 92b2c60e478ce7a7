"""Selection -> Plan: the full model re-run on the chosen network, against today's."""

from siteplan.evaluate.evaluate import evaluate
from siteplan.evaluate.frontiers import Curve, Effort, Frontiers, study_frontiers
from siteplan.evaluate.kpis import Kpis
from siteplan.evaluate.plan import Plan, Proof
from siteplan.evaluate.taken_by_site import transfers_of

__all__ = ["Curve", "Effort", "Frontiers", "Kpis", "Plan", "Proof", "evaluate", "study_frontiers", "transfers_of"]
