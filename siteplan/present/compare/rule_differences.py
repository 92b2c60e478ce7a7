"""Rules' differences in words: what each plan asks otherwise, what it has of it, what that costs where known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from siteplan.present.compare.compare_tables import rule_called
from siteplan.present.compare.compared import Comparison
from siteplan.present.plan_text.rule_words import asked_text, rule_value
from siteplan.present.text.numbers import amount
from siteplan.study.objectives import goal_of

__all__ = ["rule_sentences"]

_TOLD = ("sense", "asked", "words")  # of a rule: where plans have these alike, they ask the same


def rule_sentences(found: Comparison) -> list[str]:
    """Return a sentence for each rule in which plans differ, and how many are the same in all."""
    _, _n, rows = found.reader.gettext, found.reader.ngettext, found.rules.to_dict("records")
    differ = [row for row in rows if _differs(row, found)]
    same = len(rows) - len(differ)
    if not differ:
        said = _("All plans were asked the same rules.") if rows else _("No plan was asked a rule.")
        return [said]
    alike = _n("{n} rule is asked alike in all plans.", "{n} rules are asked alike in all plans.", same)
    return [*(_sentence(row, found) for row in differ), *([alike.format(n=same)] if same else [])]


def _differs(row: Mapping[Any, Any], found: Comparison) -> bool:
    asked = [tuple(row[f"{name}_{n}"] for name in _TOLD) for n in found.numbers]
    return not all(isinstance(row[f"rule_id_{n}"], str) for n in found.numbers) or len({*asked}) > 1


def _sentence(row: Mapping[Any, Any], found: Comparison) -> str:
    _ = found.reader.gettext
    clauses = [_clause(row, n, label, found) for n, label in found.named]
    return _("{rule}: {clauses}.").format(rule=rule_called(row, found), clauses=_("; ").join(clauses))


def _clause(row: Mapping[Any, Any], n: int, label: str, found: Comparison) -> str:
    """Return what one plan asks of a rule and has of it, as part of a sentence."""
    _, reader, unit = found.reader.gettext, found.reader, row["unit"]
    if not isinstance(row[f"rule_id_{n}"], str):
        return _("{plan} does not ask it").format(plan=label)
    rule = {"sense": row[f"sense_{n}"], "asked": row[f"asked_{n}"], "unit": unit}
    price, goal = row[f"price_{n}"], goal_of(found.plans[n - 1].plan.study)
    if not row[f"met_{n}"]:
        text = _("{plan} asks {asked} and has {achieved}, NOT met")
    elif price > 0:
        text = _("{plan} asks {asked} and has {achieved}, which costs it {price}")
    else:
        text = _("{plan} asks {asked} and has {achieved}")
    return text.format(
        plan=label,
        asked=asked_text(rule, reader),
        achieved=rule_value(row[f"achieved_{n}"], unit, reader),
        price=amount(price, goal.unit, reader),
    )
