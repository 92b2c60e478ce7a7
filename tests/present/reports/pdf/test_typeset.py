"""Pages are set by our templates, in our fonts, and by nothing else; what cannot be set is said."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from siteplan.errors import SiteplanError
from siteplan.present.reports.fonts.typeface import FONTS_DIR
from siteplan.present.reports.pdf import typeset as module
from siteplan.present.reports.pdf.typeset import typeset

TEMPLATES = sorted((Path(module.__file__).parent / "templates").glob("*.typ"))


def test_templates_run_no_text_and_ask_nothing_of_the_internet() -> None:
    """`eval` would make code of a name in a file; a package would be fetched; a plug-in is code of others."""
    assert len(TEMPLATES) >= 5
    for path in TEMPLATES:
        text = path.read_text("utf-8")
        assert not re.search(r"\beval\b|@preview|@local|\bplugin\b|\bread\(|https?:", text), path.name
        assert set(re.findall(r'#import "([^"]+)"', text)) <= {other.name for other in TEMPLATES}


def test_a_font_that_is_not_there_is_said_before_any_page_is_set(tmp_path: Path) -> None:
    data = {"fonts": ["Noto Sans CJK SC"]}
    with pytest.raises(SiteplanError, match="lacks a font of Noto Sans CJK SC"):
        typeset(data, [], 0, tmp_path)
    shutil.copy(FONTS_DIR / "NotoSansCJKsc-Regular.otf", tmp_path)  # a weight is missing: bold would be thin
    with pytest.raises(SiteplanError, match="install siteplan anew"):
        typeset(data, [], 0, tmp_path)


def test_what_typst_refuses_is_an_error_of_ours() -> None:
    with pytest.raises(SiteplanError, match="the PDF cannot be set"):
        typeset({"fonts": ["Noto Sans CJK SC"]}, [], 0)


def test_figures_that_move_each_other_without_end_are_set_as_large_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """typst gives up after five rounds; what it then says is no error where no figure needs to know its place."""
    asked = []

    def compiled(data: Mapping[str, object], *_given: object) -> tuple[bytes, list[str]]:
        asked.append(data["shrinks"])
        return b"pdf", ["document did not converge within five attempts"] if data["shrinks"] else []

    monkeypatch.setattr(module, "_compiled", compiled)
    assert typeset({"fonts": ["Noto Sans CJK SC"]}, [], 0) == b"pdf"
    assert asked == [True, False]
