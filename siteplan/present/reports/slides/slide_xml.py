"""What is done to a deck's parts as they are written: fonts of East Asia, one date, and so the same bytes each time."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from siteplan.present.text.reader import Reader

__all__ = ["finished"]

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_LATIN = "Arial"
_EAST = {"zh-hant": "Microsoft JhengHei"}
_EAST_USUAL = "Microsoft YaHei"
_BEFORE_FONTS = {"ln", "noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill", "effectLst", "effectDag",
                 "highlight", "uLnTx", "uLn", "uFillTx", "uFill"}  # fmt: skip
_DRAWN = re.compile(r"ppt/(slides|charts|notesSlides|slideLayouts|slideMasters|notesMasters)/[^/]+\.xml$")
_FACE = re.compile(rb"<a:(major|minor)Font>.*?</a:\1Font>", re.DOTALL)
_AXIS = re.compile(rb'(<c:(?:axId|crossAx) val=")-')


def _font_of(language_tag: str) -> str:
    """Return the East Asian font that viewers of a language have."""
    return _EAST.get(language_tag.lower(), _EAST_USUAL)


def finished(deck: bytes, reader: Reader) -> bytes:
    """Return a deck with its East Asian font in every run, theme and chart, its parts sorted and without dates."""
    with zipfile.ZipFile(BytesIO(deck)) as read:
        parts = {name: read.read(name) for name in sorted(read.namelist())}
    first = "[Content_Types].xml"  # which readers look for at the start
    order = [first, *(name for name in parts if name != first)]
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as write:
        for name in order:
            write.writestr(zipfile.ZipInfo(name), _part(name, parts[name], reader), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _part(name: str, blob: bytes, reader: Reader) -> bytes:
    if name.startswith("ppt/theme/"):
        return _FACE.sub(lambda found: _faces(found[1].decode(), reader).encode(), blob)
    if not _DRAWN.match(name):
        return blob
    if name.startswith("ppt/charts/"):
        blob = _AXIS.sub(rb"\1", blob)  # python-pptx numbers axes below zero, which the schema does not allow
    root = etree.fromstring(blob)
    for run in _runs(root):
        _with_fonts(run, reader)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _faces(kind: str, reader: Reader) -> str:
    east = _font_of(reader.language)
    scripts = "".join(
        f'<a:font script="{script}" typeface="{face}"/>'
        for script, face in (("Hans", _EAST_USUAL), ("Hant", _EAST["zh-hant"]))
    )
    faces = f'<a:latin typeface="{_LATIN}"/><a:ea typeface="{east}"/><a:cs typeface=""/>{scripts}'
    return f"<a:{kind}Font>{faces}</a:{kind}Font>"


def _runs(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the properties of every run, making those of runs that have none."""
    for tag in ("r", "fld", "br"):
        for run in root.iter(f"{{{_A}}}{tag}"):
            if run.find(f"{{{_A}}}rPr") is None:
                run.insert(0, etree.Element(f"{{{_A}}}rPr"))
    for tag in ("rPr", "defRPr", "endParaRPr"):
        yield from root.iter(f"{{{_A}}}{tag}")


def _with_fonts(run: etree._Element, reader: Reader) -> None:
    for tag in ("latin", "ea"):
        for old in run.findall(f"{{{_A}}}{tag}"):
            run.remove(old)
    at = sum(1 for child in run if etree.QName(child).localname in _BEFORE_FONTS)
    for tag, face in (("ea", "+mn-ea"), ("latin", "+mn-lt")):
        font = etree.Element(f"{{{_A}}}{tag}")
        font.set("typeface", face)
        run.insert(at, font)
    if etree.QName(run).localname != "defRPr":
        is_chinese = reader.is_chinese
        region = "zh-TW" if reader.language.lower() == "zh-hant" else "zh-CN"
        run.set("lang", region if is_chinese else "en-GB")
        run.set("altLang", "en-GB" if is_chinese else "zh-CN")
