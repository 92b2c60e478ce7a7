"""Check tables against each other and against the study: formats, tiers, places, minutes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from siteplan.data.check.actual_checks import actual_problems
from siteplan.data.check.factor_checks import factor_problems
from siteplan.data.check.fitting import fitting_problems
from siteplan.data.check.key_checks import key_problems
from siteplan.data.check.review_checks import lease_problems
from siteplan.data.check.rival_classes import rival_problems
from siteplan.data.check.rule_checks import each_filter
from siteplan.data.check.score_checks import score_links
from siteplan.data.nearest import did_you_mean
from siteplan.data.tables.cells import is_blank
from siteplan.data.tables.columns import TABLES
from siteplan.errors import Problem
from siteplan.study import Study
from siteplan.study.review_spec import KEEP
from siteplan.study.rules import Meant, Places, rule_section

__all__ = ["format_problems", "link_problems", "same_ids", "tier_problems"]

Tables = Mapping[str, pd.DataFrame]
SITES = ("candidates", "facilities", "competitors")
OTHER_MARKS = re.compile(r"\s*[,，、/|+&\s]\s*")  # between formats, where ; is asked for
PLACE = tuple(Places.model_fields)


def link_problems(study: Study, tables: Tables) -> list[Problem]:
    """Return everything that does not fit together; tables may be missing or lack columns."""
    return [problem for check in CHECKS for problem in check(study, tables)]


def _column(tables: Tables, table: str, column: str) -> pd.Series:
    """Return a column, empty where there is none."""
    frame = tables.get(table)
    return pd.Series(dtype=object) if frame is None or column not in frame else frame[column]


def _ids(tables: Tables, table: str, rows: pd.Series, key: str = "site_id") -> tuple[str, ...]:
    frame = tables[table]
    return (
        tuple(frame.loc[rows, key]) if key in frame else tuple(f"row {n + 1} of the data" for n in np.flatnonzero(rows))
    )


def _arriving(study: Study) -> list[str]:
    """Return what the tables of rivals are called that outlooks name."""
    return [name for outlook in study.outlooks for name in outlook.files]


def _people(_study: Study, tables: Tables) -> Iterator[Problem]:
    persons = _column(tables, "zones", "population")
    if len(persons) and (persons == 0).all():
        yield Problem("zones", "nobody lives in any zone", "Give the persons of each zone.", "population")
    cars = _column(tables, "zones", "vehicle_demand")
    if len(cars) and (cars == 0).all():
        remedy = "Give what is asked for a year, or leave the column out to derive it from people."
        yield Problem("zones", "no zone has any demand", remedy, "vehicle_demand")


def _demand_columns(study: Study, tables: Tables) -> Iterator[Problem]:
    """Find what the study derives demand from and the zones do not say; where they give their demand, it needs none."""
    demand, zones = study.demand, tables.get("zones")
    if zones is None:
        return
    says = demand.of_cars or demand.per_person is not None or "vehicle_demand" in zones
    if study.study.unit is not None and not says:
        what = f"nothing says how many {study.study.unit.plural} people want"
        remedy = "Give zones a column demand (a year), or per_person (a year) in [demand] of study.toml."
        yield Problem("zones", what, remedy, "demand")
    by_income = any(segment.share is None for segment in demand.segments)
    lived_in = _column(tables, "zones", "population").reindex(zones.index) > 0
    if by_income and not (_column(tables, "zones", "income").reindex(zones.index)[lived_in] > 0).any():
        remedy = "Add the mean income of each zone's people, or give segments a share of people in place of incomes."
        yield Problem("zones", "segments are by income, and no zone says its income", remedy, "income")
    if demand.cars_per_household is not None:
        known = _column(tables, "zones", "households").reindex(zones.index)
        numbers, lived_in = pd.to_numeric(known), _column(tables, "zones", "population").reindex(zones.index) > 0
        missing = lived_in & numbers.mask(numbers.eq(0) & (not numbers.gt(0).any())).isna()
        if missing.any():
            what = "cars_per_household is given, and these have no number of households"
            remedy = "Fill it in, or give ownership_per_1000_persons in its place."
            yield Problem("zones", what, remedy, "households", _ids(tables, "zones", missing, "zone_id"))


def format_problems(study: Study, tables: Tables) -> Iterator[Problem]:
    """Find formats that sites name and the study does not have."""
    if not study.formats:
        return
    for table, column in (("candidates", "formats"), ("facilities", "convert_to")):
        yield from _unknown_formats(study, tables, table, column, _column(tables, table, column))
    one = _column(tables, "facilities", "format")
    yield from _unknown_formats(study, tables, "facilities", "format", one.map(lambda f: (f,) if f else ()))


def _unknown_formats(study: Study, tables: Tables, table: str, column: str, named: pd.Series) -> Iterator[Problem]:
    for name in sorted({n for names in named for n in names} - set(study.formats)):
        rows = named.map(lambda names, name=name: name in names)
        remedy = _parted(name, study) or did_you_mean(name, study.formats, "The study's formats are")
        yield Problem(table, f'the format "{name}" does not exist', remedy, column, _ids(tables, table, rows))


def _parted(name: str, study: Study) -> str:
    """Return how formats are written that another mark parts; "" where it parts none."""
    parts = [part for part in OTHER_MARKS.split(name) if part]
    return f'Write it as "{";".join(parts)}".' if len(parts) > 1 and set(parts) <= set(study.formats) else ""


def _format_column(_study: Study, tables: Tables) -> Iterator[Problem]:
    if len(_column(tables, "candidates", "format")):
        remedy = 'Rename it to "formats"; several formats of a site are written "mall;dealer".'
        yield Problem("candidates", "candidates have no column of this name", remedy, "format")


def tier_problems(study: Study, tables: Tables) -> Iterator[Problem]:
    """Find tiers that are not in the study's order of them."""
    order = study.tiers.order
    for table in ("zones", *SITES, *_arriving(study)) if order else ():
        tiers = _column(tables, table, "tier")
        for name in sorted(set(tiers) - {"", *order}):
            what = f'the tier "{name}" is not in tiers.order of study.toml'
            key = "zone_id" if table == "zones" else "site_id"
            yield Problem(table, what, did_you_mean(name, order), "tier", _ids(tables, table, tiers == name, key))


def _rule_places(study: Study, tables: Tables) -> Iterator[Problem]:
    """Places named in rules must be those of candidates or zones; coverage counts zones alone."""
    if not {"zones", "candidates"} <= set(tables):
        return
    for section, where in each_filter(study):
        for column in PLACE:
            known = {*_column(tables, "zones", column), *_column(tables, "candidates", column)} - {""}
            named = getattr(where, column)
            if column == "tier" and study.tiers.order:  # what is not in the order is told without any table
                named = [tier for tier in named if tier in study.tiers.order]
            yield from _unknown(named, known, section, column)


def _rule_areas(study: Study, tables: Tables) -> Iterator[Problem]:
    """Areas that a rule goes by must be named by every zone, or by every site that may be in need or meet it."""
    own = ("candidates", "facilities")
    asked_alike = {"sites": own, "both": ("zones", *own)}
    for number, rule in enumerate(study.plan.rules, start=1):
        section = rule_section(number)
        for key, (column, of) in rule.areas.items():
            # A site that names no place has that of the zone around it.
            from_zones = column in PLACE and any(any(_unnamed(tables, t, column, "", "")) for t in own)
            asked = ("zones",) if of == "zones" or from_zones else own
            for table in dict.fromkeys((*asked, *(("zones",) if of == "both" else ()))):
                yield from _unnamed(tables, table, column, section, key)
            if of != "zones":
                yield from _unlike(tables, asked_alike[of], column, section, key)


def _unlike(tables: Tables, some: Sequence[str], column: str, section: str, key: str) -> Iterator[Problem]:
    """Find names that are numbers in one table and text in another: they would never be the same."""
    columns = [named for table in some if len(named := _column(tables, table, column))]
    if len({is_numeric_dtype(named) for named in columns}) > 1:
        what = f'"{column}" is a number in one table and text in another'
        yield Problem(section, what, f"Write it alike in {', '.join(some[:-1])} and {some[-1]}.", key)


def _protected(study: Study, tables: Tables) -> Iterator[Problem]:
    """Sites of today that are to lose little must be there."""
    for number, rule in enumerate(study.plan.rules, start=1):
        if rule.meant is Meant.OWN and not len(_column(tables, "facilities", "site_id")):
            what = "the rule protects today's own sites, and the study has none"
            yield Problem(rule_section(number), what, "Name facilities in [files], or leave the rule out.")


def _unnamed(tables: Tables, table: str, column: str, section: str, key: str) -> Iterator[Problem]:
    """Find rows without an area, or that there is no such column."""
    frame = tables.get(table)
    if frame is None or not len(frame):
        return
    spec = TABLES[table]
    no_areas = {"geometry", "lon", "lat", *(c.name for c in spec.columns if c.kind != "text")}
    known = [str(name) for name in frame.columns if name not in no_areas]
    if column not in known:
        yield Problem(section, f'{table} have no column "{column}"', did_you_mean(column, known, "They have"), key)
    elif (blank := is_blank(frame[column])).any():
        what = f"{section.removeprefix('study.toml ')} goes by this column, and these have nothing in it"
        yield Problem(table, what, "Fill it in.", column, _ids(tables, table, blank, spec.key))


def _unknown(named: Iterable[str], known: Iterable[str], where: str, column: str, what: str = "") -> Iterator[Problem]:
    listed = sorted(known)
    for name in sorted(set(named) - set(listed)):
        said = what or f"no zone or candidate has this {column}"
        yield Problem(where, f'{said}, "{name}"', did_you_mean(name, listed), column)


def _rule_sites(study: Study, tables: Tables) -> Iterator[Problem]:
    known = _column(tables, "candidates", "site_id")
    status = _column(tables, "candidates", "status")
    for number, rule in enumerate(study.plan.rules, start=1):
        where, sides = rule_section(number), {"required": rule.required_sites, "forbidden": rule.forbidden_sites}
        if len(known):
            for (key, sites), other in zip(sides.items(), reversed(sides), strict=True):
                yield from _unknown(sites, known, where, key, "no candidate has this site_id")
                opposed = known[status.reindex(known.index) == other]
                yield from _contradicted(set(sites) & set(opposed), where, key, other)


def _contradicted(sites: set[str], where: str, key: str, other: str) -> Iterator[Problem]:
    if sites:
        what = f"the sites are {key} here and {other} in candidates.status"
        yield Problem(where, what, "Take them out of one of the two.", key, tuple(sorted(sites)))


def _minutes(study: Study, tables: Tables) -> Iterator[Problem]:
    if "minutes" not in tables:
        return
    sites = {id_ for table in (*SITES, "stations", *_arriving(study)) for id_ in _column(tables, table, "site_id")}
    for key, known in (("zone_id", set(_column(tables, "zones", "zone_id"))), ("site_id", sites)):
        named = _column(tables, "minutes", key)
        unknown = sorted(set(named) - known - {""})
        if unknown and known:
            remedy = f"{did_you_mean(unknown[0], known)} Correct or remove these rows."
            what = "the minutes are of ids that no other table has"
            yield Problem("minutes", what, remedy, key, tuple(unknown))
    yield from _shared_ids(tables)


def _flows(_study: Study, tables: Tables) -> Iterator[Problem]:
    """Flows must lead from zones to sites that are open: own ones or competitors, each with an id of its own."""
    if "flows" not in tables:
        return
    own, rivals = (set(_column(tables, table, "site_id")) for table in ("facilities", "competitors"))
    for key, known in (("zone_id", set(_column(tables, "zones", "zone_id"))), ("site_id", own | rivals)):
        unknown = sorted(set(_column(tables, "flows", key)) - known - {""})
        if unknown:
            where = "zones" if key == "zone_id" else "facilities or competitors"
            remedy = (
                f"{did_you_mean(unknown[0], known)} Correct or remove these rows, or add the missing ones to {where}."
            )
            yield Problem("flows", f"{where} have no such id", remedy, key, tuple(unknown))
    if twice := sorted(own & rivals & set(_column(tables, "flows", "site_id"))):
        remedy = "Give every site its own id, so that flows say which one they mean."
        yield Problem("facilities, competitors", "the id is used in both tables", remedy, "site_id", tuple(twice))


def _changing_ids(_study: Study, tables: Tables) -> Iterator[Problem]:
    """Find candidates with the id of an own site that may change: a plan names what it does by the id."""
    own = _column(tables, "facilities", "site_id")
    changing = _column(tables, "facilities", "keep").reindex(own.index).isin(KEEP[1:])
    yield from same_ids(own[changing], _column(tables, "candidates", "site_id"))


def same_ids(changing: Iterable[str], candidates: Iterable[str]) -> Iterator[Problem]:
    """Yield the ids that own sites which may change share with candidates."""
    twice = sorted(set(changing) & set(candidates))
    if twice:
        what = "an own site that may close, convert or move has the id of a candidate"
        yield Problem("candidates, facilities", what, "Give one of the two another id.", "site_id", tuple(twice))


def _shared_ids(tables: Tables) -> Iterator[Problem]:
    """Find ids in two site tables: a row of minutes leaves open which of the two it means."""
    owners = pd.concat([pd.Series(_column(tables, t, "site_id").unique()) for t in SITES])
    twice = sorted(owners[owners.duplicated()])
    if twice:
        remedy = "Give every site its own id, so that minutes say which one they mean."
        where = "candidates, facilities, competitors"
        yield Problem(where, "the id is used in more than one of these tables", remedy, "site_id", tuple(twice))


CHECKS: tuple[Callable[[Study, Tables], Iterator[Problem]], ...] = (
    _people,
    _demand_columns,
    key_problems,
    format_problems,
    _format_column,
    tier_problems,
    _rule_places,
    _rule_areas,
    _protected,
    _rule_sites,
    score_links,
    factor_problems,
    rival_problems,
    _changing_ids,
    lease_problems,
    fitting_problems,
    _minutes,
    _flows,
    actual_problems,
)
