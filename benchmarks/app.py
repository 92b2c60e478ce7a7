"""Time what a visitor of the app waits for on the bundled study: a click on the map, a filter, another layer, a page.

Run:  python benchmarks/app.py [STUDY]     (needs Chromium; the network is cut)
The cache is empty, so the first map waits for the groundwork, unless SITEPLAN_CACHE names one.
For each step, ten times: seconds until the page shows it, processor seconds of the server, and bytes that it sent down
the page's socket. Medians are printed, with the largest in brackets.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import CDPSession, Page, expect, sync_playwright

from siteplan.data.bundled import bundled_study
from siteplan.store.private import CACHE_VARIABLE
from siteplan.ui.launch import HERE, STUDY_VARIABLE, flags

TIMES = 10
LONG = 300_000  # milliseconds: the first page of a server with an empty cache lays the groundwork
ASK = """(body) => {
  let at = document.querySelector(".siteplan-map");
  while (at && !at.siteplanMap) at = at.parentElement;
  return at ? at.siteplanMap.then((map) => (map.said ? new Function("map", body)(map) : null)) : null;
}"""


FRAMES = """() => {
  window.frameTimes = []; window.panned = false;
  let last = performance.now();
  const tick = (now) => {
    window.frameTimes.push(now - last);
    last = now;
    if (!window.panned) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""


def main() -> None:
    """Serve the app on a study, visit it and print what each step took."""
    study = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else bundled_study()
    with (
        TemporaryDirectory() as empty,
        _served(study, Path(os.environ.get(CACHE_VARIABLE, empty))) as (url, server),
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        for kind in ("a server just started", "another visit"):
            began = time.perf_counter()
            page.goto(url)
            expect(page.locator(".siteplan-legend")).to_be_visible(timeout=LONG)
            print(f"first map, {kind}: {time.perf_counter() - began:.2f} s")
        _steps(page, server)
        print(f"memory of the server: {_memory(server):.0f} MB")
        browser.close()


def _steps(page: Page, server: int) -> None:
    watch = _Watch(page, server)
    ids = page.evaluate(ASK, "return map.sites.filter((s) => s.kind === 'candidate').map((s) => [s.id, s.told[0]])")
    page.evaluate(ASK, "map.map.setView(map.map.getCenter(), 12, {animate: false})")
    watch.step("click on a site to its card", [lambda site=site: _click(page, *site) for site in ids[::53][:TIMES]])
    layers = [f"Colour by {n}" for n in range(TIMES)]
    watch.step("another layer to its legend", [lambda n=n: _layer(page, n) for n in range(len(layers))])
    watch.step("drawn anew (browser)", [lambda: _drawn(page) for _ in range(TIMES)])
    _pan(page)
    pages = ["Plan", "Explore"] * (TIMES // 2)
    watch.step("another page", [lambda name=name: _page(page, name) for name in pages])


def _click(page: Page, site: str, name: str) -> None:
    """Click a site where it is drawn by itself; the view has settled on the one before."""
    there = """const s = map.sites.find((one) => one.id === ID); map.map.setView([s.lat, s.lon], 13, {animate: false});
      const at = map.layer.inFrame(map.marks.find((m) => m.site?.id === ID).at); return [at.x, at.y];"""
    x, y = page.evaluate(ASK, there.replace("ID", f"'{site}'"))
    _Watch.began = time.perf_counter()
    page.locator(".siteplan-map").click(position={"x": x, "y": y})
    expect(page.get_by_role("heading", level=2, name=name, exact=True)).to_be_visible(timeout=LONG)


def _layer(page: Page, n: int) -> None:
    before = page.locator(".siteplan-legend h2").first.inner_text()
    page.get_by_role("combobox", name="Colour by").click()
    options = page.get_by_role("option")
    _Watch.began = time.perf_counter()
    options.nth((n + 1) % options.count()).click()
    expect(page.locator(".siteplan-legend h2").first).not_to_have_text(before, timeout=LONG)


def _drawn(page: Page) -> None:
    _Watch.began = time.perf_counter()
    page.evaluate(ASK, "map.layer.redraw(); return 1;")


def _page(page: Page, name: str) -> None:
    _Watch.began = time.perf_counter()
    page.get_by_role("link", name=name, exact=True).click()
    shown = page.get_by_role("button", name="Run") if name == "Plan" else page.locator(".siteplan-legend")
    expect(shown).to_be_visible(timeout=LONG)


def _pan(page: Page) -> None:
    """Drag the map over its whole province by 400 pixels and print how long frames took."""
    page.evaluate(ASK, "map.map.setZoom(7.5, {animate: false}); return 1;")
    page.wait_for_timeout(1000)
    page.evaluate(FRAMES)
    box = page.locator(".siteplan-map").bounding_box()
    assert box is not None  # noqa: S101
    x, y = box["x"] + box["width"] - 60, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(100):
        page.mouse.move(x - 4 * step, y)
        page.wait_for_timeout(10)
    page.mouse.up()
    frames = sorted(page.evaluate("() => { window.panned = true; return window.frameTimes; }"))
    worst, p95 = frames[-1], frames[int(0.95 * len(frames))]
    print(f"pan by 400 pixels: p95 of {len(frames)} frames {p95:.0f} ms, longest {worst:.0f} ms")


class _Watch:
    """What a step takes: seconds, processor seconds of the server, bytes down the socket."""

    began = 0.0

    def __init__(self, page: Page, server: int) -> None:
        self.server, self.bytes = server, 0
        session: CDPSession = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.webSocketFrameReceived", self._received)
        self.page = page

    def _received(self, event: dict[str, dict[str, str]]) -> None:
        self.bytes += len(event["response"]["payloadData"]) * 3 // 4  # sent as base64

    def step(self, name: str, actions: list[Callable[[], None]]) -> None:
        rows = []
        for action in actions:
            self.page.wait_for_timeout(1500)  # what came before has been sent, and drawn
            cpu, sent = _seconds(self.server), self.bytes
            action()
            waited = time.perf_counter() - _Watch.began
            self.page.wait_for_timeout(1500)
            rows.append((waited, _seconds(self.server) - cpu, (self.bytes - sent) / 1000))
        told = [f"{statistics.median(some):.2f} ({max(some):.2f})" for some in zip(*rows, strict=True)]
        print(f"{name}: {told[0]} s, {told[1]} CPU s of the server, {told[2]} kB")


@contextmanager
def _served(study: Path, cache: Path) -> Iterator[tuple[str, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(HERE / "main.py"), *flags(), f"--server.port={port}"]
    environment = {**os.environ, STUDY_VARIABLE: str(study), CACHE_VARIABLE: str(cache)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            for _ in range(300):
                with suppress(OSError):
                    urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=5).close()
                    break
                time.sleep(0.1)
            yield f"http://localhost:{port}/?lang=en", server.pid
        finally:
            server.terminate()


def _seconds(process: int) -> float:
    """Return processor seconds that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(process: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text("utf-8"))
    return int(found[1]) / 1000 if found else float("nan")


if __name__ == "__main__":
    main()
