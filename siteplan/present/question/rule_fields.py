"""The kinds of rules a planner may add, and what each is asked for: fields in words, with what they may hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from siteplan.groundwork import Groundwork
from siteplan.present.plan_text.rule_sentences import run_by
from siteplan.present.question.asked_question import PLACES
from siteplan.present.question.rule_limits import KINDS_OF_LIMIT, unit_words
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.study.rules import KINDS, RuleSpec
from siteplan.study.section import Function

__all__ = ["KIND_NAMES", "RuleField", "fields_of", "given_of", "kind_names", "place_names"]

KIND_NAMES: Mapping[str, str] = {
    "coverage": N_("Share of people with a function in reach"),
    "each_area": N_("Share of people in reach in every county"),
    "everyone": N_("Everybody in reach"),
    "duties": N_("Who is in reach today stays so"),
    "service_room": N_("Places for service"),
    "count": N_("Number of new sites"),
    "share": N_("Share of a kind of new sites"),
    "only_in": N_("Only in some places"),
    "requires": N_("Only where another kind is"),
    "spacing": N_("Distance between sites"),
    "territory": N_("A territory for each site"),
    "away_from": N_("Away from a place"),
    "budget": N_("Budget"),
    "cost_per_vehicle": N_("Cost per vehicle"),
    "minimum_sales": N_("Fewest sales of a new site"),
    "capacity": N_("Most sales of a site"),
    "cannibalisation": N_("Loss of own sites"),
    "capture": N_("Share of demand won"),
}
"""Kinds that are asked for one by one; sites by name have fields of their own."""
FIELD_NAMES: Mapping[str, str] = {
    "tier": N_("Tier"), "province": N_("Province"), "city": N_("City"), "county": N_("County"),
    "format": N_("Format"), "ownership": N_("Run by"), "name": N_("Name of the rule"), "phase": N_("Phase"),
    "at_least": N_("At least"), "at_most": N_("At most"), "exactly": N_("Exactly"), "of": N_("Of what"),
    "contingency": N_("Held in reserve, %"), "among": N_("Among these sites"), "needs": N_("Needs one of these"),
    "within": N_("In the same"), "others": N_("From these sites"), "km": N_("Distance, km"),
    "minutes": N_("Minutes"), "lon": N_("Longitude"), "lat": N_("Latitude"), "place": N_("Name of the place"),
    "places": N_("Only in"), "function": N_("Function"), "area": N_("People"), "segment": N_("Income segment"),
    "by": N_("In every"), "times": N_("Sites within reach of each"),
}  # fmt: skip
FILTERS = ("format", *PLACES, "ownership")
PLACE_COLUMNS = ("county", "city", "province", "tier")
LAST = ("name", "phase")
NEEDED = {"at_least", "at_most", "km", "minutes", "lon", "lat", "times"}


@dataclass(frozen=True)
class RuleField:
    """A field of a rule as a form asks for it.

    Attributes
    ----------
    name : key in study.toml; `label` is how it is read
    kind : "names" (several of `options`), "choice" (one of them), "number", "text" or "filters" (of `parts`)
    options : what it may hold, as read, by what the study calls it
    times : of what the study holds, how much is shown
    """

    name: str
    label: str
    kind: Literal["names", "choice", "number", "text", "filters"]
    options: Mapping[str, str] = field(default_factory=dict)
    times: float = 1.0
    parts: Sequence[RuleField] = ()

    @property
    def needed(self) -> bool:
        """Whether a rule says nothing without these filters."""
        return self.name in ("needs", "places")

    def in_study(self, shown: float) -> float:
        """Return what the study holds for a number that is shown."""
        return round(shown / self.times, 12)


def kind_names(reader: Reader) -> dict[str, str]:
    """Return what each kind is called, by its name in study.toml."""
    return {kind: reader.gettext(text) for kind, text in KIND_NAMES.items()}


def fields_of(kind: str, ground: Groundwork, reader: Reader) -> list[RuleField]:
    """Return what a kind asks for: its own fields first, then filters, then its name."""
    spec = KINDS[kind]
    names = [name for name in spec.model_fields if name != "kind" and _is_asked(name, ground)]
    filters = [name for name in FILTERS if name in names]
    own = [name for name in names if name not in (*filters, *LAST)]
    last = [name for name in LAST if name in names]
    made = (_field(name, kind, ground, reader) for name in (*own, *filters, *last))
    return [one for one in made if one.kind not in ("names", "choice") or one.options]


def given_of(fields: Sequence[RuleField], rule: RuleSpec) -> dict[str, Any]:
    """Return what a rule's fields hold, as a form shows it."""
    return {one.name: _shown(one, getattr(rule, one.name)) for one in fields}


def _shown(one: RuleField, held: Any) -> Any:
    if one.kind == "number" and held is not None:
        return round(float(held) * one.times, 9)
    if one.kind == "filters":
        return {part.name: getattr(held, part.name, ()) for part in one.parts}
    return held


def _is_asked(name: str, ground: Groundwork) -> bool:
    """Return whether a field says anything in this study: phases and segments need some that have a name."""
    study = ground.study
    return {"phase": bool(study.plan.phases), "segment": bool(study.demand.segments)}.get(name, True)


def _field(name: str, of_kind: str, ground: Groundwork, reader: Reader) -> RuleField:
    label, kind, spec = reader.gettext(FIELD_NAMES[name]), _kind_of(name), KINDS[of_kind]
    if name in ("needs", "among", "others", "places"):
        keys = PLACES if name == "places" else FILTERS
        parts = [RuleField(key, reader.gettext(FIELD_NAMES[key]), "names", _names(key, ground, reader)) for key in keys]
        return RuleField(name, label, "filters", parts=[part for part in parts if part.options])
    turned = KINDS_OF_LIMIT[of_kind]
    if name in (turned.least, turned.most):
        unit = unit_words(reader)[turned.unit]
        told = reader.gettext("{what}, {unit}").format(what=label, unit=unit) if "," not in label else label
        return RuleField(name, told, "number", times=turned.times)
    times = 100.0 if name == "contingency" else 1.0
    options = _options(name, spec, ground, reader) if kind in ("names", "choice") else {}
    return RuleField(name, label, kind, options, times)


def _kind_of(name: str) -> Literal["names", "choice", "number", "text", "filters"]:
    if name in ("name", "place"):
        return "text"
    if name in ("function", "area", "of", "by", "within", "segment", "phase"):
        return "choice"
    return "number" if name in (*NEEDED, "exactly", "contingency") else "names"


def _options(name: str, spec: type[RuleSpec], ground: Groundwork, reader: Reader) -> dict[str, str]:
    _, study = reader.gettext, ground.study
    known: dict[str, Callable[[], dict[str, str]]] = {
        "function": lambda: {one: reader.reach_of(one) for one in get_args(Function) if _offers(one, ground)},
        "area": lambda: {one: reader.area_name(one) for one in ("all", "rural", "urban")},
        "of": lambda: _of_what(spec, reader),
        "by": lambda: _columns(spec, "by", reader),
        "within": lambda: _columns(spec, "within", reader),
        "segment": lambda: {"": _("all")} | {one.name: one.name for one in study.demand.segments},
        "phase": lambda: {"": _("the end")} | reader.called(study.plan.phases),
    }
    return known[name]() if name in known else _names(name, ground, reader)


def _columns(spec: type[RuleSpec], name: str, reader: Reader) -> dict[str, str]:
    """Return places that sites or people may share; where none need be named, all of them together first."""
    whole = {} if spec.model_fields[name].default else {"": reader.gettext("all of them together")}
    return whole | {one: reader.column_name(one) for one in PLACE_COLUMNS}


def _of_what(spec: type[RuleSpec], reader: Reader) -> dict[str, str]:
    _ = reader.gettext
    words = {
        "capex": _("investment"), "opex": _("running cost of a year"), "people": _("people"),
        "owners": _("owners of vehicles in use"),
    }  # fmt: skip
    return {one: words[one] for one in get_args(spec.model_fields["of"].annotation)}


def _offers(function: str, ground: Groundwork) -> bool:
    return any(function in spec.functions for spec in ground.study.formats.values())


def _names(key: str, ground: Groundwork, reader: Reader) -> dict[str, str]:
    """Return what a filter may name."""
    if key == "ownership":
        return run_by(reader)
    if key == "format":
        return {name: reader.format_name(name) for name in ground.study.formats}
    return place_names(key, ground, reader)


def place_names(key: str, ground: Groundwork, reader: Reader) -> dict[str, str]:
    """Return the places of a column of zones or candidates as read, by what the study calls them."""
    market = ground.market
    there = {*market.zones[key], *market.candidates[key]} - {""}
    if key == "tier":
        return {tier: reader.tier_name(tier) for tier in ground.study.tiers.order or sorted(there) if tier in there}
    read = {**reader.names_of(market.zones, key), **reader.names_of(market.candidates, key)}
    return {own: read.get(own, own) for own in sorted(there)}
