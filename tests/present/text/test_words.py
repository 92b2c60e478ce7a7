"""No text is missing in any language, and a translation keeps what the text holds."""

from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

import siteplan
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import LANGUAGES, LOCALE, N_, ChineseText

PACKAGE = Path(siteplan.__file__).parent
TRANSLATED = [language for language in LANGUAGES if language != "en"]

Text = str | tuple[str, ...]


@pytest.fixture(scope="module")
def extracted() -> dict[Text, str]:
    """Every text that code and templates show, and where; read as `make words` reads it."""
    with (LOCALE / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    return {text: f"{file}:{line}" for file, line, text, *_ in extract_from_dir(PACKAGE, methods, options)}


def catalogue(language: str) -> Catalog:
    with (LOCALE / language.replace("-", "_") / "LC_MESSAGES/siteplan.po").open("rb") as file:
        return read_po(file)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_texts_of_code_are_found(extracted: dict[Text, str]) -> None:
    assert "Legend" in extracted
    assert "vehicles/year" in extracted


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_text_is_missing(language: str, extracted: dict[Text, str]) -> None:
    words = catalogue(language)
    missing = {}
    for text, place in extracted.items():
        message = words.get(text if isinstance(text, str) else text[0])
        if message is None or message.fuzzy or not message.string or not all(message.string):
            missing[text] = place
    assert missing == {}, "run `make words` and translate what is empty"


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_over(language: str, extracted: dict[Text, str]) -> None:
    left = [message.id for message in catalogue(language) if message.id and message.id not in extracted]
    assert left == [], "run `make words`"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_the_fields_of_its_text(language: str) -> None:
    for message in catalogue(language):
        if message.id:
            texts = [message.id] if isinstance(message.id, str) else list(message.id)
            strings = [message.string] if isinstance(message.string, str) else list(message.string)
            strings = [string for string in strings if string]  # what is missing, another test says
            asked = set().union(*(fields(text) for text in texts))
            assert all(fields(string) == asked for string in strings), message.id


def test_english_is_the_source() -> None:
    assert Reader("en").gettext("anything") == "anything"
    assert [Reader("en").ngettext("{n} site", "{n} sites", n) for n in (1, 2)] == ["{n} site", "{n} sites"]


def test_chinese_words_are_chinese() -> None:
    assert Reader("zh-Hans").gettext("Legend") == "图例"
    assert Reader("zh-Hans").gettext(N_("min")) == "分钟"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="zh-Hans"):
        Reader("../../etc")


@pytest.mark.parametrize(
    ("sold", "told"),
    [("40%", "在 40% 时"), ("162 辆/月", "在 162 辆/月时"), ("平均值", "在平均值时"), (3, "在 3 时")],
)
def test_no_space_stands_between_chinese_letters(sold: object, told: str) -> None:
    """Figures stand apart, words that are filled in do not."""
    assert ChineseText("在 {sold} 时").format(sold=sold) == told


def test_what_is_filled_in_keeps_its_own_spaces_and_format() -> None:
    assert ChineseText("{n:,} 家：{name}").format(n=1234, name="甲 乙") == "1,234 家：甲 乙"
    assert ChineseText("{{x}} {a!r}").format(a="b") == "{x} 'b'"
