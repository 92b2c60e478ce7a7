"""plan.json: a plan as plain numbers and text, for scripts."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

import pandas as pd

from siteplan._version import __version__
from siteplan.data.tables.exclusions import BARRED
from siteplan.evaluate import Plan
from siteplan.evaluate.business_case import WORTH
from siteplan.present.board.board_files import board_dict
from siteplan.present.channel.actual_part import actual_dict
from siteplan.present.channel.conflict_tables import conflict_dict, served_dict
from siteplan.present.channel.perspective_part import perspective_dict
from siteplan.present.files.trace import trace_records
from siteplan.present.model_text.filled_words import filled_dict
from siteplan.present.model_text.held_words import held_dict
from siteplan.present.model_text.range_words import range_dict
from siteplan.present.pack.figures import figure_records
from siteplan.present.phases.phase_part import from_dict, phase_dict
from siteplan.present.plan_text.changes import decided_sites
from siteplan.present.plan_text.losses import losses_dict
from siteplan.present.plan_text.volumes import volumes_dict
from siteplan.present.stress.reply_files import reply_dict
from siteplan.present.stress.risk_part import risk_dicts
from siteplan.present.stress.tornado import tornado_dicts
from siteplan.present.tables.held_sites import held_site_records
from siteplan.present.tables.money_tables import business_dict
from siteplan.present.text.note_words import note_dict
from siteplan.present.text.reader import Reader

__all__ = ["plain", "plan_dict"]

SITE_KEYS = [
    "site_id", "format", "change", "phase", "capture", "demand_above_capacity", "net_new", "cannibalised", "sessions",
    "sessions_room", "leads", "owners_served", "owners_room", "capex", "opex", "yearly_result", "removal_value",
    "removal_resolved", "removal_least", "removal_most", "removal_basis", "needed_for", "may_strike",
    "runner_up_format", "runner_up_value", "core", "core_share", *WORTH,
]  # fmt: skip
EXPLANATIONS = {
    "removal_value": "what the goal's figure loses when the site closes and all else stays; re-evaluated",
    "removal_resolved": "what it loses once the best other plan takes its place, from removal_least to removal_most by "
    "the proofs of both; re-solved where removal_basis says so",
    "runner_up_value": "what the site's next best format would bring in its place; re-evaluated",
    "core": "in how many outlooks the best plan there, re-solved, has the site in the same format; core_share is their "
    "part of the probability of those re-solved",
    "npv": "of a site: what its cash flows are worth today, less displaced: the margin that own sites lose to it, and "
    "the profit of the one whose place it takes; irr and payback (years) likewise; irr_why says why there is no rate",
    "break_even": "sales a month of a mature year at which the company's yearly result is 0",
    "npv_all": "of all who pay together, payouts and partners' shares left out; irr_all, payback_all and "
    "cost_per_vehicle_all likewise",
    "npv_partners": "of all who pay but the company: npv_all less npv; irr_partners, payback_partners and "
    "cost_per_vehicle_partners likewise; result_partners is what the site's own cash flows are worth to them as an "
    "even yearly sum",
    "price": "what the plan gains without a rule, from price_from to price_to by the proofs of both; re-solved where "
    "price_basis says so, empty where the rule costs nothing",
    "entry_capex": "in rejected.csv: a capex at which the candidate opens; above entry_capex_most it does not; "
    "re-solved where basis says so, else empty",
}


def plan_dict(plan: Plan) -> dict[str, Any]:
    """Return the plan as JSON knows it: numbers that are none or without limit become None.

    Vehicles a year, the study's currency (opex a year), minutes; shares and the gap from 0 to 1. Objective and bound
    are in the unit of the goal; where its less is better, the bound lies below. `bound_loose` says that the bound
    hardly knows of capacities: a wide gap need not mean that there is a better plan. `seconds` are those of the
    search by the clock, `cpu_seconds` what it had of the processor; `trace` says what it knew when.
    """
    proof, reader = plan.proof, Reader.of(plan.study, "en")
    return {
        "status": proof.status,
        "objective": plain(proof.objective),
        "bound": plain(proof.bound),
        "gap": plain(proof.gap),
        "seconds": plain(proof.seconds),
        "cpu_seconds": plain(proof.cpu_seconds),
        "exact": proof.exact,
        "approximations": list(proof.approximations),
        "bound_loose": proof.loose,
        "study": {"name": plan.study.study.name, "hash": plan.input_hash, "version": __version__},
        "from": from_dict(plan),
        "question": plan.study.plan.model_dump(mode="json"),
        "sites": _records(_with_keys(decided_sites(plan))),
        "kpis": plain(asdict(plan.kpis)),
        "figures": plain(figure_records(plan)),
        "rules": _records(plan.rules.assign(unit=plan.rules["unit"].map(reader.column_unit))),
        "rules_together": _records(plan.together),
        "baseline": plain(asdict(plan.baseline)),
        "goal": {
            "name": proof.goal.name,
            "unit": reader.column_unit(proof.goal.unit),
            "less_is_better": proof.goal.least,
            "full_model": plain(proof.counted),
            "today": plain(proof.today),
        },
        "outlooks": _records(plan.outlooks),
        "regret": None if plan.regret is None else plain(asdict(plan.regret)),
        "tail": None if plan.tail is None else plain(asdict(plan.tail)),
        "segments": _records(plan.segments),
        "explanations": EXPLANATIONS,
        "held_today": plain(held_dict(plan.forecast.today) | {"by_site": held_site_records(plan.forecast.today)}),
        "range": plain(range_dict(plan.ranges)),
        "phases": plain(phase_dict(plan)),
        **plain({"tornado": tornado_dicts(plan), "risks": risk_dicts(plan)} | reply_dict(plan)),
        "volumes": volumes_dict(plan),
        "losses": plain(losses_dict(plan)),
        "business_case": plain(business_dict(plan)),
        "scorecard": plain(perspective_dict(plan)),
        "actuals": plain(actual_dict(plan)),
        "conflict": plain(conflict_dict(plan)),
        "service_areas": plain(served_dict(plan)),
        **plain(board_dict(plan)),
        "filled_in": [filled_dict(line, reader) for line in plan.filled],
        "trace": plain(trace_records(proof.trace)),
        "barred": _barred(plan),
        "notes": [note_dict(note) for note in plan.market.notes],
    }


def _with_keys(sites: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of sites that scripts read; when sites open and close where the plan has phases."""
    return sites[[*SITE_KEYS, *(name for name in ("opens", "closes", "committed") if name in sites)]]


def plain(value: Any) -> Any:
    """Return a value as JSON knows it, through all its parts."""
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    number = value.item() if hasattr(value, "item") else value
    return None if isinstance(number, float) and not math.isfinite(number) else number


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [plain(record) for record in pd.DataFrame(table).to_dict("records")]


def _barred(plan: Plan) -> list[dict[str, str]]:
    """Return the candidates that may not open for the area they lie in, and what bars them."""
    sites = plan.market.candidates
    if BARRED not in sites:
        return []
    reasons = plan.market.exclusions.drop_duplicates("name").set_index("name")["reason"]
    inside = sites[BARRED][sites[BARRED].fillna("") != ""]
    return [
        {"site_id": str(site), "exclusion": str(area), "reason": str(reasons[area])} for site, area in inside.items()
    ]
