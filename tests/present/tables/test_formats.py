"""A figure is written alike in a report and in a grid, in every language."""

from __future__ import annotations

import pytest

from siteplan.present.tables import formats
from siteplan.present.tables.formats import CellFormat
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import LANGUAGES

FORMATS = {name: form for name, form in vars(formats).items() if isinstance(form, CellFormat)}
SHARES = {name: form for name, form in FORMATS.items() if form.cells.is_share}


def test_which_formats_are_shares() -> None:
    assert set(SHARES) == {"SHARE", "WHOLE_SHARE", "SHARE_MORE", "GAP", "USED"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_per_cent_is_written_in_a_grid_as_in_a_report(name: str, language: str) -> None:
    """Of all formats, so that a new one that writes a percentage is a share for a grid, too."""
    form, reader = FORMATS[name], Reader(language)
    told, pattern = form.text(0.25125, reader), form.cells.pattern_for(reader)
    assert ("%" in told) == (name in SHARES)
    if name in SHARES:
        assert pattern is not None
        sign = " %" if language == "en" else "%"
        shown = pattern % 25.125
        assert told.lstrip("+-0123456789.") == shown.lstrip("+-0123456789.") == sign
        assert form.alone(0.25125, "", reader).lstrip("+-0123456789.") in (sign, "")  # a gap alone is a bare figure
