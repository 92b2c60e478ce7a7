"""A deck of slides: where titles, texts, sources and numbers stand, and how shapes look; only here are slides made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from siteplan.present.pack.moment import moment
from siteplan.present.pack.printable import printable
from siteplan.present.reports.slides.slide_text import LEADING, Box, Words, fitting, shown
from siteplan.present.reports.slides.slide_xml import finished
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, INK, MUTED, NO_DATA

__all__ = ["BODY", "HIGH", "WIDE", "Deck", "Leaf", "rgb", "set_run"]

WIDE, HIGH = 960.0, 540.0  # points of a slide, 16:9
_TITLE = Box(40, 24, 880, 62)
BODY = Box(40, 100, 880, 388)
_FOOT = Box(40, 502, 800, 22)
_NUMBER = Box(860, 502, 60, 22)
_BLANK = "Title Only"
_ANCHORS = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}
_ALIGN = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}


def rgb(colour: str) -> RGBColor:
    """Return a colour of the theme."""
    return RGBColor.from_string(colour.removeprefix("#"))


class Deck:
    """Slides in the order in which they are asked for."""

    def __init__(self, title: str, reader: Reader, made: int) -> None:
        self._reader, self._pages = reader, pptx.Presentation()
        self._pages.slide_width, self._pages.slide_height = Pt(WIDE), Pt(HIGH)
        self._keep_one_layout()
        core = self._pages.core_properties
        core.title, core.author, core.last_modified_by = printable(title)[:255], "siteplan", "siteplan"
        core.created = core.modified = moment(made)
        core.language = reader.language

    def leaf(self, title: str, source: str = "") -> Leaf:
        """Return a new slide with a sentence as its title."""
        page = self._pages.slides.add_slide(self._pages.slide_layouts[0])
        leaf = Leaf(page, len(self._pages.slides))
        leaf.headed(title)
        if source:
            leaf.words(_FOOT, [Words(source, 9, colour=MUTED)], anchor="middle", least=7.0)
        return leaf

    def written(self) -> bytes:
        """Return the deck as a file, the same bytes each time."""
        file = BytesIO()
        self._pages.save(file)
        return finished(file.getvalue(), self._reader)

    def _keep_one_layout(self) -> None:
        """Drop the layouts that no slide has, and stretch the one that is kept to 16:9."""
        layouts = self._pages.slide_layouts
        for layout in [one for one in layouts if one.name != _BLANK]:
            layouts.remove(layout)
        for page in (self._pages.slide_master, layouts[0]):
            for shape in page.placeholders:
                box = _TITLE if "Title" in shape.name else None
                if box is not None:
                    _place(shape, box)
                elif shape.width:
                    stretch = WIDE / 720
                    shape.left, shape.width = int(shape.left * stretch), int(shape.width * stretch)


class Leaf:
    """One slide: what is put on it stands in boxes of points."""

    def __init__(self, page: Any, number: int) -> None:
        self.shapes, self.number, self._page = page.shapes, number, page
        self.said: list[str] = []

    def headed(self, title: str) -> None:
        """Write the title, with the bar of the house beside it."""
        self.bar(Box(0, _TITLE.top + 4, 8, _TITLE.height - 8), ACCENT)
        shape = self.shapes.title
        _place(shape, _TITLE)
        self._write(shape.text_frame, [Words(title, 24, bold=True)], _TITLE, "middle", 15.0)
        self._numbered()

    def words(
        self, box: Box, paragraphs: Sequence[Words], anchor: str = "top", least: float = 9.0, fill: str = ""
    ) -> Any:
        """Write paragraphs into a box, smaller where they would not fit; return the shape."""
        shape = self.shapes.add_textbox(Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height))
        if fill:
            shape.fill.solid()
            shape.fill.fore_color.rgb = rgb(fill)
        self._write(shape.text_frame, paragraphs, box, anchor, least)
        return shape

    def bar(self, box: Box, colour: str, round_: bool = False) -> Any:
        """Draw a plain bar, or an ellipse."""
        kind = MSO_SHAPE.OVAL if round_ else MSO_SHAPE.RECTANGLE
        shape = self.shapes.add_shape(kind, Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height))
        _plain(shape)
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(colour)
        shape.line.fill.background()
        return shape

    def rule(self, left: float, top: float, right: float, colour: str = NO_DATA, width: float = 0.75) -> None:
        """Draw a level line."""
        line = self.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Pt(left), Pt(top), Pt(right), Pt(top))
        _plain(line)
        line.line.color.rgb, line.line.width = rgb(colour), Pt(width)

    def note(self, lines: Sequence[str]) -> None:
        """Write the speaker's notes."""
        self._page.notes_slide.notes_text_frame.text = "\n".join(map(printable, lines))

    def _write(self, frame: Any, paragraphs: Sequence[Words], box: Box, anchor: str, least: float) -> None:
        clean = [replace(words, text=shown(words.text)) for words in paragraphs if words.text]
        self.said += [words.text for words in clean]
        frame.word_wrap, frame.vertical_anchor = True, _ANCHORS[anchor]
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for n, words in enumerate(fitting(clean, box, least)):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            paragraph.alignment, paragraph.space_after = _ALIGN[words.align], Pt(words.after)
            paragraph.space_before, paragraph.line_spacing = Pt(0), LEADING / 1.2
            set_run(paragraph, words)

    def _numbered(self) -> None:
        """Write the slide's number as a field of its own: it stays right when slides are moved."""
        shape = self.words(_NUMBER, [Words(str(self.number), 9, colour=INK, align="right")], anchor="middle")
        run = shape.text_frame.paragraphs[0].runs[0]._r
        run.tag = run.tag.replace("}r", "}fld")
        run.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
        run.set("type", "slidenum")


def set_run(paragraph: Any, words: Words) -> None:
    """Write one run of a paragraph."""
    run = paragraph.add_run()
    run.text, font = words.text, run.font
    font.size, font.bold, font.color.rgb = Pt(round(words.size, 1)), words.bold, rgb(words.colour)


def _plain(shape: Any) -> None:
    """Take off the style that new shapes come with: it has a shadow."""
    style = shape._element.find("{http://schemas.openxmlformats.org/presentationml/2006/main}style")
    if style is not None:
        shape._element.remove(style)


def _place(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = Pt(box.left), Pt(box.top), Pt(box.width), Pt(box.height)
