from io import BytesIO

import pytest
from babel.messages.extract import extract as babel_extract

from siteplan.present.text.extract import extract


def found(code: str) -> list[object]:
    return [text for _, text, *_ in babel_extract(extract, BytesIO(code.encode()))]


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ('_("one")', ["one"]),
        ('N_("one")', ["one"]),
        ('_n("one", "many", n)', [("one", "many")]),
        ('reader.gettext("one")', ["one"]),
        ('self.reader.ngettext("one", "many", n)', [("one", "many")]),
        ("""f"{esc(_('one'))} {_('two')}" """, ["one", "two"]),
        ('_("a" "b").format(x=_("c"))', ["ab", "c"]),
        ('_("图例")', ["图例"]),
    ],
)
def test_a_text_is_found_wherever_it_is_translated(code: str, texts: list[object]) -> None:
    assert sorted(found(code), key=str) == sorted(texts, key=str)


@pytest.mark.parametrize("code", ["_(name)", 'Reader("en")', 'f("one")', "_()", "_n('one', many, n)", "_(3)"])
def test_what_is_no_text_is_passed_over(code: str) -> None:
    assert found(code) == []
