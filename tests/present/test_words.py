"""No text is missing in any language, and a translation keeps what the text holds."""

import ast
import configparser
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

import siteplan
from siteplan.present.words import LANGUAGES, LOCALE, N_, gettext_for, ngettext_for

PACKAGE = Path(siteplan.__file__).parent
KEYWORDS = {**DEFAULT_KEYWORDS, "_n": (1, 2)}
TRANSLATED = [language for language in LANGUAGES if language != "en"]

Text = str | tuple[str, ...]


@pytest.fixture(scope="module")
def extracted() -> dict[Text, str]:
    """Every text that code and templates show, and where; read as `make words` reads it."""
    config = configparser.ConfigParser()
    config.read(LOCALE / "babel.cfg")
    methods = [tuple(section.split(": ")[::-1]) for section in config.sections()]
    found = extract_from_dir(PACKAGE, methods, {}, KEYWORDS)
    return {text: f"{file}:{line}" for file, line, text, *_ in found}


def called(tree: ast.AST) -> Iterator[Text]:
    """The texts that code gives to _, N_ and _n, wherever the call stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_", "_n"):
            count = 2 if node.func.id == "_n" else 1
            texts = tuple(arg.value for arg in node.args[:count] if isinstance(arg, ast.Constant))
            if len(texts) == count:
                yield texts if count == 2 else texts[0]


def catalogue(language: str) -> Catalog:
    with (LOCALE / language.replace("-", "_") / "LC_MESSAGES/siteplan.po").open("rb") as file:
        return read_po(file)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_the_extractor_finds_every_text(extracted: dict[Text, str]) -> None:
    """It does not look into f-strings before Python 3.12: such a text would stay English unnoticed."""
    missed = {
        f"{path.relative_to(PACKAGE)}: {text!r}"
        for path in PACKAGE.rglob("*.py")
        for text in called(ast.parse(path.read_text("utf-8")))
        if text not in extracted
    }
    assert missed == set()
    assert len(extracted) > 20


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
    assert gettext_for("en")("anything") == "anything"
    assert [ngettext_for("en")("{n} site", "{n} sites", n) for n in (1, 2)] == ["{n} site", "{n} sites"]


def test_chinese_words_are_chinese() -> None:
    assert gettext_for("zh-Hans")("Legend") == "图例"
    assert gettext_for("zh-Hans")(N_("min")) == "分钟"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="zh-Hans"):
        gettext_for("../../etc")
