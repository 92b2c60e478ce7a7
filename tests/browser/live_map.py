"""The app's map as a test sees it: what it draws, and a click on a site that it draws."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

__all__ = ["LiveMap"]

PATIENCE = 60_000  # milliseconds: the first map of a server just started, on a busy machine
# The map hangs at the element that Streamlit gave its component; `body` is run with it once it is drawn.
ASK = """(body) => {
  let at = document.querySelector(".siteplan-map");
  while (at && !at.siteplanMap) at = at.parentElement;
  return at ? at.siteplanMap.then((map) => (map.said ? new Function("map", body)(map) : null)) : null;
}"""
VIEW = "const s = map.sites.find((one) => one.id === ID); map.map.setView([s.lat, s.lon], 12, {animate: false});"
PLACE = "const m = map.marks.find((one) => one.site?.id === ID), at = map.layer.inFrame(m.at); return [at.x, at.y];"


class LiveMap:
    """The map of a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def frame(self) -> Locator:
        return self.page.locator(".siteplan-map")

    def drawn(self) -> None:
        """Wait until it is."""
        expect(self.frame.locator(".siteplan-legend")).to_be_visible(timeout=PATIENCE)

    def ask(self, body: str) -> Any:
        """Return what the body of a function of `map` returns."""
        self.drawn()
        return self.page.evaluate(ASK, body)

    def wait(self, body: str) -> None:
        """Wait until the body of a function of `map` returns something true."""
        for _ in range(PATIENCE // 100):
            if self.ask(body):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"never: {body}")

    def click(self, site: str) -> None:
        """Click a site where it is drawn by itself."""
        self.ask(VIEW.replace("ID", f"'{site}'"))
        x, y = self.ask(PLACE.replace("ID", f"'{site}'"))
        self.frame.click(position={"x": x, "y": y})
