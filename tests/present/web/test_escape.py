import html
import re

from hypothesis import given
from hypothesis import strategies as st

from siteplan.present.web import esc, opaque_id

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@given(st.text(st.characters()))
def test_a_reader_sees_the_text_and_code_sees_none_of_its_signs(text: str) -> None:
    escaped = esc(text)
    assert html.unescape(escaped) == UNWRITABLE.sub("\ufffd", text)
    assert not set(escaped) & set("<>\"'`$\\{}")
    escaped.encode("utf-8")


def test_what_is_not_text_is_shown_as_text() -> None:
    assert esc(None) == "None"
    assert esc(3.5) == "3.5"


@given(st.text(st.characters(exclude_categories=[])))
def test_an_opaque_id_is_safe_in_code(site_id: str) -> None:
    assert re.fullmatch("[0-9a-f]{16}", opaque_id(site_id))


def test_an_opaque_id_is_the_same_in_every_run() -> None:
    """The value is pinned: a click that comes back after a restart still finds its site."""
    assert opaque_id("S001") == opaque_id("S001") != opaque_id("S002")
    assert opaque_id("S001") == "23b0a63e91ab9dc0"


def test_a_name_turns_no_sentence_of_a_page_round() -> None:
    """U+202E and its like write all that follows from right to left."""
    assert esc("abc\u202e\u2066def") == "abc\ufffd\ufffddef"
