"""Write fitted parameters into the text of a study.toml and leave everything else in it as it is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import Comment, InlineTable, Item, Table

from siteplan.data.study_toml.study_file import study_path, text_of

__all__ = ["revised_text", "study_text"]

TRADE_AREA = "trade_area"
BEFORE = {"rate": "decay", "midpoint": "rate"}


def study_text(path: str | Path) -> str:
    """Return the text of the study.toml in a folder, or of the file given.

    Raises
    ------
    StudyError
        It is not there, or is no text.
    """
    return text_of(study_path(path))


def revised_text(
    text: str, changes: Mapping[str, Any], remarks: Mapping[str, str], section: Sequence[str] = (TRADE_AREA,)
) -> str:
    """Return the text with other values in a section; a mapping changes the keys that it names.

    Each value's remark takes the place of the comment beside it, which spoke of the value before; its lines
    below, if they are indented and hold nothing else, go with it. All other comments and the layout stay. Where
    the section is none but dotted keys or an inline table, the text is written anew, without comments.
    """
    new: Mapping[str, Any] = changes
    for name in reversed(section):
        new = {name: new}
    wanted = _merged(tomllib.loads(text), new)
    document = tomlkit.parse(text)
    area: Any = document
    for name in section:
        area = area.setdefault(name, tomlkit.table())
    if isinstance(area, Table):
        for key, value in changes.items():
            _change(area, key, value, remarks[key])
        revised = tomlkit.dumps(document)
        if _reads_as(revised, wanted):
            return revised
    return tomlkit.dumps(wanted)


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    out = dict(old)
    for key, value in new.items():
        before = out.get(key, {})
        if isinstance(value, Mapping):
            out[key] = _merged(before, value)
        else:
            out[key] = {**before, "value": value} if isinstance(before, Mapping) and "range" in before else value
    return out


def _reads_as(text: str, wanted: Mapping[str, Any]) -> bool:
    """Return whether a text is TOML and says just this: a layout that tomlkit does not master would not."""
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False


def _change(area: Table, key: str, value: Any, remark: str) -> None:
    inline = tomlkit.inline_table()
    if isinstance(value, Mapping) and key in area:
        for name, part in value.items():
            _put(area[key], name, part)
    elif isinstance(value, Mapping):
        inline.update(value)
        area[key] = inline
    elif key not in area and BEFORE.get(key, "") in area:
        area.value._insert_after(
            BEFORE[key], key, tomlkit.item(value)
        )  # at the end, it would stand below the next heading
    else:
        _put(area, key, value)
    told = area.value.item(key)
    if isinstance(told, Item) and not isinstance(told, Table):
        told.comment(remark)
        _drop_rest_of_comment(area, key)


def _put(holder: Any, key: str, value: Any) -> None:
    """Set a figure; one with a range keeps it."""
    if key in holder and isinstance(holder[key], InlineTable) and "range" in holder[key]:
        holder[key]["value"] = value
    else:
        holder[key] = value


def _drop_rest_of_comment(area: Table, key: str) -> None:
    """Blank the indented comment lines right below a key: they go on with the comment beside it."""
    body = area.value.body
    place = next(n for n, (name, _) in enumerate(body) if name is not None and name.key == key)
    for name, item in body[place + 1 :]:
        if name is not None or not isinstance(item, Comment) or not item.trivia.indent.startswith("    "):
            return
        item.trivia.indent, item.trivia.comment, item.trivia.trail = "", "", ""
