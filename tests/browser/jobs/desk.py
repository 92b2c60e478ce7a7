"""A user's job in the app, click by click: what it took is counted, and the words are those of the visit's language."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page, expect

from siteplan.present.text.reader import Reader
from tests.browser.live_map import LiveMap
from tests.browser.served import PATIENCE, Visit

__all__ = ["Desk", "Took"]

ROW = 35  # pixels of a row of a table whose texts take one line each


@dataclass(frozen=True)
class Took:
    """What a job took."""

    job: str
    language: str
    clicks: int
    seconds: float


@dataclass
class Desk:
    """A visit of the app in one language."""

    visit: Visit
    address: str
    reader: Reader
    clicks: int = 0
    took: list[Took] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.visit.page

    @property
    def map(self) -> LiveMap:
        return self.visit.map

    def word(self, text: str, **given: Any) -> str:
        """Return the app's text in the visit's language."""
        return self.reader.gettext(text).format(**given) if given else self.reader.gettext(text)

    def begins(self, text: str) -> re.Pattern[str]:
        """Return a pattern of the app's text, with anything in place of its fields."""
        told = re.escape(self.word(text))
        return re.compile(re.sub(r"\\\{[^{}]*\\\}", ".*", told))

    @contextmanager
    def job(self, name: str, path: str = "") -> Iterator[None]:
        """Open a page by its address and do a job there; its clicks and seconds are noted when it is done."""
        self.page.goto(f"{self.address}{path}{'&' if '?' in path else '?'}lang={self.reader.language}")
        expect(self.page.get_by_role("radiogroup", name=self.word("Language"))).to_be_visible(timeout=2 * PATIENCE)
        self.clicks, begun = 0, time.monotonic()
        yield
        self.took.append(Took(name, self.reader.language, self.clicks, time.monotonic() - begun))

    def click(self, target: Locator, **given: Any) -> None:
        """Click what is seen."""
        target.click(timeout=PATIENCE, **given)
        self.clicks += 1

    def press(self, label: str, **given: Any) -> None:
        """Press a button by its label in English."""
        self.click(self.page.get_by_role("button", name=self.word(label, **given)).first)

    def go(self, title: str) -> None:
        """Go to a page by its title in English."""
        self.click(self.page.get_by_role("link", name=self.word(title), exact=True))

    def tab(self, title: str) -> None:
        self.click(self.page.get_by_role("tab", name=self.word(title)))

    def choose(self, label: str, *options: str | re.Pattern[str]) -> None:
        """Choose options of a list by its label in English; the options are as they stand there."""
        box = self.page.get_by_role("combobox", name=self.word(label)).first
        for option in options:
            self.click(box)
            self.click(self.page.get_by_role("option", name=option).first)
        self.page.keyboard.press("Escape")

    def name(self, label: str, text: str) -> None:
        """Choose from a long list what a text is typed for."""
        box = self.page.get_by_role("combobox", name=self.word(label)).first
        self.click(box)
        box.fill(text)
        self.click(self.page.get_by_role("option", name=re.compile(text)).first)
        self.page.keyboard.press("Escape")

    def fill(self, label: str, value: str) -> None:
        """Type a value and leave the field."""
        box = self.page.get_by_label(self.word(label)).first
        box.fill(value, timeout=PATIENCE)
        box.press("Enter")
        self.clicks += 1

    def row(self, table: Locator, nth: int) -> None:
        """Tick a row of a table, which is a canvas."""
        table.scroll_into_view_if_needed(timeout=PATIENCE)
        box = table.bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + 18, box["y"] + ROW + ROW * nth + ROW / 2)
        self.clicks += 1

    def sees(self, text: str | re.Pattern[str], seconds: float = PATIENCE / 1000) -> None:
        """Wait until a text stands on the page."""
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=1000 * seconds)
