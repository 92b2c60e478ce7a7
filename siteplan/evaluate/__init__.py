"""Selection -> Plan: the full model re-run on the chosen network, against today's."""

from siteplan.evaluate.evaluate import evaluate
from siteplan.evaluate.kpis import Coverage, Kpis
from siteplan.evaluate.plan import Plan, Proof
from siteplan.evaluate.tradeoffs import Curve, Effort, TradeOffs, trade_offs

__all__ = ["Coverage", "Curve", "Effort", "Kpis", "Plan", "Proof", "TradeOffs", "evaluate", "trade_offs"]
