"""A rule of the study as a sentence that a planner reads: what it asks, of which sites, of whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from siteplan.market.access import of_tier, usual_minutes
from siteplan.present.plan_text.sentences import percent
from siteplan.present.text.names import area_name, column_name, formats_name, reach_of, tier_name
from siteplan.present.text.numbers import amount
from siteplan.present.text.words import gettext_for
from siteplan.study import Study
from siteplan.study.rules import (
    BudgetRule,
    CannibalisationRule,
    CapacityRule,
    CaptureRule,
    CostPerVehicleRule,
    CountRule,
    CoverageRule,
    EachAreaRule,
    EveryoneRule,
    MinimumSalesRule,
    PeopleRule,
    Places,
    RequiresRule,
    RuleSpec,
    ShareRule,
    SitesRule,
    SpacingRule,
    TerritoryRule,
    Where,
)
from siteplan.study.rules.sites import AwayFromRule

__all__ = ["SENTENCES", "people_name", "rule_in_words", "standard_of"]


def rule_in_words(spec: RuleSpec, study: Study, language: str) -> str:
    """Return what a rule asks, without its name and without a full stop; "" where it asks nothing."""
    return SENTENCES[type(spec)](spec, study, language)


def _budget(spec: BudgetRule, study: Study, language: str) -> str:
    _ = gettext_for(language)
    currency = study.study.currency
    text, unit = {
        "capex": (_("at most {value} is invested in {sites}"), currency),
        "opex": (_("running {sites} costs at most {value}"), f"{currency}/year"),
    }[spec.of]
    said = text.format(value=amount(spec.to_spend, unit, language), sites=_new(spec, study, language))
    if not spec.contingency:
        return said
    kept, whole = percent(spec.contingency, language), amount(spec.at_most, unit, language)
    return _("{rule} ({share} of {whole} is kept back)").format(rule=said, share=kept, whole=whole)


def _count(spec: CountRule, study: Study, language: str) -> str:
    _ = gettext_for(language)
    if spec.exactly is not None:
        text = _("exactly {exactly} {sites} open")
    elif spec.at_most is None:
        text = _("at least {at_least} {sites} open")
    elif spec.at_least is None:
        text = _("at most {at_most} {sites} open")
    else:
        text = _("at least {at_least}, at most {at_most} {sites} open")
    numbers = {"exactly": spec.exactly, "at_least": spec.at_least, "at_most": spec.at_most}
    return text.format(**numbers, sites=_new(spec, study, language))


def _share(spec: ShareRule, study: Study, language: str) -> str:
    least, most = (None if x is None else percent(x, language) for x in (spec.at_least, spec.at_most))
    text = gettext_for(language)("{part} are {bounds} of the {sites} that open")
    part, whole = (_new(where, study, language) for where in (spec, spec.among))
    return text.format(part=part, bounds=_bounds(least, most, language), sites=whole)


def _requires(spec: RequiresRule, study: Study, language: str) -> str:
    text = gettext_for(language)("{sites} open only where their {place} has {needs}, of today or new")
    needs, place = _own(spec.needs, study, language), column_name(spec.within, language)
    return text.format(sites=_new(spec, study, language), place=place, needs=needs)


def _spacing(spec: SpacingRule, study: Study, language: str) -> str:
    _ = gettext_for(language)
    apart = _("{sites} are at least {distance} from each other and from those of today")
    away = _("{sites} are at least {distance} from {others}, those of today included")
    far = amount(spec.km, "km", language) if spec.km is not None else amount(spec.minutes, "min", language)
    return (apart if spec.others is None else away).format(
        sites=_new(spec, study, language), distance=far, others=_own(spec.others or spec, study, language)
    )


def _territory(spec: TerritoryRule, study: Study, language: str) -> str:
    text = gettext_for(language)("each zone is within {minutes} of at most one of these, today's included: {sites}")
    return text.format(minutes=amount(spec.minutes, "min", language), sites=_own(spec, study, language))


def _coverage(spec: CoverageRule, study: Study, language: str) -> str:
    return _people(spec, _bounds(percent(spec.at_least, language), None, language), study, language)


def _each_area(spec: EachAreaRule, study: Study, language: str) -> str:
    said = _people(spec, _bounds(percent(spec.at_least, language), None, language), study, language)
    text = gettext_for(language)("in every {place}, {rule}")
    return text.format(place=column_name(spec.by, language), rule=said)


def _everyone(spec: EveryoneRule, study: Study, language: str) -> str:
    said = _people(spec, percent(1.0, language, 0), study, language)
    often = gettext_for(language)("{rule}, each with {n} sites to choose from")
    return said if spec.times == 1 else often.format(rule=said, n=spec.times)


def _minimum_sales(spec: MinimumSalesRule, study: Study, language: str) -> str:
    text = gettext_for(language)("{sites} sell at least {value} each")
    return text.format(sites=_new(spec, study, language), value=amount(spec.at_least, "vehicles/year", language))


def _capacity(spec: CapacityRule, study: Study, language: str) -> str:
    text = gettext_for(language)("{sites} sell at most {value} each: what they win above that is lost")
    return text.format(sites=_own(spec, study, language), value=amount(spec.at_most, "vehicles/year", language))


def _cannibalisation(spec: CannibalisationRule, study: Study, language: str) -> str:
    text = gettext_for(language)("{sites} of today each lose at most {share} of their sales to new sites")
    return text.format(sites=_own(spec, study, language), share=percent(spec.at_most, language))


def _cost_per_vehicle(spec: CostPerVehicleRule, study: Study, language: str) -> str:
    text = gettext_for(language)("all own sites together cost at most {value}")
    return text.format(value=amount(spec.at_most, f"{study.study.currency}/vehicle", language))


def _capture(spec: CaptureRule, study: Study, language: str) -> str:
    _ = gettext_for(language)
    whose = _("the demand of segment {segment}") if spec.segment else _("the demand")
    demand = _placed(whose.format(segment=spec.segment), spec, study, language)
    return _("own sites win at least {share} of {demand}").format(share=percent(spec.at_least, language), demand=demand)


def _away_from(spec: AwayFromRule, study: Study, language: str) -> str:
    text = gettext_for(language)("{sites} are at least {distance} from {place}")
    place = spec.place or f"{spec.lon:g}, {spec.lat:g}"
    return text.format(sites=_new(spec, study, language), distance=amount(spec.km, "km", language), place=place)


def _named_sites(spec: SitesRule, _study: Study, language: str) -> str:
    _ = gettext_for(language)
    said = [(_("must open: {sites}"), spec.required), (_("must not open: {sites}"), spec.forbidden)]
    return _("; ").join(text.format(sites=_(", ").join(sites)) for text, sites in said if sites)


def _people(spec: PeopleRule, part: str, study: Study, language: str) -> str:
    """Say which part of which people have what within reach."""
    _ = gettext_for(language)
    within = _("{bounds} of {people} are within {minutes} of {reach}")
    by_tier = _("{bounds} of {people} are within their tier's minutes of {reach}")
    minutes = standard_of(spec, study)
    people = _placed(people_name(spec, language), spec, study, language)
    return (by_tier if minutes is None else within).format(
        bounds=part, people=people, minutes=amount(minutes, "min", language), reach=_reach(spec, language)
    )


def standard_of(spec: PeopleRule, study: Study) -> float | None:
    """Return the minutes within which a rule asks for its function: its own or the standard; None if tiers differ."""
    if spec.minutes is not None:
        return spec.minutes
    minutes, (_, usual) = study.tiers.minutes.get(spec.function, {}), usual_minutes(study, spec.function)
    of_tiers = {of_tier(minutes, tier, usual) for tier in spec.tier or study.tiers.order or ("",)}
    rural = {minutes["rural"]} if "rural" in minutes else of_tiers
    asked = {"rural": rural, "urban": of_tiers}.get(spec.area, rural | of_tiers)
    return next(iter(asked)) if len(asked) == 1 else None


def people_name(spec: PeopleRule, language: str) -> str:
    """Return whom a rule speaks of: of an area, and of an income segment if it names one."""
    people, segment = area_name(spec.area, language), spec.whom[1]
    text = gettext_for(language)("{people} of segment {segment}")
    return text.format(people=people, segment=segment) if segment else people


def _reach(spec: PeopleRule, language: str) -> str:
    """Return what is to be within reach, and at which kinds of sites alone."""
    reach = reach_of(spec.function, language)
    kinds = _kinds(spec, "", language) if spec.format else _run_by(spec, language)
    return gettext_for(language)("{reach} ({sites})").format(reach=reach, sites=kinds) if kinds else reach


def _new(where: Where, study: Study, language: str) -> str:
    """Return the sites that a filter picks of those that open: "malls run by a partner in Tier 1"."""
    return _placed(_kinds(where, gettext_for(language)("new sites"), language), where, study, language)


def _own(where: Where, study: Study, language: str) -> str:
    """Return the sites that a filter picks of those that open and those of today."""
    return _placed(_kinds(where, gettext_for(language)("own sites"), language), where, study, language)


def _kinds(where: Where, any_kind: str, language: str) -> str:
    kinds = _listed([formats_name(name, language) for name in where.format], language) or any_kind
    run_by = _run_by(where, language)
    return gettext_for(language)("{sites} {run_by}").format(sites=kinds, run_by=run_by) if run_by else kinds


def _run_by(where: Where, language: str) -> str:
    _ = gettext_for(language)
    owners = {"direct": _("run by the company"), "partner": _("run by a partner")}
    return _listed([owners.get(name, name) for name in where.ownership], language)


def _placed(text: str, where: Places, study: Study, language: str) -> str:
    """Return sites, people or demand with the places that a filter names."""
    _ = gettext_for(language)
    tiers = [tier_name(study, tier, language) for tier in where.tier]
    places = [_listed(names, language) for names in (tiers, where.city, where.county) if names]
    return _("{what} in {places}").format(what=text, places=_(", ").join(places)) if places else text


def _listed(names: Sequence[str], language: str) -> str:
    """Return "a, b and c"."""
    _ = gettext_for(language)
    if len(names) < 2:
        return "".join(names)
    return _("{first} and {last}").format(first=_(", ").join(names[:-1]), last=names[-1])


def _bounds(least: str | None, most: str | None, language: str) -> str:
    _ = gettext_for(language)
    parts = [] if least is None else [_("at least {value}").format(value=least)]
    parts += [] if most is None else [_("at most {value}").format(value=most)]
    return _(", ").join(parts)


SENTENCES: Mapping[type, Callable[[Any, Study, str], str]] = {
    BudgetRule: _budget,
    CountRule: _count,
    ShareRule: _share,
    RequiresRule: _requires,
    SpacingRule: _spacing,
    TerritoryRule: _territory,
    CoverageRule: _coverage,
    EachAreaRule: _each_area,
    EveryoneRule: _everyone,
    MinimumSalesRule: _minimum_sales,
    CapacityRule: _capacity,
    CannibalisationRule: _cannibalisation,
    CostPerVehicleRule: _cost_per_vehicle,
    CaptureRule: _capture,
    AwayFromRule: _away_from,
    SitesRule: _named_sites,
}
