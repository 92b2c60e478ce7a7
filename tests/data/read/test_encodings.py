"""In which encoding a text is: certain ones are read and said, others asked for with what each would read."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.data.read.encodings import decoded, known_encoding
from siteplan.errors import StudyError

PATH = Path("t.csv")
SIMPLIFIED = "site_id,name\nA,广州市天河区\nB,深圳\nC,佛山市南海区桂城街道\n"
TRADITIONAL = "site_id,name\nA,臺北市中正區\nB,高雄\nC,新北市板橋區\n"
WESTERN = "site_id,name\nA,Köln-Mülheim\nB,Besançon\nC,Málaga, 12 °C\n"


def refused(content: bytes, declared: str = "") -> str:
    with pytest.raises(StudyError) as caught:
        decoded(content, "zones", PATH, declared)
    return str(caught.value)


@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL, WESTERN, "plain\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_says_itself_what_it_is(text: str, encoding: str) -> None:
    found = decoded(text.encode(encoding), "zones", PATH)
    assert (found.text, found.notes) == (text, ())


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(SIMPLIFIED, "gb18030"), (SIMPLIFIED, "gbk"), (TRADITIONAL, "big5"), (WESTERN, "cp1252"), (WESTERN, "latin-1")],
)
def test_what_can_be_nothing_else_is_read_and_said(text: str, encoding: str) -> None:
    found = decoded(text.encode(encoding), "zones", PATH)
    assert found.text == text
    assert found.encoding in str(found.notes[0])


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("id,name\nA,東京都新宿区\nB,さいたま市\n", "shift_jis"),
        ("id,name\nA,東京都新宿区\nB,さいたま市\n", "euc_jp"),
        ("id,name\nA,서울특별시\nB,부산광역시\n", "euc_kr"),
        ("id,name\nA,Łódź\nB,Gdańsk\n", "cp1250"),
        ("id,name\nA,İstanbul\nB,Kadıköy\n", "cp1254"),
        ("id,name\nA,Köln\nB,München\n", "mac-roman"),
        ("id,name\nA,Köln\nB,München\n", "cp850"),
        ("id,name\nA,Москва\nB,Санкт-Петербург\n", "cp1251"),
        ("id,name\nA,Αθήνα\nB,Θεσσαλονίκη\n", "cp1253"),
    ],
)
def test_what_may_be_several_is_asked_for_with_what_each_reads(text: str, encoding: str) -> None:
    said = refused(text.encode(encoding))
    assert "its encoding is not certain" in said
    assert ' reads "' in said
    assert 'zones = { path = "t.csv", encoding = "gb18030" }' in said
    assert decoded(text.encode(encoding), "zones", PATH, encoding).text == text


def test_two_encodings_in_one_file_are_told_by_their_lines() -> None:
    said = refused(SIMPLIFIED.encode() + "D,东莞市\n".encode("gb18030"))
    assert "in two encodings" in said
    assert "line 5" in said


@pytest.mark.parametrize("text", ["A,K\ufffdln", "A,\x9d\x81", SIMPLIFIED.encode().decode("latin-1")])
def test_a_text_that_was_garbled_before_is_refused(text: str) -> None:
    assert "garbled" in refused(text.encode())


def test_umlauts_encoded_twice_are_refused_and_umlauts_are_not() -> None:
    assert "garbled" in refused(WESTERN.encode().decode("cp1252").encode())
    assert decoded(WESTERN.encode(), "zones", PATH).text == WESTERN


def test_bytes_of_0_are_utf_16_without_its_mark() -> None:
    assert "zero bytes" in refused(SIMPLIFIED.encode("utf-16-le"))
    assert decoded(SIMPLIFIED.encode("utf-16-le"), "zones", PATH, "utf-16-le").text == SIMPLIFIED


def test_a_declared_encoding_must_exist_and_fit() -> None:
    assert 'Did you mean "gb18030"?' in refused(b"", "gb1803")
    assert "is not in the encoding utf-8" in refused(SIMPLIFIED.encode("gb18030"), "utf-8")
    for name in ("rot13", "zip", "punycode", "unicode_escape", "nonsense", "a" * 5000):
        assert not known_encoding(name)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(content: bytes) -> None:
    with suppress(StudyError):
        assert "\0" not in decoded(content, "zones", PATH).text
