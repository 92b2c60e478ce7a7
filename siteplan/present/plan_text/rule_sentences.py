"""A rule of the study as a sentence that a planner reads: what it asks, of which sites, of whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from siteplan.present.plan_text.sentences import percent
from siteplan.present.plan_text.standards import standard_of
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from siteplan.study.rules import (
    BudgetRule,
    CannibalisationRule,
    CapacityRule,
    CaptureRule,
    CostPerVehicleRule,
    CountRule,
    CoverageRule,
    DutiesRule,
    EachAreaRule,
    EveryoneRule,
    MinimumSalesRule,
    PeopleRule,
    Places,
    RequiresRule,
    RuleSpec,
    ServiceRoomRule,
    ShareRule,
    SitesRule,
    SpacingRule,
    TerritoryRule,
    Where,
)  # fmt: skip
from siteplan.study.rules.sites import AwayFromRule, OnlyInRule

__all__ = ["PEOPLE_SENTENCES", "SENTENCES", "people_name", "rule_in_words", "run_by"]


def rule_in_words(spec: RuleSpec, study: Study, reader: Reader) -> str:
    """Return what a rule asks, without its name and without a full stop; "" where it asks nothing."""
    if isinstance(spec, PeopleRule):
        return PEOPLE_SENTENCES[type(spec)](spec, standard_of(spec, study), reader)
    return SENTENCES[type(spec)](spec, reader)


def _budget(spec: BudgetRule, reader: Reader) -> str:
    _ = reader.gettext
    currency = reader.currency
    text, unit = {
        "capex": (_("at most {value} is invested in {sites}"), currency),
        "opex": (_("running {sites} costs at most {value}"), f"{currency}/year"),
    }[spec.of]
    said = text.format(value=amount(spec.to_spend, unit, reader), sites=_new(spec, reader))
    if not spec.contingency:
        return said
    kept, whole = percent(spec.contingency, reader), amount(spec.at_most, unit, reader)
    return _("{rule} ({share} of {whole} is held in reserve)").format(rule=said, share=kept, whole=whole)


def _count(spec: CountRule, reader: Reader) -> str:
    _n = reader.ngettext
    numbers = [n for n in (spec.exactly, spec.at_least, spec.at_most) if n is not None]
    n = numbers[-1]  # the noun stands beside the last of them
    sites = _counted(n, spec, reader)
    if not n and numbers != [spec.at_least]:
        text = reader.gettext("no {sites} open")
    elif spec.exactly is not None:
        text = _n("exactly {exactly} {sites} opens", "exactly {exactly} {sites} open", n)
    elif spec.at_most is None:
        text = _n("at least {at_least} {sites} opens", "at least {at_least} {sites} open", n)
    elif spec.at_least is None:
        text = _n("at most {at_most} {sites} opens", "at most {at_most} {sites} open", n)
    else:
        text = _n(
            "at least {at_least}, at most {at_most} {sites} opens",
            "at least {at_least}, at most {at_most} {sites} open",
            n,
        )
    return text.format(exactly=spec.exactly, at_least=spec.at_least, at_most=spec.at_most, sites=sites)


def _share(spec: ShareRule, reader: Reader) -> str:
    least, most = (None if x is None else percent(x, reader) for x in (spec.at_least, spec.at_most))
    text = reader.gettext("{part} are {bounds} of the {sites} that open")
    part, whole = (_new(where, reader) for where in (spec, spec.among))
    return text.format(part=part, bounds=_bounds(least, most, reader), sites=whole)


def _requires(spec: RequiresRule, reader: Reader) -> str:
    text = reader.gettext("{sites} open only where their {place} has {needs}, of today or new")
    return text.format(sites=_new(spec, reader), place=reader.column_name(spec.within), needs=_own(spec.needs, reader))


def _spacing(spec: SpacingRule, reader: Reader) -> str:
    _ = reader.gettext
    apart = _("{sites} are at least {distance} from each other and from those of today")
    away = _("{sites} are at least {distance} from {others}, those of today included")
    far = amount(spec.km, "km", reader) if spec.km is not None else amount(spec.minutes, "min", reader)
    return (apart if spec.others is None else away).format(
        sites=_new(spec, reader), distance=far, others=_own(spec.others or spec, reader)
    )


def _territory(spec: TerritoryRule, reader: Reader) -> str:
    text = reader.gettext("each zone is within {minutes} of at most one of these, today's included: {sites}")
    return text.format(minutes=amount(spec.minutes, "min", reader), sites=_own(spec, reader))


def _coverage(spec: CoverageRule, minutes: float | None, reader: Reader) -> str:
    return _people(spec, _bounds(percent(spec.at_least, reader), None, reader), minutes, reader)


def _each_area(spec: EachAreaRule, minutes: float | None, reader: Reader) -> str:
    said = _people(spec, _bounds(percent(spec.at_least, reader), None, reader), minutes, reader)
    text = reader.gettext("in every {place}, {rule}")
    return text.format(place=reader.column_name(spec.by), rule=said)


def _everyone(spec: EveryoneRule, minutes: float | None, reader: Reader) -> str:
    said = _people(spec, percent(1.0, reader, 0), minutes, reader)
    often = reader.gettext("{rule}, each with {n} sites to choose from")
    return said if spec.times == 1 else often.format(rule=said, n=spec.times)


def _duties(spec: DutiesRule, minutes: float | None, reader: Reader) -> str:
    _ = reader.gettext
    within = _("of {people} within {minutes} of {reach} today, {bounds} still are")
    by_tier = _("of {people} within their tier's minutes of {reach} today, {bounds} still are")
    owners = _("owners among {people}").format(people=people_name(spec, reader))
    people = _placed(owners if spec.of == "owners" else people_name(spec, reader), spec, reader)
    return (by_tier if minutes is None else within).format(
        people=people, minutes=amount(minutes, "min", reader), reach=_reach(spec, reader),
        bounds=_bounds(percent(spec.at_least, reader), None, reader),
    )  # fmt: skip


def _service_room(spec: ServiceRoomRule, reader: Reader) -> str:
    _ = reader.gettext
    within = _("in every {place}, its service sites have places for {bounds} of {owners}")
    text = within if spec.within else _("service sites have places for {bounds} of {owners}")
    owners, bounds = _("the owners of vehicles in use"), _bounds(percent(spec.at_least, reader), None, reader)
    return text.format(place=reader.column_name(spec.within), bounds=bounds, owners=_placed(owners, spec, reader))


def _minimum_sales(spec: MinimumSalesRule, reader: Reader) -> str:
    text = reader.gettext("{sites} sell at least {value} each")
    return text.format(sites=_new(spec, reader), value=amount(spec.at_least, "vehicles/year", reader))


def _capacity(spec: CapacityRule, reader: Reader) -> str:
    text = reader.gettext("{sites} sell at most {value} each: demand above that is lost")
    return text.format(sites=_own(spec, reader), value=amount(spec.at_most, "vehicles/year", reader))


def _cannibalisation(spec: CannibalisationRule, reader: Reader) -> str:
    text = reader.gettext("{sites} of today each lose at most {share} of their sales to new sites")
    return text.format(sites=_own(spec, reader), share=percent(spec.at_most, reader))


def _cost_per_vehicle(spec: CostPerVehicleRule, reader: Reader) -> str:
    text = reader.gettext("all own sites together cost at most {value}")
    return text.format(value=amount(spec.at_most, f"{reader.currency}/vehicle", reader))


def _capture(spec: CaptureRule, reader: Reader) -> str:
    _ = reader.gettext
    whose = _("the demand of segment {segment}") if spec.segment else _("the demand")
    demand = _placed(whose.format(segment=spec.segment), spec, reader)
    return _("own sites win at least {share} of {demand}").format(share=percent(spec.at_least, reader), demand=demand)


def _away_from(spec: AwayFromRule, reader: Reader) -> str:
    text = reader.gettext("{sites} are at least {distance} from {place}")
    place = spec.place or f"{spec.lon:g}, {spec.lat:g}"
    return text.format(sites=_new(spec, reader), distance=amount(spec.km, "km", reader), place=place)


def _only_in(spec: OnlyInRule, reader: Reader) -> str:
    text = reader.gettext("{sites} open only in {places}")
    return text.format(sites=_new(spec, reader), places=_places(spec.places, reader))


def _named_sites(spec: SitesRule, reader: Reader) -> str:
    _ = reader.gettext
    said = [(_("must open: {sites}"), spec.required), (_("must not open: {sites}"), spec.forbidden)]
    return _("; ").join(text.format(sites=_(", ").join(sites)) for text, sites in said if sites)


def _people(spec: PeopleRule, part: str, minutes: float | None, reader: Reader) -> str:
    """Say which part of which people have what within reach; None: within minutes that tiers differ in."""
    _ = reader.gettext
    within = _("{bounds} of {people} are within {minutes} of {reach}")
    by_tier = _("{bounds} of {people} are within their tier's minutes of {reach}")
    people = _placed(people_name(spec, reader), spec, reader)
    return (by_tier if minutes is None else within).format(
        bounds=part, people=people, minutes=amount(minutes, "min", reader), reach=_reach(spec, reader)
    )


def people_name(spec: PeopleRule, reader: Reader) -> str:
    """Return whom a rule speaks of: of an area, and of an income segment if it names one."""
    people, segment = reader.area_name(spec.area), spec.whom[1]
    text = reader.gettext("{people} of segment {segment}")
    return text.format(people=people, segment=segment) if segment else people


def _reach(spec: PeopleRule, reader: Reader) -> str:
    """Return what is to be within reach, and at which kinds of sites alone."""
    reach = reader.reach_of(spec.function)
    kinds = _kinds(spec, "", reader) if spec.format else _run_by(spec, reader)
    return reader.gettext("{reach} ({sites})").format(reach=reach, sites=kinds) if kinds else reach


def _new(where: Where, reader: Reader) -> str:
    """Return the sites that a filter picks of those that open: "malls run by a partner in Tier 1"."""
    return _placed(_kinds(where, reader.gettext("new sites"), reader), where, reader)


def _counted(n: int, where: Where, reader: Reader) -> str:
    """Return what `n` of the sites that open are called: "mall or dealer in Tier 1" of one, else "malls or dealers"."""
    _ = reader.gettext
    name = reader.format_name_of_one if n == 1 else reader.formats_name
    kinds = _listed([name(format_) for format_ in where.format], reader, _("{first} or {last}"))
    return _placed(_run(kinds or (_("new site") if n == 1 else _("new sites")), where, reader), where, reader)


def _own(where: Where, reader: Reader) -> str:
    """Return the sites that a filter picks of those that open and those of today."""
    return _placed(_kinds(where, reader.gettext("own sites"), reader), where, reader)


def _kinds(where: Where, any_kind: str, reader: Reader) -> str:
    return _run(_listed([reader.formats_name(name) for name in where.format], reader) or any_kind, where, reader)


def _run(kinds: str, where: Where, reader: Reader) -> str:
    """Return kinds of sites with those who run them, if a filter says so."""
    run_by = _run_by(where, reader)
    return reader.gettext("{sites} {run_by}").format(sites=kinds, run_by=run_by) if run_by else kinds


def run_by(reader: Reader) -> dict[str, str]:
    """Return by whom a site is run, in words, for each ownership."""
    _ = reader.gettext
    return {
        "direct": _("run by the company"),
        "dealer": _("run by a dealer"),
        "franchise": _("run by a franchisee"),
        "partner": _("run by a partner"),
    }


def _run_by(where: Where, reader: Reader) -> str:
    return _listed([run_by(reader).get(name, name) for name in where.ownership], reader)


def _placed(text: str, where: Places, reader: Reader) -> str:
    """Return sites, people or demand with the places that a filter names."""
    places = _places(where, reader)
    return reader.gettext("{what} in {places}").format(what=text, places=places) if places else text


def _places(where: Places, reader: Reader) -> str:
    """Return the places that a filter names; "" where it names none."""
    tiers = [reader.tier_name(tier) for tier in where.tier]
    places = [_listed(names, reader) for names in (tiers, where.province, where.city, where.county) if names]
    return reader.gettext(", ").join(places)


def _listed(names: Sequence[str], reader: Reader, joined: str = "") -> str:
    """Return "a, b and c", or as `joined` says."""
    _ = reader.gettext
    if len(names) < 2:
        return "".join(names)
    return (joined or _("{first} and {last}")).format(first=_(", ").join(names[:-1]), last=names[-1])


def _bounds(least: str | None, most: str | None, reader: Reader) -> str:
    _ = reader.gettext
    parts = [] if least is None else [_("at least {value}").format(value=least)]
    parts += [] if most is None else [_("at most {value}").format(value=most)]
    return _(", ").join(parts)


SENTENCES: Mapping[type, Callable[[Any, Reader], str]] = {
    BudgetRule: _budget, CountRule: _count, ShareRule: _share, RequiresRule: _requires,
    ServiceRoomRule: _service_room, SpacingRule: _spacing, TerritoryRule: _territory,
    MinimumSalesRule: _minimum_sales, CapacityRule: _capacity, CannibalisationRule: _cannibalisation,
    CostPerVehicleRule: _cost_per_vehicle, CaptureRule: _capture, AwayFromRule: _away_from, OnlyInRule: _only_in,
    SitesRule: _named_sites,
}  # fmt: skip

PEOPLE_SENTENCES: Mapping[type, Callable[[Any, float | None, Reader], str]] = {
    CoverageRule: _coverage, DutiesRule: _duties, EachAreaRule: _each_area, EveryoneRule: _everyone,
}  # fmt: skip
"""Of rules on what people have within reach: these are told the minutes, too."""
