"""The numbers of a rule that a planner turns: what it asks at least or at most, in which unit, by its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from siteplan.present.text.reader import Reader
from siteplan.study.rules import RuleSpec

__all__ = ["KINDS_OF_LIMIT", "shown_limits", "turned_of", "unit_words", "with_limits"]

LIMIT_COLUMNS = ("at_least", "at_most")
EXACTLY = "exactly"
_SAME = 1e-9


@dataclass(frozen=True)
class Turned:
    """The fields that hold a rule's limits ("" for none), and the unit in which they are shown."""

    least: str = ""
    most: str = ""
    unit: str = ""

    @property
    def times(self) -> float:
        """Of what the field holds, how much is shown: percent of a share, millions of money."""
        return {"share": 100.0, "money": 1e-6}.get(self.unit, 1.0)


KINDS_OF_LIMIT: Mapping[str, Turned] = {
    "budget": Turned(most="at_most", unit="money"),
    "count": Turned("at_least", "at_most", "sites"),
    "share": Turned("at_least", "at_most", "share"),
    "spacing": Turned(least="km", unit="km"),
    "territory": Turned(least="minutes", unit="min"),
    "away_from": Turned(least="km", unit="km"),
    "coverage": Turned(least="at_least", unit="share"),
    "duties": Turned(least="at_least", unit="share"),
    "each_area": Turned(least="at_least", unit="share"),
    "everyone": Turned(least="times", unit="sites"),
    "service_room": Turned(least="at_least", unit="share"),
    "minimum_sales": Turned(least="at_least", unit="vehicles/year"),
    "capacity": Turned(most="at_most", unit="vehicles/year"),
    "cannibalisation": Turned(most="at_most", unit="share"),
    "cost_per_vehicle": Turned(most="at_most", unit="money/vehicle"),
    "capture": Turned(least="at_least", unit="share"),
    "requires": Turned(),
    "only_in": Turned(),
    "sites": Turned(),
}


def turned_of(rule: RuleSpec) -> Turned:
    """Return the limits of a rule; spacing by minutes is turned in minutes."""
    if rule.kind == "spacing" and getattr(rule, "km", None) is None:
        return Turned(least="minutes", unit="min")
    return KINDS_OF_LIMIT[rule.kind]


def limits_of(rule: RuleSpec) -> tuple[float, float]:
    """Return what a rule asks at least and at most, as shown; NaN for none, twice the same for an exact number."""
    turned, exact = turned_of(rule), getattr(rule, EXACTLY, None)
    if exact is not None:
        return float(exact), float(exact)
    held = [getattr(rule, field, None) if field else None for field in (turned.least, turned.most)]
    least, most = (np.nan if value is None else round(float(value) * turned.times, 9) for value in held)
    return least, most


def shown_limits(rules: Sequence[RuleSpec], reader: Reader) -> pd.DataFrame:
    """Return a row a rule, by its position: at_least, at_most and the unit of both."""
    rows = [(*limits_of(rule), unit_words(reader)[turned_of(rule).unit]) for rule in rules]
    frame = pd.DataFrame(rows, columns=[*LIMIT_COLUMNS, "unit"])
    return frame.astype({"at_least": float, "at_most": float, "unit": object})


def with_limits(rules: Sequence[RuleSpec], edited: pd.DataFrame) -> tuple[RuleSpec, ...]:
    """Return the rules whose rows are left, at the limits that now stand there; one without any asks nothing."""
    kept = [(rules[int(row)], edited.loc[row]) for row in edited.index]
    return tuple(_at(rule, cells) for rule, cells in kept if not _asks_nothing(rule, cells))


def unit_words(reader: Reader) -> dict[str, str]:
    """Return how each unit of a limit is read."""
    _, money = reader.gettext, reader.money_word()
    return {
        "": "",
        "share": "%",
        "money": _("million {currency}").format(currency=money),
        "money/vehicle": _("{currency}/vehicle").format(currency=money),
        "sites": _("sites"),
        "vehicles/year": _("vehicles/year"),
        "km": reader.unit_word("km"),
        "min": reader.unit_word("min"),
    }


def _asks_nothing(rule: RuleSpec, cells: pd.Series) -> bool:
    turned = turned_of(rule)
    asked = [column for column, field in zip(LIMIT_COLUMNS, (turned.least, turned.most), strict=True) if field]
    return bool(asked) and all(pd.isna(cells[name]) or (name == "at_least" and cells[name] == 0) for name in asked)


def _at(rule: RuleSpec, cells: pd.Series) -> RuleSpec:
    """Return a rule at other limits; untouched ones stay to the last digit."""
    turned, before = turned_of(rule), limits_of(rule)
    now = (float(cells["at_least"]), float(cells["at_most"]))
    fields = {"at_least": turned.least, "at_most": turned.most}
    if all(_is_same(*pair) for pair in zip(before, now, strict=True)):
        return rule
    if getattr(rule, EXACTLY, None) is not None:
        return rule.model_copy(update={EXACTLY: None, **_held(fields, now, (np.nan, np.nan), turned)})
    return rule.model_copy(update=_held(fields, now, before, turned))


def _held(
    fields: Mapping[str, str], now: tuple[float, float], before: tuple[float, float], turned: Turned
) -> dict[str, float | int | None]:
    """Return the fields that changed, in the study's own units."""
    changed = {
        field: value for field, value, old in zip(fields.values(), now, before, strict=True)
        if field and not _is_same(value, old)
    }  # fmt: skip
    return {field: _in_study(value, turned) for field, value in changed.items()}


def _in_study(value: float, turned: Turned) -> float | int | None:
    if np.isnan(value):
        return None
    return round(value) if turned.unit == "sites" and value == round(value) else round(value / turned.times, 12)


def _is_same(one: float, other: float) -> bool:
    return (np.isnan(one) and np.isnan(other)) or abs(one - other) <= _SAME
