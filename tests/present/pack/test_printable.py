"""What files hold and paper does not: it prints literally, or as 〓, and is remembered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.present.pack.printable import GETA, Printer, printable
from siteplan.present.reports.fonts.typeface import covers


@pytest.mark.parametrize(
    "text", ['#read("/etc/passwd")', "$x^2$ *b* @ref <lab>", "<script>alert(1)</script>", "=1+1", "{{7*7}}", "深圳市"]
)
def test_code_of_any_kind_is_a_text_like_others(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a\x00b\x07c\x9bd", "abcd"),  # controls leave no trace
        ("one\r\ntwo\tthree", "one two three"),  # but words stay apart
        ("live \u202eevil\u202c", "live evil"),  # nobody turns the rest of a sentence
        ("half \ud842", "half "),  # a pair's half: no file can hold it
        ("𠮷野家 😀 ไทย", f"{GETA}野家 {GETA} {GETA * 3}"),
        ("葛\U000e0100城", "葛城"),  # which of two shapes: the fonts have one
        ("e\u0301", "é"),  # the fonts have it as one letter
        ("✗", "×"),
    ],
)
def test_what_has_no_shape_goes_and_what_has_no_glyph_is_marked(text: str, printed: str) -> None:
    assert printable(text) == printed


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_comes_has_a_glyph_behind_the_door(text: str) -> None:
    assert all(map(covers, printable(text)))


def test_each_lost_letter_is_remembered_with_the_first_text_it_stood_in() -> None:
    printer = Printer()
    found = printer.data({"rows": [["𠮷野家", 3], ["又𠮷", None]], "title": "เมือง"})
    assert found == {"rows": [["〓野家", 3], ["又〓", None]], "title": "〓" * 5}
    assert printer.lost == {"𠮷": "〓野家", **dict.fromkeys("เมือง", "〓" * 5)}
