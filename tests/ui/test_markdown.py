"""Names from files are shown as written, whatever Markdown they hold."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.ui.markdown import plain

MARKS = re.compile(r"(?<!\\)(?:\\\\)*[!-/:-@\[-`{-~]")


@pytest.mark.parametrize(
    "name",
    ["[x](javascript:alert(1))", ":material/home:", ":red[x]", "$x^2$", "# title", "<b>", "a_b_c", "| x |", "![x](y)"],
)
def test_no_mark_is_left_unescaped(name: str) -> None:
    assert plain(name).replace("\u2060", "") == re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", name)


@given(st.text())
def test_without_escapes_and_joiners_the_text_is_back_on_one_line(text: str) -> None:
    back = re.sub(r"\\(.)", r"\1", plain(text)).replace("\u2060", "")
    spaced = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+", " ", text).strip()
    assert back == spaced.replace("\u2060", "")
    assert "\n" not in plain(text)


@pytest.mark.parametrize("address", ["https://evil.example", "www.evil.example", "a@evil.example"])
def test_bare_addresses_are_broken_up(address: str) -> None:
    """Streamlit's Markdown looks for addresses after escapes are taken away, so escapes alone do not stop it."""
    assert "\u2060" in plain(address)
    assert not re.search(r"https?:|www\.|\w@\w", plain(address).replace("\\", ""))
