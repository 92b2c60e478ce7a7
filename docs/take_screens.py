"""Take the pictures in docs/ from the bundled study: map, report and the pages of the app, in both languages.

python docs/take_screens.py        (needs Chromium and the packages of requirements-dev.txt)
"""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "screens"
SIZE = {"width": 1280, "height": 800}
FLAGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
WORDS = {"en": ("Plan", "Run", "White space", "Charging"), "zh-Hans": ("方案", "运行", "空白市场", "充电")}


def main() -> None:
    OUT.mkdir(exist_ok=True)
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
        for language in WORDS:
            take_files(browser, Path(folder) / language, language)
        with running_app() as address:
            for language in WORDS:
                take_app(browser, address, language)
        browser.close()


def take_files(browser: Browser, folder: Path, language: str) -> None:
    """The exported map and the first screen of the report."""
    words = ["demo", "--out", str(folder), "--language", language]
    subprocess.run([sys.executable, "-m", "siteplan", *words], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    for name in ("map", "report"):
        page = browser.new_page(viewport=SIZE)
        page.goto((folder / f"{name}.html").as_uri())
        save(page, f"{name}-{language}")
        page.close()


def take_app(browser: Browser, address: str, language: str) -> None:
    """The market page with a site selected, the question, and its plan."""
    plan, run, *others = WORDS[language]
    page = browser.new_page(viewport=SIZE)
    page.goto(f"{address}/?lang={language}")
    page.frame_locator("iframe").first.locator(".leaflet-container").wait_for(timeout=120_000)
    table = page.locator("[data-testid=stDataFrame]").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 18, box["y"] + 53)  # the first row's box
    page.wait_for_timeout(4000)
    page.mouse.move(5, 400)
    page.mouse.wheel(0, -5000)
    save(page, f"market-{language}")
    for name, link in zip(("white-space", "charging"), others, strict=True):
        page.get_by_role("link", name=link).first.click()
        page.frame_locator("iframe").first.locator(".leaflet-container").wait_for(timeout=60_000)
        page.wait_for_timeout(3000)
        save(page, f"{name}-{language}")
    page.get_by_role("link", name=plan).first.click()
    page.get_by_role("button", name=run).first.wait_for()
    save(page, f"question-{language}")
    page.get_by_role("button", name=run).first.click()
    page.get_by_role("tab").first.wait_for(timeout=180_000)
    page.frame_locator("iframe").first.locator(".leaflet-container").wait_for(timeout=60_000)
    save(page, f"plan-{language}")
    page.close()


def save(page: Page, name: str) -> None:
    page.wait_for_timeout(3000)
    page.screenshot(path=OUT / f"{name}.png")


@contextmanager
def running_app() -> Iterator[str]:
    """The app on a free port."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    job = subprocess.Popen([sys.executable, "-m", "siteplan", "app", "--port", str(port), "--no-browser"], cwd=ROOT)
    try:
        time.sleep(8)
        yield f"http://localhost:{port}"
    finally:
        job.send_signal(signal.SIGINT)
        job.wait(timeout=20)


if __name__ == "__main__":
    main()
