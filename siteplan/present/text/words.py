"""The languages that there are, and their catalogues of texts, which lie in locale/.

A text that is only named where no reader is known yet is marked with ``N_`` and translated where it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from siteplan.errors import N_

__all__ = ["LANGUAGES", "LOCALE", "N_", "catalogue"]

# Tag as in study.toml and html lang -> the language's own name.
LANGUAGES: Mapping[str, str] = {"en": "English", "zh-Hans": "简体中文"}

LOCALE = Path(__file__).parents[1] / "locale"


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
