"""The figures of conflicts and of who serves whom, by their ids."""

from __future__ import annotations

from siteplan.present.channel import channel_vocabulary as c
from siteplan.present.channel.kpi_entries import KpiEntry, entry_of
from siteplan.present.tables import vocabulary as v
from siteplan.present.text.words import N_

__all__ = ["CHANNEL_ENTRIES"]

CONFLICT = "evaluate/channel/channel_conflict.py"
DIFFICULTY = "evaluate/channel/market_difficulty.py"
ASPECTS = "evaluate/channel/perspectives.py"
ACTUAL = "evaluate/channel/actual_sales.py"
AREAS = "evaluate/channel/service_areas.py"
SOLD, A_YEAR = "vehicles/year", "currency/year"
Z_SCORE = N_("(x - median) / (1.4826 x MAD) of the figure of that name, -3 to 3, more is harder")

_CONFLICT = (
    entry_of(c.WON_TODAY, "", CONFLICT, N_("demand that an own site wins today, whether it can sell it or not")),
    entry_of(c.LOST, "less", CONFLICT, N_("of it what new and converted sites take; of a pair what the one takes")),
    entry_of(c.LOST_SHARE, "less", CONFLICT, N_("lost / won_today")),
    KpiEntry(
        "losing_to", N_("Loses to so many sites"), N_("sites that take anything of it"), "sites", "less", CONFLICT
    ),
    entry_of(c.TERRITORIES, "less", CONFLICT, N_("new and converted sites with people in both territories")),
    entry_of(c.MINUTES_APART, "", CONFLICT, N_("minutes between two sites, there or back, whichever is faster")),
    entry_of(c.SHARED_PEOPLE, "less", CONFLICT, N_("persons within territory_minutes of both sites")),
    KpiEntry("breach", N_("Territory breached"), N_("whether shared_people > 0"), "", "less", CONFLICT),
    entry_of(c.SEVERITY, "", CONFLICT, N_("none to high by lost_share and share_lost; a breach is low at least")),
    entry_of(
        c.LOST_MARGIN, "less", CONFLICT, N_("lost x margin of the own site's format, where others run the new site")
    ),
    entry_of(c.OWN_PART, "", CONFLICT, N_("own w / (own w + other w), w = demand won with the plan x weight")),
    KpiEntry("own_margin", N_("Suggested margin"), N_("lost_margin x own_part"), A_YEAR, "", CONFLICT),
)
_DIFFICULTY = (
    entry_of(c.COMPETITORS_SHARE, "less", DIFFICULTY, N_("share of a city's demand that competitors win today")),
    entry_of(c.INCOME_MEAN, "more", DIFFICULTY, N_("mean over persons of a city")),
    KpiEntry("minutes", N_("Mean drive"), N_("mean over persons to the function today"), "min", "less", DIFFICULTY),
    entry_of(c.FRAGMENTATION, "less", DIFFICULTY, N_("1 - sum of squared shares of a city's counties in its demand")),
    *(
        KpiEntry(f"z_{of}", name, Z_SCORE, "", "less", DIFFICULTY)
        for of, name in (
            ("competitors_share", N_("Difficulty by competitors")),
            ("mean_income", N_("Difficulty by income")),
            ("minutes", N_("Difficulty by drive")),
            ("fragmentation", N_("Difficulty by spread")),
        )
    ),
    entry_of(c.DIFFICULTY, "less", DIFFICULTY, N_("mean of the z-scores that there are; weight is 2 x Phi of it")),
)  # fmt: skip
_AREAS = (
    KpiEntry("demand", N_("Demand"), N_("vehicles that people of a zone want a year"), SOLD, "", AREAS),
    KpiEntry(
        "area_demand", N_("Demand of the whole area"), N_("demand of all zones of a site's area"), SOLD, "", AREAS
    ),
)

_AIMS = (
    entry_of(c.ACCESS, "more", ASPECTS, N_("persons within the standard of a function / persons")),
    entry_of(c.MEAN_DRIVE, "less", ASPECTS, N_("mean over persons to a function, max_minutes where out of reach")),
    entry_of(v.SITES, "", ASPECTS, N_("own sites of the network; of a reply those that the brand opens")),
    entry_of(c.SEVERE, "less", ASPECTS, N_("own sites of medium or high severity")),
    entry_of(c.TERRITORIES_BREACHED, "less", ASPECTS, N_("own sites with people in the territory of a new one, too")),
    entry_of(c.CAPACITY_USE, "more", ASPECTS, N_("what sites with a capacity sell / their capacities")),
    entry_of(c.LEAD_MONTHS, "less", ASPECTS, N_("lead_months, the most among new and converted sites")),
    entry_of(c.COUNTIES_COVERED, "more", ASPECTS, N_("counties with half of their people covered or more / counties")),
    entry_of(c.WORST_COUNTY, "more", ASPECTS, N_("share of people covered in the county where it is least")),
    entry_of(c.GINI_MINUTES, "less", ASPECTS, N_("Gini coefficient over persons of minutes to the headline function")),
    KpiEntry("at_least", N_("At least"), N_("threshold of [scorecard]"), "", "", ASPECTS),
    KpiEntry("at_most", N_("At most"), N_("threshold of [scorecard]"), "", "", ASPECTS),
    entry_of(
        v.OPENED, "", ASPECTS, N_("new and converted sites of the class; of a phase the new sites that it decides on")
    ),
    entry_of(c.SOLD_PER_SITE, "more", ASPECTS, N_("vehicles a year / sites of the class")),
)

_ACTUALS = (
    KpiEntry(
        "planned",
        N_("Planned in the month"),
        N_("yearly sales / 12, new sites by ramp-up; of an assumption its value as planned"),
        "vehicles",
        "",
        ACTUAL,
    ),
    KpiEntry("actual", N_("Sold in the month"), N_("sales of the table actuals"), "vehicles", "more", ACTUAL),
    KpiEntry("deviation", N_("Off the plan in the month"), N_("actual / planned - 1"), "", "more", ACTUAL),
    entry_of(c.PLANNED_SO_FAR, "", ACTUAL, N_("planned, summed from the site's first month on")),
    entry_of(c.ACTUAL_SO_FAR, "more", ACTUAL, N_("actual, likewise")),
    entry_of(c.DEVIATION_SO_FAR, "more", ACTUAL, N_("actual_so_far / planned_so_far - 1")),
    KpiEntry("planned_cost", N_("Planned cost of the month"), N_("opex / 12"), "currency", "less", ACTUAL),
    KpiEntry("cost", N_("Cost of the month"), N_("cost of the table actuals"), "currency", "less", ACTUAL),
)

CHANNEL_ENTRIES: tuple[KpiEntry, ...] = (*_ACTUALS, *_AIMS, *_CONFLICT, *_DIFFICULTY, *_AREAS)
