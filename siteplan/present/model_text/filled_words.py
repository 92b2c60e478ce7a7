"""What siteplan filled in, as lines, as a report's table, as a file and for scripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from siteplan.market.filled import DEFAULT, Filled
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, frame_of, table_of
from siteplan.present.text.lines import printable
from siteplan.present.text.numbers import exact
from siteplan.present.text.reader import Reader

__all__ = ["filled_dict", "filled_lines", "filled_sentence", "filled_table", "filled_tables"]

_COLUMNS = ["table", "column", "rows", "of", "from", "ids"]
_SETTINGS = "study.toml "


def filled_lines(filled: Sequence[Filled], reader: Reader) -> list[str]:
    """Return a line for each column that some figure goes by, and one for each section of settings."""
    _ = reader.gettext
    if not filled:
        return []
    whole, part = _("{where}: {source}"), _("{where}, {n} of {of}: {source}")
    lines = [
        (part if line.of > 1 else whole).format(
            where=_where(line), n=exact(line.rows), of=exact(line.of), source=_source(line, reader)
        )
        for line in filled
        if line.figures and not _is_default(line)
    ]
    said = _("Filled in {line}.")
    return [printable(said.format(line=line)) for line in [*lines, *_sections(filled, reader)]]


def filled_sentence(filled: Sequence[Filled], reader: Reader) -> list[str]:
    """Return how much was filled in, and where it is listed; nothing where the study says all."""
    counted = [line for line in filled if line.figures]
    settings = sum(map(_is_setting, counted))
    text = reader.gettext("Filled in (filled_in.csv lists all): columns of tables: {columns}; settings: {settings}.")
    return [text.format(columns=len(counted) - settings, settings=settings)] if counted else []


def filled_table(filled: Sequence[Filled], reader: Reader) -> Table | None:
    """Return every column and setting that some figure goes by and that the study left to siteplan."""
    _ = reader.gettext
    lines = [line for line in filled if line.figures]
    if not lines:
        return None
    rows = [
        [
            line.table if _is_setting(line) else reader.table_name(line.table),
            line.column,
            f"{exact(line.rows)} / {exact(line.of)}" if line.of > 1 else None,
            _source(line, reader),
        ]
        for line in lines
    ]
    note = _("Used where neither the files nor study.toml give a value; filled_in.csv lists them all.")
    columns = (v.TABLE, v.COLUMN, v.ROWS, v.FILLED_WITH)
    table = table_of(_("What siteplan filled in"), frame_of(columns, rows), columns, reader, note=note)
    return table.whole_in("filled_in.csv")


def filled_tables(filled: Sequence[Filled], reader: Reader) -> pd.DataFrame:
    """Return a row for each column that was filled in: table, column, rows, of, from, ids (the first few)."""
    rows = [
        (line.table, line.column, line.rows, line.of, _source(line, reader), "; ".join(map(str, line.ids)))
        for line in filled
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def filled_dict(line: Filled, reader: Reader) -> dict[str, Any]:
    """Return what was filled in as plain values for scripts."""
    values = (line.table, line.column, line.rows, line.of, _source(line, reader), [str(i) for i in line.ids])
    return dict(zip(_COLUMNS, values, strict=True))


def _is_default(line: Filled) -> bool:
    return line.source == DEFAULT


def _is_setting(line: Filled) -> bool:
    return line.table.startswith(_SETTINGS)


def _where(line: Filled) -> str:
    return f"{line.table}.{line.column}" if line.column else line.table


def _source(line: Filled, reader: Reader) -> str:
    return reader.gettext(line.source).format_map(line.values)


def _sections(filled: Sequence[Filled], reader: Reader) -> list[str]:
    """Return the defaults of each section in a line: "study.toml [travel]: max_minutes 90, detour 1.35"."""
    _ = reader.gettext
    found: dict[str, list[str]] = {}
    for line in filter(_is_default, filled):
        found.setdefault(line.table, []).append(f"{line.column} {line.values['value']}")
    text = _("{section}: {values} (siteplan's own defaults)")
    return [text.format(section=table, values=_(", ").join(keys)) for table, keys in found.items()]
