"""The Traditional catalogue is in Taiwan's letters and words, not a conversion letter by letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from siteplan.present.text.words import catalogue

MAINLAND = (
    "數據", "網絡", "軟件", "信息", "默認", "打印", "網點", "渠道", "市場份額", "單車", "客流", "概率", "質量", "文件",
    "程序",
    "服務器", "屏幕", "內存", "貼現", "置信", "似然", "擬合", "箇中", "運營", "情景", "單元格", "每一行", "隱藏行",
)  # fmt: skip


def texts() -> Iterator[str]:
    for text in catalogue("zh-Hant")._catalog.values():  # type: ignore[attr-defined]
        yield str(text)


def test_every_letter_is_one_that_taiwan_prints() -> None:
    """Big5 has no letter that is simplified alone: 网, 据 and 销 are not in it."""
    letters = set(re.findall("[\u4e00-\u9fff]", "".join(texts())))
    assert len(letters) > 700
    strange = [letter for letter in letters if not printable_in_taiwan(letter)]
    assert strange == []


def printable_in_taiwan(letter: str) -> bool:
    try:
        return bool(letter.encode("big5"))
    except UnicodeEncodeError:
        return False


@pytest.mark.parametrize("word", MAINLAND)
def test_no_word_is_one_of_the_mainland(word: str) -> None:
    assert [text for text in texts() if word in text] == []


def test_every_message_that_is_simplified_is_traditional_too() -> None:
    simplified, traditional = (catalogue(language)._catalog for language in ("zh-Hans", "zh-Hant"))  # type: ignore[attr-defined]
    assert set(simplified) == set(traditional)
    fields = re.compile(r"\{[^{}]*\}")
    assert [key for key in simplified if sorted(fields.findall(str(simplified[key])))
            != sorted(fields.findall(str(traditional[key])))] == []  # fmt: skip
