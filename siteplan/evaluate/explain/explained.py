"""A plan explained by solving anew: what rules cost, at which price rejected sites open, what is lost without a site.

In that order, for as long as the allowance lasts, rules that leave room after the prices of sites: they seldom cost
anything. What did not fit is marked and left empty, never estimated.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siteplan.errors.params import Params, within
from siteplan.evaluate.explain.rejected import nearest_rejected
from siteplan.finance.costs import annuity_factor
from siteplan.formulate.outcome import Answer
from siteplan.formulate.phases.phased_problem import PHASE_LIMIT
from siteplan.formulate.rules.money_makers import YEARLY_COST
from siteplan.groundwork import Groundwork
from siteplan.optimise import SiteProblem
from siteplan.optimise.allowance import Allowance
from siteplan.optimise.analyses.entry import entry_price
from siteplan.optimise.analyses.entry_price import EntryPrice
from siteplan.optimise.analyses.price import Price
from siteplan.optimise.analyses.removal import Removal, removal
from siteplan.optimise.analyses.rule_price import Line, RulePrice, lines_of, rule_price
from siteplan.optimise.analyses.solved import Solved
from siteplan.study.objectives import OBJECTIVES
from siteplan.study.rules import rules_by_id

__all__ = ["ExplainParams", "Explained", "explain", "halves", "price_of", "solved_of", "tight"]


Asked = tuple[str, int]
"""One thing that a rule asks: id of the rule, and its number among those that this rule asks."""


@dataclass(frozen=True)
class ExplainParams(Params):
    """What is asked, and how the allowance is shared out.

    Attributes
    ----------
    most_entries : count; rejected sites, the nearest to the plan, whose price is asked for
    for_rules, for_entries, for_loose : shares of what is left that rules without room, then entries, then rules with
        room may take; others have the rest
    fair : times an even part of what is left that one question may take
    tight : share of what a rule asks that a plan may leave of it and still be held up by it: sites and shares do not
        divide
    """

    most_entries: int = within(10, 0)
    for_rules: float = within(0.6, 0.0, 1.0)
    for_entries: float = within(0.6, 0.0, 1.0)
    for_loose: float = within(0.5, 0.0, 1.0)
    fair: float = within(2.0, 1.0)
    tight: float = within(0.01, 0.0, 1.0)


@dataclass(frozen=True)
class Together:
    """Rules on the same people, and what they cost together."""

    rule_ids: tuple[str, ...]
    area: str
    price: RulePrice


@dataclass(frozen=True)
class Explained:
    """What was found by solving anew; in the optimiser's units.

    Attributes
    ----------
    rules : what each thing costs that a rule asks, by the rule's id and its number among those that this one asks
    together : rules on rural people, or else on all, where there are several
    entries, removals : by option
    limit, seconds : processor seconds allowed, and taken
    """

    rules: dict[Asked, RulePrice] = field(default_factory=dict)
    together: tuple[Together, ...] = ()
    entries: dict[str, EntryPrice] = field(default_factory=dict)
    removals: dict[str, Removal] = field(default_factory=dict)
    limit: float = 0.0
    seconds: float = 0.0


def explain(answer: Answer, allowance: Allowance, params: ExplainParams = ExplainParams()) -> Explained:
    """Return what solving anew says of a plan; nothing without time, or where zones are handed to sites.

    Of a plan in phases it says what the study's rules cost.
    """
    began, ground = allowance.left, answer.ground
    if allowance.is_due() or not answer.found or answer.selection.source is None or answer.problem.capacity:
        return Explained(limit=began)
    solved = solved_of(answer)
    firm, loose = _by_room(solved, params)
    may_take = allowance.within(params.for_rules * allowance.left)
    together, rules = _rules(solved, _groups(ground, solved.problem), firm, may_take, params)
    in_phases = answer.roll_out is not None
    may_take = allowance.within(params.for_entries * allowance.left)
    entries = {} if in_phases else _entries(answer, solved, may_take, params)
    _, others = _rules(solved, [], loose, allowance.within(params.for_loose * allowance.left), params)
    return Explained(
        rules=rules | others,
        together=together,
        entries=entries,
        removals={} if in_phases else _removals(solved, allowance),
        limit=began,
        seconds=began - allowance.left,
    )


def solved_of(answer: Answer) -> Solved:
    """Return the plan as one about which more is asked."""
    asked, roll_out = answer.ground.study.plan, answer.roll_out
    if roll_out is not None:
        return Solved.of(roll_out.phased.problem, roll_out.selection, asked.gap, asked.seed)
    return Solved.of(answer.problem, answer.selection, asked.gap, asked.seed)


def price_of(ground: Groundwork) -> Price:
    """Return how the capex of an option counts: in budgets, in a yearly cost, and in the goal where that is money."""
    asked = ground.study.plan
    yearly = 1.0 / annuity_factor(asked.horizon_years, asked.discount_rate)
    return Price("capex", {"cost": 1.0, YEARLY_COST: ground.option_figures.by_capex}, _by_capex(ground, yearly))


def _by_capex(ground: Groundwork, yearly: float) -> NDArray[np.float64] | float:
    """Return what the objective counts for a unit of capex, of each option (n_options,) or of all alike."""
    kind = OBJECTIVES[ground.study.plan.objective]
    if not kind.money:
        return 0.0
    return yearly if kind.least else ground.option_figures.by_capex


def shares(allowance: Allowance, n: int, params: ExplainParams) -> Iterator[Allowance]:
    """Yield what each of n questions may take: what one leaves, the others have."""
    for left in range(n, 0, -1):
        yield allowance if left == 1 else allowance.within(params.fair * allowance.left / left)


def halves(allowance: Allowance, n: int) -> Iterator[Allowance]:
    """Yield what each of n questions may take where the first ones matter most: half of what is left."""
    for _ in range(n):
        yield allowance.within(allowance.left / 2)


def _by_room(solved: Solved, params: ExplainParams) -> tuple[list[Line], list[Line]]:
    """Return what rules ask: that of which the plan leaves nothing, and that of which it does."""
    reports, lines = solved.selection.rules.to_dict("records"), lines_of(solved.problem)
    firm = [line for k, line in enumerate(lines) if k < len(reports) and tight(reports[k], params)]
    of_study = [line for line in lines if not solved.problem.rules[line[0]].name.startswith(PHASE_LIMIT)]
    return [line for line in of_study if line in firm], [line for line in of_study if line not in firm]


def _rules(
    solved: Solved,
    groups: Sequence[tuple[str, tuple[Line, ...]]],
    lines: Sequence[Line],
    allowance: Allowance,
    params: ExplainParams,
) -> tuple[tuple[Together, ...], dict[Asked, RulePrice]]:
    """Ask rules together first, then one by one."""
    first = halves(allowance, len(groups))
    together = tuple(
        Together(tuple(solved.problem.rules[number].name for number, _ in group), area, rule_price(solved, group, part))
        for (area, group), part in zip(groups, first, strict=True)
    )
    parts = shares(allowance, len(lines), params)
    names = [(solved.problem.rules[number].name, which) for number, which in lines]
    return together, {
        name: rule_price(solved, [line], part) for name, line, part in zip(names, lines, parts, strict=False)
    }


def _entries(answer: Answer, solved: Solved, allowance: Allowance, params: ExplainParams) -> dict[str, EntryPrice]:
    """Ask for the price of rejected sites, the nearest to the plan first."""
    index, price = solved.selection.open.index, price_of(answer.ground)
    nearest = nearest_rejected(answer)
    asked = index.get_indexer(nearest.index[nearest["gain"].notna()])[: params.most_entries].tolist()
    parts = halves(allowance, len(asked))
    return {
        index[o]: entry_price(solved, o, price, part) for o, part in zip(asked, parts, strict=True) if part.left > 0
    }


def _removals(solved: Solved, allowance: Allowance) -> dict[str, Removal]:
    """Ask what is lost without a site, the largest loss first as far as that is known without solving anew."""
    index, opened = solved.selection.open.index, _opened(solved)
    parts = halves(allowance, len(opened))
    return {index[o]: removal(solved, o, part) for o, part in zip(opened, parts, strict=True) if part.left > 0}


def tight(line: Mapping[Hashable, Any], params: ExplainParams = ExplainParams()) -> bool:
    """Whether a plan leaves nothing, or next to nothing, of what a rule asks; `line` is one of Selection.rules."""
    slack, asked = float(line["slack"]), float(line["asked"])
    return slack < 1 if line["unit"] == "sites" else slack <= params.tight * abs(asked)


def _groups(ground: Groundwork, problem: SiteProblem) -> list[tuple[str, tuple[Line, ...]]]:
    """Return the rules on rural people, where there are several; else those on people at all."""
    asked = rules_by_id(ground.study.plan.rules)
    numbers = {rule.name: number for number, rule in enumerate(problem.rules)}
    people = {name: spec.whom for name, spec in asked.items() if spec.function_asked and name in numbers}
    rural = [name for name, whom in people.items() if whom and whom[0] == "rural"]
    for area, names in (("rural", rural), ("all", [*people])):
        if len(names) > 1:
            return [(area, tuple((numbers[name], 0) for name in names))]
    return []


def _opened(solved: Solved) -> list[int]:
    """Return what opens, the largest loss first as far as that is known without solving anew."""
    problem, opened = solved.problem, np.flatnonzero(solved.plan)
    losses = (problem.state_at(solved.plan).losses() + problem.value_of)[opened]
    return [int(o) for o in opened[np.argsort(-losses, kind="stable")]]
