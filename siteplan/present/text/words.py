"""Words of screens, maps and reports in the reader's language.

In code: ``_ = gettext_for(language)`` and ``_n = ngettext_for(language)``, then ``_("Budget")`` or
``_n("{n} site", "{n} sites", n).format(n=n)``. A text that is only named where no language is known yet
is marked with ``N_`` and translated where it is shown. English is the source; the catalogues lie in locale/.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from siteplan.errors import N_
from siteplan.present.text.sold import in_units_sold, sold

__all__ = ["LANGUAGES", "LOCALE", "N_", "gettext_for", "ngettext_for"]

# Tag as in study.toml and html lang -> the language's own name.
LANGUAGES: Mapping[str, str] = {"en": "English", "zh-Hans": "简体中文"}

LOCALE = Path(__file__).parents[1] / "locale"


def gettext_for(language: str) -> Callable[[str], str]:
    """Return the function that translates a text into `language`.

    Raises
    ------
    ValueError
        If `language` is not one of LANGUAGES.
    """
    unit, translate = sold(), _catalogue(language).gettext
    if unit is None:
        return translate
    return lambda text: in_units_sold(translate(text), unit, language)


def ngettext_for(language: str) -> Callable[[str, str, int], str]:
    """Return the function that translates a text with a count: singular, plural, n.

    Raises
    ------
    ValueError
        If `language` is not one of LANGUAGES.
    """
    unit, translate = sold(), _catalogue(language).ngettext
    if unit is None:
        return translate
    return lambda one, many, n: in_units_sold(translate(one, many, n), unit, language)


@cache
def _catalogue(language: str) -> NullTranslations:
    if language not in LANGUAGES:
        raise ValueError(f"no words for the language {language!r}; known: {', '.join(LANGUAGES)}")
    return NullTranslations() if language == "en" else _compiled(Locale.parse(language, sep="-"))


def _compiled(locale: Locale) -> Translations:
    """Compile the catalogue in memory: it is small, and a compiled copy could fall behind."""
    compiled = BytesIO()
    with (LOCALE / str(locale) / "LC_MESSAGES/siteplan.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale))
    compiled.seek(0)
    return Translations(compiled)
