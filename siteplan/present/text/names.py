"""What formats, functions, tiers, tables, states and units are called: texts of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from siteplan.present.text.words import N_

__all__ = [
    "AREAS",
    "COLUMNS",
    "FORMATS",
    "FORMATS_PLURAL",
    "FUNCTIONS",
    "PER",
    "REACH",
    "STATUSES",
    "TABLES",
    "TIERS",
    "UNITS",
    "UNITS_OF_ONE",
]

FORMATS: Mapping[str, str] = {
    "mall": N_("mall"),
    "flagship": N_("flagship"),
    "dealer": N_("dealer"),
    "service": N_("service centre"),
    "franchise": N_("franchise"),
    "agent": N_("agent"),
    "shared": N_("shared centre"),
    "charge_partner": N_("charging partner"),
    "hub": N_("charging hub"),
}
FORMATS_PLURAL: Mapping[str, str] = {
    "mall": N_("malls"),
    "flagship": N_("flagships"),
    "dealer": N_("dealers"),
    "service": N_("service centres"),
    "franchise": N_("franchises"),
    "agent": N_("agents"),
    "shared": N_("shared centres"),
    "charge_partner": N_("charging partners"),
    "hub": N_("charging hubs"),
}
FUNCTIONS: Mapping[str, str] = {
    "display": N_("display"),
    "test_drive": N_("test drive"),
    "sale": N_("sale"),
    "delivery": N_("delivery"),
    "service": N_("service"),
    "rescue": N_("rescue"),
    "charging": N_("charging"),
}
REACH: Mapping[str, str] = {
    "display": N_("a display"),
    "test_drive": N_("a test drive"),
    "sale": N_("a sales site"),
    "delivery": N_("a delivery site"),
    "service": N_("a service site"),
    "rescue": N_("rescue"),
    "charging": N_("charging"),
}
STATUSES: Mapping[str, str] = {
    "optimal": N_("proven within the required gap"),
    "feasible": N_("not proven within the required gap"),
    "cancelled": N_("stopped on request"),
    "infeasible": N_("proven: no plan meets every rule"),
    "undecided": N_("no plan found in time"),
    "refused": N_("not a valid question there"),
}
TABLES: Mapping[str, str] = {
    "zones": N_("Zones"),
    "candidates": N_("Candidates"),
    "facilities": N_("Own sites"),
    "competitors": N_("Competitors"),
    "stations": N_("Charging stations"),
    "minutes": N_("Minutes"),
    "flows": N_("Flows"),
    "roads": N_("Roads"),
    "actuals": N_("Sales so far"),
    "exclusions": N_("Areas without sites"),
}
TIERS: Mapping[str, str] = {
    "1": N_("Tier 1"),
    "new-1": N_("New tier 1"),
    "2": N_("Tier 2"),
    "3": N_("Tier 3"),
    "4": N_("Tier 4"),
    "5": N_("Tier 5"),
}
COLUMNS: Mapping[str, str] = {
    "province": N_("province"),
    "city": N_("city"),
    "county": N_("county"),
    "tier": N_("city tier"),
}
AREAS: Mapping[str, str] = {"all": N_("all people"), "rural": N_("rural people"), "urban": N_("urban people")}

# A unit as columns name it -> as people read it (translated where it is shown).
UNITS: Mapping[str, str] = {
    "areas": N_("areas"),
    "CNY": N_("CNY"),
    "CNY/m2/day": N_("CNY/m²/day"),
    "CNY/person/year": N_("CNY/person/year"),
    "CNY/vehicle": N_("CNY/vehicle"),
    "CNY/year": N_("CNY/year"),
    "households": N_("households"),
    "km": N_("km"),
    "m2": N_("m²"),
    "min": N_("min"),
    "pairs": N_("pairs"),
    "persons": N_("persons"),
    "owners": N_("owners"),
    "points": N_("points"),
    "s": N_("s"),
    "sessions/day": N_("sessions/day"),
    "sites": N_("sites"),
    "vehicles": N_("vehicles"),
    "vehicles/head/year": N_("vehicles/head/year"),
    "vehicles/m2/year": N_("vehicles/m²/year"),
    "vehicles/month": N_("vehicles/month"),
    "vehicles/year": N_("vehicles/year"),
    "visits/day": N_("visits/day"),
    "years": N_("years"),
    "zones": N_("zones"),
}
UNITS_OF_ONE: Mapping[str, str] = {
    "areas": N_("area"),
    "households": N_("household"),
    "pairs": N_("pair"),
    "persons": N_("person"),
    "owners": N_("owner"),
    "points": N_("point"),
    "sessions/day": N_("session/day"),
    "sites": N_("site"),
    "vehicles/head/year": N_("vehicle/head/year"),
    "vehicles/m2/year": N_("vehicle/m²/year"),
    "vehicles": N_("vehicle"),
    "vehicles/month": N_("vehicle/month"),
    "vehicles/year": N_("vehicle/year"),
    "visits/day": N_("visit/day"),
    "years": N_("year"),
    "zones": N_("zone"),
}
"""The same where exactly one is told: "1 zone"."""

PER: Mapping[str, str] = {
    "/m2/day": N_("{currency}/m²/day"),
    "/m2/year": N_("{currency}/m²/year"),
    "/person/year": N_("{currency}/person/year"),
    "/vehicle": N_("{currency}/vehicle"),
    "/year": N_("{currency}/year"),
}
"""What amounts of any currency are told by."""
