"""The languages that there are, and their catalogues of texts, which lie in locale/.

A text that is only named where no reader is known yet is marked with ``N_`` and translated where it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from siteplan.errors import N_

__all__ = ["LANGUAGES", "LOCALE", "N_", "ChineseText", "catalogue"]

# Tag as in study.toml and html lang -> the language's own name.
LANGUAGES: Mapping[str, str] = {"en": "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文"}

LOCALE = Path(__file__).parents[1] / "locale"


class ChineseText(str):
    """A text of the Chinese catalogue: it stands apart from figures, and close to words that are filled in.

    "在 {sold} 时" is "在 40% 时", and "在 162 辆/月时".
    """

    __slots__ = ()

    def format(self, *args: object, **kwargs: object) -> str:
        """Return the text filled in as str.format does, without a space between two Chinese letters."""
        told, named = "", False
        for literal, field, spec, conversion in Formatter().parse(self):
            told += (
                literal.removeprefix(" ") if named and _is_chinese(told[-1:]) and _is_chinese(literal[1:2]) else literal
            )
            named = field is not None
            if field is not None:
                value = f"{{{field}{f'!{conversion}' if conversion else ''}:{spec}}}".format(*args, **kwargs)
                told = told[:-1] if told[-1:] == " " and _is_chinese(told[-2:-1]) and _is_chinese(value[:1]) else told
                told += value
        return told


def _is_chinese(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff"


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the texts of a language, one of LANGUAGES; read once."""
    return NullTranslations() if language == "en" else _compiled(Locale.parse(language, sep="-"))


def _compiled(locale: Locale) -> Translations:
    """Compile the catalogue in memory: it is small, and a compiled copy could fall behind."""
    compiled = BytesIO()
    with (LOCALE / str(locale) / "LC_MESSAGES/siteplan.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale))
    compiled.seek(0)
    return Translations(compiled)
