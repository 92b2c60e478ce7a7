"""Sites gained and lost: of each further plan against the first, and of all together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from siteplan.present.compare import compare_vocabulary as c
from siteplan.present.compare.compared import Comparison
from siteplan.present.tables import money_vocabulary as m
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, frame_of, table_of
from siteplan.present.text.numbers import NO_NUMBER
from siteplan.present.text.reader import Reader

__all__ = ["against_first", "all_sites_table", "sites_sentence", "sites_table"]

_KINDS = ("gained", "dropped", "reshaped")
"""Of a site of two plans: only in the other, only in the first, in both in another format."""
MOST_SITES = 20  # that a terminal names
_NAMED = 10  # sites of a kind that a sentence names
_PRINTED = 40  # rows of a table


def against_first(found: Comparison, n: int) -> pd.DataFrame:
    """Return the sites in which the n-th plan and the first differ, those that sell most first.

    Columns of Comparison.sites, and `kind` (one of _KINDS), `format` (in the plan that has it; in the other, where both
    have), `before` (the first's, "" where it has none) and `sold` (vehicles/year, of the plan whose format that is).
    """
    sites = found.sites
    first, other = sites["format_1"], sites[f"format_{n}"]
    dropped = other == ""
    table = sites.assign(
        kind=pd.Series("reshaped", index=sites.index).mask(first == "", "gained").mask(dropped, "dropped"),
        before=first,
        format=other.mask(dropped, first),
        sold=sites[f"sold_{n}"].mask(dropped, sites["sold_1"]),
    )
    differ = table[first != other]
    order = differ.assign(nth=differ["kind"].map(_KINDS.index)).sort_values(
        ["nth", "sold"], ascending=[True, False], kind="stable"
    )
    return order.drop(columns="nth").reset_index(drop=True)


def sites_sentence(found: Comparison, n: int, label: str) -> str:
    """Return which sites the n-th plan has and the first has not, and the other way round, by name."""
    _, differ = found.reader.gettext, against_first(found, n)
    plans = {"first": found.labels[0], "other": label}
    texts = {
        "gained": _("Only in {other} ({n}): {sites}."),
        "dropped": _("Only in {first} ({n}): {sites}."),
        "reshaped": _("In {other} of another format than in {first} ({n}): {sites}."),
    }
    told = [
        text.format(**plans, n=len(part), sites=_names(part, found.reader))
        for kind, text in texts.items()
        if len(part := differ[differ["kind"] == kind])
    ]
    if not told:
        return _("{other} has the same sites as {first}, in the same formats.").format(**plans)
    return ("" if found.reader.is_chinese else " ").join(told)


def _names(sites: pd.DataFrame, reader: Reader) -> str:
    """Return the first sites with their cities, and how many more there are."""
    _ = reader.gettext
    one = _("{site} in {city}")
    rows = sites.head(_NAMED).to_dict("records")
    names = _(", ").join(one.format(site=row["name"], city=row["city"]) if row["city"] else row["name"] for row in rows)
    left = len(sites) - len(rows)
    return _("{sites} and {n} more").format(sites=names, n=left) if left else names


def sites_table(found: Comparison, n: int, label: str, file: str) -> Table | None:
    """Return the sites in which the n-th plan and the first differ, None where they are the same.

    `file` is where all of them are, too.
    """
    reader, _ = found.reader, found.reader.gettext
    plans = {"first": found.labels[0], "other": label}
    kinds = {
        "gained": _("only in {plans}").format(plans=label),
        "dropped": _("only in {plans}").format(plans=found.labels[0]),
        "reshaped": _("another format"),
    }
    columns = (v.SITE, v.CITY, c.STANDS, v.FORMAT, m.SOLD)
    rows = [
        (row["name"], row["city"], kinds[row["kind"]], _formats(row, reader), row["sold"])
        for row in against_first(found, n).to_dict("records")
    ]
    caption = _("Sites gained and lost: {other} against {first}").format(**plans)
    return table_of(caption, frame_of(columns, rows), columns, reader).whole_in(file, _PRINTED) if rows else None


def _formats(row: Mapping[Any, Any], reader: Reader) -> str:
    format_ = reader.format_name(row["format"])
    if row["kind"] != "reshaped":
        return format_
    said = reader.gettext("{format} in place of {before}")
    return said.format(format=format_, before=reader.format_name(row["before"]))


def all_sites_table(found: Comparison) -> Table:
    """Return the sites in which any plans differ, with the format in each; so many as a terminal shows."""
    reader, every = found.reader, found.sites
    differ = every[every["kind"] != "same"]
    shown = differ.head(MOST_SITES)
    columns = (v.SITE, v.CITY, *(c.words_of(*plan) for plan in found.named), c.STANDS)
    rows = [
        (
            f"{row['name']} ({row['site_id']})",
            row["city"],
            *(_format(row[f"format_{n}"], reader) for n in found.numbers),
            _difference(row, found),
        )
        for row in shown.to_dict("records")
    ]
    left, said = len(differ) - len(shown), reader.gettext("{n} more are in {file}.")
    note = said.format(n=left, file="compare_sites.csv") if left else ""
    caption = reader.gettext("Sites in which the plans differ")
    return table_of(caption, frame_of(columns, rows), columns, reader, note=note)


def _format(name: str, reader: Reader) -> str:
    return reader.format_name(name) if name else NO_NUMBER


def _difference(row: Mapping[Any, Any], found: Comparison) -> str:
    """Return in which plans a site stands, or that its formats differ."""
    _ = found.reader.gettext
    if row["kind"] == "format":
        return _("another format")
    stands = [label for n, label in found.named if row[f"format_{n}"]]
    return _("only in {plans}").format(plans=_(", ").join(stands))
