"""The last parts of a pack, in every medium: the dictionary of its figures, compliance, what could not be printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from siteplan._version import __version__
from siteplan.present.pack import pack_vocabulary as v
from siteplan.present.pack.content import FigureGroup, KeyFigure, Pack
from siteplan.present.reports.report_parts import Part
from siteplan.present.tables.column import Table, frame_of, table_of
from siteplan.present.tables.report_tables import seen_table, source_table
from siteplan.present.text.numbers import NO_NUMBER
from siteplan.present.text.provenance import compliance_lines, stamp, synthetic_line
from siteplan.present.text.reader import Reader

__all__ = ["compliance_part", "dictionary_cells", "dictionary_part", "unprinted_part"]

_COLUMNS = (v.FIGURE_NAME, v.FIGURE_TODAY, v.FIGURE_PLANNED, v.FIGURE_LOW, v.FIGURE_HIGH, v.FIGURE_LABEL)
_TOPIC = "dictionary"
_SIDES = ("today", "", "low", "high")  # what stands behind the id of a figure that is told of one thing several times


def dictionary_part(pack: Pack) -> Part:
    """Return every figure of the pack with its id, which is the same in every medium."""
    _ = pack.reader.gettext
    beside = [_group_table(group, pack.reader) for group in pack.beside if group.figures]
    return Part(_("Dictionary of figures"), (), [_figure_table(pack), *beside], _TOPIC)


def dictionary_cells(pack: Pack) -> list[list[list[KeyFigure | None]]]:
    """Return which figure stands in each cell of the dictionary's tables, row by row; None where a cell has words."""
    own = [[None, *(sides.get(side) for side in _SIDES), None] for sides in _by_id(pack.figures, _SIDES).values()]
    return [own, *(_group_cells(group) for group in pack.beside if group.figures)]


def _group_cells(group: FigureGroup) -> list[list[KeyFigure | None]]:
    named = [None] if _is_named(group) else []
    rows = _by_id(group.figures, group.columns).values()
    return [[*named, *(sides.get(side) for side in group.columns), None] for sides in rows]


def _is_named(group: FigureGroup) -> bool:
    """Whether rows bear the name of a figure; rows of several figures are called by their first column."""
    return "" in group.columns


def _group_table(group: FigureGroup, reader: Reader) -> Table:
    """Return what is told beside the plan, with the id of each row in its last column."""
    columns = [*([v.FIGURE_NAME] if _is_named(group) else []), *group.columns.values(), v.FIGURE_ID]
    rows = []
    for id_, sides in _by_id(group.figures, group.columns).items():
        name = [sides[""].name] if "" in sides else [next(iter(sides.values())).name] if _is_named(group) else []
        rows.append((*name, *(sides[side].text if side in sides else NO_NUMBER for side in group.columns), id_))
    return table_of(group.title, frame_of(columns, rows), columns, reader, note=_group_note(group, reader))


def _group_note(group: FigureGroup, reader: Reader) -> str:
    """Return what stands behind an id in each column that is not the id itself."""
    _ = reader.gettext
    one = _("{side} for {column}")
    told = [one.format(side=f".{side}", column=column.label(reader)) for side, column in group.columns.items() if side]
    said = _("Behind an id stands {sides}.").format(sides=_(", ").join(told)) if told else ""
    return ("" if reader.is_chinese else " ").join(filter(None, [group.note, said]))


def _figure_table(pack: Pack) -> Table:
    reader, told = pack.reader, _by_id(pack.figures, _SIDES)
    rows = [_figure_row(name, sides, reader) for name, sides in told.items()]
    _ = reader.gettext
    said = _(
        "Below each figure stand its id, how it is counted, and what counts it. In files today's figure has .today "
        "behind its id, the ends of its range .low and .high."
    )
    note = "".join([said, "" if reader.is_chinese else " ", _labels(reader)])
    frame = frame_of((*_COLUMNS, v.FIGURE_MEANING), rows)
    return table_of(_("Every figure and what it is"), frame, _COLUMNS, reader, below=v.FIGURE_MEANING, note=note)


def _by_id(figures: Sequence[KeyFigure], sides: Collection[str]) -> dict[str, dict[str, KeyFigure]]:
    """Return the figures of each thing, by which side of it they tell."""
    found: dict[str, dict[str, KeyFigure]] = {}
    for figure in figures:
        name, _, side = figure.id.rpartition(".")
        name, side = (name, side) if side in sides and name else (figure.id, "")
        found.setdefault(name, {})[side] = figure
    return found


def _figure_row(name: str, sides: Mapping[str, KeyFigure], reader: Reader) -> tuple[str, ...]:
    first = sides.get("") or next(iter(sides.values()))
    texts = (sides[side].text if side in sides else NO_NUMBER for side in _SIDES)
    below = reader.gettext("; ").join(text for text in (name, first.meaning, first.source) if text)
    return first.name, *texts, f"[{first.label}]" if first.label else NO_NUMBER, below


def compliance_part(pack: Pack, maps: bool) -> Part:
    """Return for whom a pack is, where its data come from and under which licence, and what made it; of `maps`, too."""
    _, reader, study = pack.reader.gettext, pack.reader, pack.document.study
    made = datetime.fromtimestamp(pack.made, UTC).date().isoformat()
    synthetic = synthetic_line(study, reader)
    said = _("Synthetic data: {tables}. Read the figures as an example, not as facts.").format(tables=synthetic)
    sentences = [
        *compliance_lines(reader, maps),
        *([said] if synthetic else []),
        _labels(reader),
        _("Made by siteplan {version} on {date}; inputs {hash}; {stamp}.").format(
            version=__version__, date=made, hash=pack.document.input_hash or NO_NUMBER, stamp=stamp(reader)
        ),
    ]
    tables = [source_table(study, reader), seen_table(study, reader)]
    return Part(_("Compliance"), sentences, [table for table in tables if table is not None])


def unprinted_part(lost: Mapping[str, str], reader: Reader) -> Part | None:
    """Return which letters could not be printed, each with a text that it stands in; None where all could."""
    if not lost:
        return None
    _ = reader.gettext
    columns = (v.LETTER_CODE, v.LETTER, v.LETTER_TEXT)
    rows = [
        (f"U+{ord(letter):04X}", unicodedata.name(letter, NO_NUMBER), text) for letter, text in sorted(lost.items())
    ]
    said = _("The report's fonts do not have these letters; 〓 stands for each. The plan's files have them as given.")
    table = table_of(_("Letters that could not be printed"), frame_of(columns, rows), columns, reader)
    return Part(_("What could not be printed"), [said], [table])


def _labels(reader: Reader) -> str:
    return reader.gettext("Labels: [S] seen in a source, [D] derived, [A] assumed, [T] of a test.")
