"""Tables of rivals that outlooks name: who comes, or who is there then; and who goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from siteplan.data.check.factor_checks import no_power
from siteplan.data.nearest import did_you_mean
from siteplan.data.outlooks.outlook_checks import outlook_section
from siteplan.errors import N_, Note, Problem
from siteplan.market import Market
from siteplan.market.rival_changes import rival_changes
from siteplan.study import Study

__all__ = ["rival_table_problems", "rival_tables", "snapshot_notes"]

Tables = Mapping[str, pd.DataFrame]


def rival_tables(study: Study) -> dict[str, str]:
    """Return the name of the outlook of each table that some outlook names, by what the table is called."""
    return {
        name: outlook.name for outlook in study.outlooks for name, entry in outlook.files.items() if entry.path.strip()
    }


def rival_table_problems(study: Study, tables: Tables) -> Iterator[Problem]:
    """Yield what does not fit together in what outlooks say of rivals and of zones."""
    for check in CHECKS:
        yield from check(study, tables)


def snapshot_notes(study: Study, market: Market) -> tuple[Note, ...]:
    """Return what became of today's rivals in each snapshot."""
    text = N_("{entered:,} rivals entered, {left:,} left and {moved:,} moved; {kept:,} are where they are today")
    snapshots = [(outlook.name, outlook.files) for outlook in study.outlooks if outlook.snapshot is not None]
    return tuple(
        Note(name, text, values={key: counts.get(key, 0) for key in ("entered", "left", "moved", "kept")})
        for outlook, files in snapshots
        for name in files
        for counts in [rival_changes(market.competitors, market.entering[outlook])["change"].value_counts()]
    )


def _no_paths(study: Study, _tables: Tables) -> Iterator[Problem]:
    for number, outlook in enumerate(study.outlooks, start=1):
        for name, entry in outlook.files.items():
            if not entry.path.strip():
                key = name.rpartition("(")[2].rstrip(")")
                remedy = "Name its file, or take the line out."
                yield Problem(outlook_section(number), "the path is empty", remedy, key)


def _leaving(study: Study, tables: Tables) -> Iterator[Problem]:
    known = _ids(tables, "competitors")
    for number, outlook in enumerate(study.outlooks, start=1):
        unknown = tuple(site for site in outlook.leave if site not in known)
        if unknown:
            what, remedy = "no competitor has this site_id", did_you_mean(unknown[0], sorted(known))
            yield Problem(outlook_section(number), what, remedy, "leave", unknown)


def _arriving(study: Study, tables: Tables) -> Iterator[Problem]:
    """Find tables of nobody, and of those who are there already, or whose id another site has."""
    for name, outlook in rival_tables(study).items():
        if name not in tables:
            continue
        if not len(tables[name]):
            yield Problem(name, "the table has no rows", "Name who comes, or take the line out.")
        whole = next(one.snapshot is not None for one in study.outlooks if one.name == outlook)
        today = _ids(tables, "competitors")
        others = _ids(tables, "candidates") | _ids(tables, "facilities")
        taken = others - today if whole else others | today
        if twice := tuple(sorted(_ids(tables, name) & taken)):
            remedy = "Give each an id of its own; where the file has all who are there then, name it as snapshot."
            remedy = "Give each an id of its own." if whole else remedy
            yield Problem(name, "another site of the study has this id", remedy, "site_id", twice)
        if whole and "competitors" in tables and tables[name].equals(tables["competitors"]):
            yield Problem(name, "the competitors are those of today", "Name the other table, or take the line out.")


def _factors(study: Study, tables: Tables) -> Iterator[Problem]:
    for name in rival_tables(study):
        for factor, exponent in study.trade_area.exponents.items():
            if name in tables and factor in tables[name]:
                yield from no_power(name, tables[name], factor, exponent)


def _tiers(study: Study, tables: Tables) -> Iterator[Problem]:
    """Find factors on the demand of tiers that no zone is of."""
    zones, order = tables.get("zones"), study.tiers.order
    known = sorted(set(zones["tier"]) - {""}) if zones is not None and "tier" in zones else []
    for number, outlook in enumerate(study.outlooks, start=1):
        named = () if order else sorted(set(outlook.demand) - {"default", *known})  # an order is checked without tables
        for tier in named:
            yield Problem(outlook_section(number, "demand"), "no zone has this tier", did_you_mean(tier, known), tier)


def _ids(tables: Tables, table: str) -> set[str]:
    frame = tables.get(table)
    return set() if frame is None or "site_id" not in frame else {*frame["site_id"]}


CHECKS: tuple[Callable[[Study, Tables], Iterator[Problem]], ...] = (_no_paths, _leaving, _arriving, _factors, _tiers)
