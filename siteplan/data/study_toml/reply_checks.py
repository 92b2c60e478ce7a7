"""Check the replies of rivals: against the study alone, then against its tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd

from siteplan.data.check.rule_checks import TOML
from siteplan.data.nearest import did_you_mean
from siteplan.errors import Problem
from siteplan.study import Study
from siteplan.study.section import Names
from siteplan.study.uncertain.reply_spec import Reply

__all__ = ["reply_links", "reply_problems", "reply_tables"]

Tables = Mapping[str, pd.DataFrame]
MOST_REPLIES = 20  # each is a search of its own


def _where(number: int) -> str:
    return f"{TOML} [[replies]] #{number}"


def reply_tables(study: Study) -> dict[str, str]:
    """Return what each table of places of a reply is called, by itself."""
    return {name: name for reply in study.replies for name, entry in reply.files.items() if entry.path.strip()}


def reply_problems(study: Study) -> Iterator[Problem]:
    """Yield brands that reply twice, formats that do not exist, and a budget without costs, or costs without one."""
    if len(study.replies) > MOST_REPLIES:
        what = f"{len(study.replies):,} replies are given, and {MOST_REPLIES} are the most"
        yield Problem(f"{TOML} [[replies]]", what, "Keep the rivals that matter; each is a search of its own.")
    for brand, count in Counter(reply.brand for reply in study.replies).items():
        if count > 1:
            yield Problem(
                f"{TOML} [[replies]]", f'"{brand}" replies {count} times', "Keep one for each brand.", "brand"
            )
    for number, reply in enumerate(study.replies, start=1):
        for name in reply.format:
            if study.formats and name not in study.formats:
                what = f'the format "{name}" does not exist'
                yield Problem(_where(number), what, did_you_mean(name, [*study.formats]), "format")
        if reply.candidates is not None and not reply.candidates.path.strip():
            yield Problem(_where(number), "the path is empty", "Name its file, or take the line out.", "candidates")
        if reply.candidates is not None and reply.format:
            what = "formats tell the study's candidates apart, and it has a table of its own"
            yield Problem(_where(number), what, "Leave format out, or candidates.", "format")
        if (reply.budget is None) != (not reply.cost):
            what = "a budget needs the cost of each site" if reply.budget else "a cost needs a budget"
            yield Problem(_where(number), what, "Give both, or neither.", "budget, cost")


def reply_links(study: Study, tables: Tables) -> Iterator[Problem]:
    """Yield brands of which nothing is known, classes and cities that do not occur, and costs that are none."""
    for number, reply in enumerate(study.replies, start=1):
        where = _where(number)
        brands, classes = _values(tables, "competitors", "brand"), _values(tables, "competitors", "class")
        told = reply.attractiveness or reply.rival_class or _values(tables, reply.table, "attractiveness")
        if reply.brand not in brands and not told:
            what = f'no competitor is of the brand "{reply.brand}", so nothing says how much its sites draw'
            yield Problem(where, what, f"{did_you_mean(reply.brand, brands)} Or give attractiveness.", "brand")
        known = sorted({*classes, *study.trade_area.rival_attractiveness} - {"default"})
        if reply.rival_class and reply.rival_class not in known:
            what = f'the class "{reply.rival_class}" is of no competitor, nor in trade_area.rival_attractiveness'
            yield Problem(where, what, did_you_mean(reply.rival_class, known), "rival_class")
        places = reply.table or "candidates"
        if reply.table in tables and not len(tables[reply.table]):
            yield Problem(reply.table, "the table has no rows", "Name where it may open, or take the line out.")
        for column in ("province", "city"):
            yield from _nowhere(getattr(reply, column), _values(tables, places, column), where, column)
        yield from _costs(reply, tables, where)


def _nowhere(named: Names, known: list[str], where: str, column: str) -> Iterator[Problem]:
    """Find places that no candidate is in; where candidates name none, those of the zones around them count."""
    for name in named if known else ():
        if name not in known:
            yield Problem(where, f'no candidate is in the {column} "{name}"', did_you_mean(name, known), column)


def _costs(reply: Reply, tables: Tables, where: str) -> Iterator[Problem]:
    candidates = tables.get(reply.table or "candidates")
    if not reply.cost or candidates is None:
        return
    if reply.cost not in candidates:
        what = f'its places have no column "{reply.cost}"'
        yield Problem(where, what, did_you_mean(reply.cost, [str(name) for name in candidates]), "cost")
        return
    costs = pd.to_numeric(candidates[reply.cost], errors="coerce")
    wrong = ~(costs >= 0)
    if wrong.any():
        ids = tuple(map(str, candidates.loc[wrong, "site_id"])) if "site_id" in candidates else ()
        remedy = "Give what a site would cost the rival, 0 or more."
        yield Problem(
            reply.table or "candidates", f"{int(wrong.sum()):,} sites have no cost for a reply", remedy, reply.cost, ids
        )


def _values(tables: Tables, table: str, column: str) -> list[str]:
    """Return the texts of a column, once each; none where there is no such column."""
    frame = tables.get(table)
    return [] if frame is None or column not in frame else sorted({str(x) for x in frame[column].dropna()} - {""})
