"""The fonts of printed reports hold what the list says, and every letter that this project writes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from siteplan.present.reports.fonts.typeface import FONTS_DIR, covers, families, width
from siteplan.present.text.words import LOCALE

ROOT = Path(__file__).resolve().parents[4]
SIMPLIFIED, TRADITIONAL = "NotoSansCJKsc", "NotoSansCJKtc"


@cache
def advances(name: str) -> dict[int, int]:
    """Code point -> width of a font file, read by the format's description (OpenType: cmap format 4, hhea, hmtx)."""
    data = (FONTS_DIR / f"{name}.otf").read_bytes()
    (n_tables,) = numbers(data, 4, "H")
    tables = {data[at : at + 4]: numbers(data, at + 8, "I")[0] for at in range(12, 12 + 16 * n_tables, 16)}
    (n_wide,) = numbers(data, tables[b"hhea"] + 34, "H")
    of_glyph = numbers(data, tables[b"hmtx"], "HH" * n_wide)[::2]
    return {u: of_glyph[min(glyph, n_wide - 1)] for u, glyph in glyphs(data, tables[b"cmap"])}


def glyphs(data: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    subtables = [numbers(data, cmap + 4 + 8 * i, "HHI") for i in range(data[cmap + 3])]
    table = next(cmap + at for platform, encoding, at in subtables if (platform, encoding) == (3, 1))
    n = numbers(data, table + 6, "H")[0] // 2
    last, first, delta, far = (numbers(data, table + at + 2 * n * i, "H" * n) for i, at in enumerate((14, 16, 16, 16)))
    for i in range(n - 1):  # the last one ends the list
        for u in range(first[i], last[i] + 1):
            at = table + 16 + 6 * n + 2 * i + far[i] + 2 * (u - first[i])
            yield u, (u if not far[i] else numbers(data, at, "H")[0]) + delta[i] & 0xFFFF


def numbers(data: bytes, at: int, kinds: str) -> tuple[int, ...]:
    return struct.unpack_from(">" + kinds, data, at)


def test_the_list_says_what_both_weights_have_and_how_wide_it_is() -> None:
    regular, bold = advances(f"{SIMPLIFIED}-Regular"), advances(f"{SIMPLIFIED}-Bold")
    assert set(regular) == set(bold) == {u for u in range(0x20000) if covers(chr(u))}
    assert {u: width(chr(u), 1000) for u in regular} == regular
    assert {u: width(chr(u), 1000, bold=True) for u in bold} == bold


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_other_shapes_are_as_wide_as_those_they_stand_for(weight: str) -> None:
    """So one list serves both, and a text is measured once."""
    other = advances(f"{TRADITIONAL}-{weight}")
    assert len(other) > 6000  # 骨, 過 and half of Big5's letters
    assert other.items() <= advances(f"{SIMPLIFIED}-{weight}").items()


def test_the_codes_that_chinese_files_come_in_print_whole() -> None:
    doubles = [bytes([a, b]) for a in range(0x81, 0xFF) for b in range(0x40, 0xFF)]
    for codec, fewest in (("gb2312", 7400), ("gbk", 21700), ("big5", 13600)):
        letters = {text for pair in doubles if len(text := pair.decode(codec, "ignore")) == 1}
        missing = {letter for letter in letters if not covers(letter)}
        assert len(letters) > fewest
        assert len(missing) <= 10, f"{codec}: {sorted(missing)}"


def test_every_letter_of_the_catalogue_and_of_the_bundled_study_prints() -> None:
    texts = [*LOCALE.rglob("*.po"), *(ROOT / "siteplan/data").rglob("*.csv"), *(ROOT / "data/geo").rglob("*.csv")]
    assert len(texts) > 10
    letters = {letter for path in texts for letter in path.read_text("utf-8") if letter.isprintable()}
    assert {letter for letter in letters if not covers(letter)} <= {"✗"}  # a cross, which prints as ×


def test_a_text_is_as_wide_as_its_letters() -> None:
    """Two Han letters of 10 points are 20 wide; a digit of the regular weight is 0.555 of the size."""
    assert width("广州", 10) == pytest.approx(20)
    assert width("12", 10) == pytest.approx(11.1)
    assert width("𠮷", 10) == pytest.approx(10)  # prints as 〓


def test_taiwan_and_hong_kong_read_their_own_shapes() -> None:
    assert families("zh-Hans") == families("en") == ("Noto Sans CJK SC",)
    assert families("zh-Hant") == families("zh-HK") == ("Noto Sans CJK TC", "Noto Sans CJK SC")
