"""Which encoding a text is in: declared, marked, certain, or asked for.

Bytes that are no UTF-8 can be read in several ways without an error. A way is taken only where what it gives looks
like text of that encoding and no other way does (see likeness.py). Otherwise the user is asked, with what each reads.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from siteplan.data.nearest import did_you_mean
from siteplan.data.read.guard import refuse, setting, short
from siteplan.data.read.likeness import CANDIDATES, fitting
from siteplan.errors import N_, Note

__all__ = ["decoded", "garbled", "known_encoding"]

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)  # UTF-32 before UTF-16, whose mark begins it
WESTERN = "cp1252"
ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk", "gb2312", "big5", "big5hkscs",
    "cp950", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "latin-1",
    "iso8859-2", "iso8859-5", "iso8859-7", "iso8859-9", "iso8859-15", "cp437", "cp850", "cp852", "cp866", "koi8-r",
    "mac-roman", "shift_jis", "cp932", "euc_jp", "euc_kr", "cp949", "cp874", "ascii",
)  # fmt: skip
SAMPLE = 200_000  # bytes of lines that are not plain ASCII; more tell nothing new
BROKEN = re.compile("[\ufffd\x80-\x84\x86-\x9f]")  # a character lost, or a control: a text once read in the wrong way


@dataclass(frozen=True)
class Decoded:
    """A text, the encoding it was in, and a note where that was not the usual one."""

    text: str
    encoding: str
    notes: tuple[Note, ...] = ()


def decoded(content: bytes, table: str, path: Path, declared: str = "") -> Decoded:
    """Return the text of a file.

    Raises
    ------
    StudyError
        It is not in the encoding declared, in more than one, or in none that is certain; or its text is garbled.
    """
    if declared:
        found = Decoded(_as_declared(content, table, path, declared), declared)
    else:
        found = _as_found(content, table, path)
    _refuse_controls(found.text, table, path)
    return found


def known_encoding(name: str) -> bool:
    """Return whether a declared encoding is one of text that people use."""
    try:
        return codecs.lookup(name).name in {codecs.lookup(known).name for known in ENCODINGS}
    except (LookupError, ValueError):
        return False


def garbled(text: str) -> bool:
    """Return whether a text holds marks of having been read in the wrong encoding once."""
    return BROKEN.search(text) is not None or _twice_encoded(text)


def _as_declared(content: bytes, table: str, path: Path, declared: str) -> str:
    if not known_encoding(declared):
        remedy = did_you_mean(declared, ENCODINGS, "Known are")
        refuse(f"study.toml [files.{table}]", f'there is no encoding "{short(declared)}"', remedy, "encoding")
    try:
        text = content.decode(declared)
    except UnicodeError as error:
        at = f"byte {getattr(error, 'start', 0) + 1:,}"
        what = f"the file {path.name} is not in the encoding {declared} that study.toml declares ({at} does not fit)"
        refuse(
            table, what, "Correct encoding in [files], or leave it out; siteplan then says what it finds.", "encoding"
        )
    return text.removeprefix("\ufeff")


def _as_found(content: bytes, table: str, path: Path) -> Decoded:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return Decoded(_as_declared(content, table, path, encoding), encoding)
    if b"\0" in content[:SAMPLE]:
        _refuse_zeros(content, table, path)
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _certain(content, table, path)


def _certain(content: bytes, table: str, path: Path) -> Decoded:
    """Return the text in the one encoding that fits, if there is one."""
    lines = _foreign_lines(content)
    if mixed := _mixed(lines):
        what = f"the file {path.name} is in two encodings; some lines are UTF-8, others not"
        refuse(table, what, "Save it in one, best in UTF-8.", "encoding", mixed)
    sample = b"\n".join(line for _, line in lines)
    fits = fitting(sample)
    text = _text_in(content, fits)
    if text is None:
        _ask(sample, fits, table, path)
    (encoding,) = fits
    said = N_("the file {file} is not in UTF-8; it was read as {encoding}. If names look wrong, set encoding")
    return Decoded(text, encoding, (Note(table, said, values={"file": path.name, "encoding": encoding}),))


def _text_in(content: bytes, fits: set[str]) -> str | None:
    """Return the text in the one encoding that fits its sample; None where more fit, or the rest of it does not."""
    try:
        return content.decode(next(iter(fits))) if len(fits) == 1 else None
    except UnicodeDecodeError:
        return None


def _ask(sample: bytes, fits: set[str], table: str, path: Path) -> NoReturn:
    """Refuse a text that can be read in several ways, with what each would read."""
    ways = []
    for encoding in sorted(fits) or CANDIDATES:
        try:
            ways.append(f'{encoding} reads "{_first_foreign(sample.decode(encoding))}"')
        except UnicodeDecodeError:
            continue
    how = f"{'; '.join(ways)}. " if ways else ""
    what = f"the file {path.name} is not in UTF-8, and its encoding is not certain"
    refuse(
        table,
        what,
        f"{how}Save it in UTF-8, or say which it is {setting(table, path, 'encoding', 'gb18030')}.",
        "encoding",
    )


def _first_foreign(text: str) -> str:
    """Return the first few letters that are not plain ASCII, with what stands around them."""
    found = re.search(r"\w*[^\x00-\x7f]+\w*", text)
    return short(found[0] if found else text, 20)


def _foreign_lines(content: bytes) -> list[tuple[int, bytes]]:
    """Return number and bytes of lines that are not plain ASCII, up to the size of a sample."""
    found, size = [], 0
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.isascii():
            found.append((number, line))
            size += len(line)
            if size > SAMPLE:
                break
    return found


def _mixed(lines: list[tuple[int, bytes]]) -> tuple[str, ...]:
    """Return the lines that are not UTF-8 where others certainly are: they hold characters of three bytes."""
    other, utf8 = [], False
    for number, line in lines:
        try:
            utf8 = any(c >= "\u0800" for c in line.decode("utf-8")) or utf8
        except UnicodeDecodeError:
            other.append(f"line {number}")
    return tuple(other) if utf8 else ()


def _refuse_zeros(content: bytes, table: str, path: Path) -> NoReturn:
    """Refuse what holds bytes of 0: UTF-16 without its mark, most likely, or no text at all."""
    likely = "utf-16-le" if content[1:200:2].count(0) >= content[0:200:2].count(0) else "utf-16-be"
    remedy = f"Save it as UTF-8 text, or name its encoding {setting(table, path, 'encoding', likely)}."
    refuse(table, f"the file {path.name} contains zero bytes, as only UTF-16 text does", remedy, "encoding")


def _refuse_controls(text: str, table: str, path: Path) -> None:
    if "\0" in text:
        _refuse_zeros(text[:SAMPLE].encode("utf-8", "replace"), table, path)
    if (broken := BROKEN.search(text)) or _twice_encoded(text):
        near = f', near "{short(text[max(0, broken.start() - 10) : broken.end() + 10], 24)}"' if broken else ""
        what = f"the text of {path.name} is garbled; it was read in a wrong encoding before{near}"
        remedy = f"Export it again as UTF-8, or name its encoding {setting(table, path, 'encoding', 'gb18030')}."
        refuse(table, what.replace("\n", " "), remedy, "encoding")


def _twice_encoded(text: str) -> bool:
    """Return whether a text was UTF-8, read as Latin, and written as UTF-8 again: read back it is UTF-8 still."""
    if text.isascii():
        return False
    try:
        return text.encode(WESTERN).decode("utf-8") != text
    except UnicodeError:
        return False
