"""Tables as lines of text, Chinese two cells wide."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rich.cells import cell_len

from siteplan.present.tables.column import Table

__all__ = ["aligned", "printable", "table_lines"]


def aligned(rows: Sequence[Sequence[str]], words: Collection[int] = (0,)) -> list[str]:
    """Return rows of cells as lines; the columns of `words` stand to the left, numbers to the right."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(_padded(cell, width, n in words) for n, (cell, width) in enumerate(zip(row, widths, strict=True)))
        .rstrip()
        for row in rows
    ]  # fmt: skip


def table_lines(table: Table) -> list[str]:
    """Return a report's table as lines for a terminal: caption, head, rows, note."""
    words = {n for n, column in enumerate(table.columns) if column.alignment == "left"}
    lines = aligned([table.titles, *([printable(cell) for cell in row] for row in table.rows)], words)
    return [printable(table.caption), *lines, *([printable(table.footnote)] if table.footnote else [])]


def printable(text: str) -> str:
    """Return a text without what a terminal would obey: names come from files."""
    return "".join(c if c.isprintable() else "?" for c in text)


def _padded(text: str, width: int, left: bool) -> str:
    space = " " * (width - cell_len(text))
    return text + space if left else space + text
