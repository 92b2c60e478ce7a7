"""Set pages: data and drawings in our templates, by typst, which asks neither the machine's fonts nor the internet."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from typst import Compiler, Fonts, TypstError

from siteplan.errors import SiteplanError
from siteplan.present.reports.fonts.typeface import FONTS_DIR

__all__ = ["typeset"]

_STANDARDS: tuple[Literal["a-2a"], Literal["ua-1"]] = ("a-2a", "ua-1")  # to be kept for years, and read aloud
_WEIGHTS = {400, 700}
_UNSETTLED = "did not converge"  # what typst says where figures that fit the rest of a page move each other without end


def typeset(data: Mapping[str, Any], drawings: Sequence[str], made: int, fonts_dir: Path = FONTS_DIR) -> bytes:
    """Return a PDF.

    Parameters
    ----------
    data
        What report.typ lays out, as JSON has it; every letter has a glyph.
    drawings
        SVG, named by their place: "0.svg", "1.svg", ...
    made
        Seconds since 1970, the only time that the file bears.
    fonts_dir
        Where the fonts lie.

    Raises
    ------
    SiteplanError
        A font is missing, or a page cannot be set.
    """
    fonts = _fonts(fonts_dir, data["fonts"])
    pdf, said = _compiled({**data, "shrinks": True}, drawings, made, fonts)
    if any(_UNSETTLED in told for told in said):
        pdf, said = _compiled({**data, "shrinks": False}, drawings, made, fonts)
    if said or not isinstance(pdf, bytes):
        raise SiteplanError(f"the PDF cannot be set: {'; '.join(said)}")
    return pdf


def _compiled(data: Mapping[str, Any], drawings: Sequence[str], made: int, fonts: Fonts) -> tuple[object, list[str]]:
    """Return what typst makes of the templates, and its warnings."""
    with TemporaryDirectory(prefix="siteplan-pdf-") as root:
        _write(Path(root), data, drawings)
        compiler = Compiler(str(Path(root, "report.typ")), root=root, font_paths=fonts)
        try:
            pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=list(_STANDARDS), timestamp=made)
        except TypstError as error:
            raise SiteplanError(f"the PDF cannot be set: {error.message}\n{error.diagnostic}") from error
    return pdf, [warning.message for warning in warnings]


def _write(root: Path, data: Mapping[str, Any], drawings: Sequence[str]) -> None:
    for template in (files("siteplan.present.reports.pdf") / "templates").iterdir():
        (root / template.name).write_text(template.read_text("utf-8"), "utf-8")
    (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    for i, drawing in enumerate(drawings):
        (root / f"{i}.svg").write_text(drawing, "utf-8")


def _fonts(folder: Path, families: Sequence[str]) -> Fonts:
    """Return the fonts of a folder alone, with every family in both weights."""
    fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    there = {family: {font.weight for font in fonts.fonts() if font.family == family} for family in families}
    if missing := [family for family, weights in there.items() if not weights >= _WEIGHTS]:
        raise SiteplanError(f"{folder} lacks a font of {', '.join(missing)}: install siteplan anew, with all its files")
    return fonts
