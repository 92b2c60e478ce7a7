"""The proxy of the docs as it stands there: it lets the app work, and sets what browsers look for."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from siteplan.store.private import CACHE_VARIABLE
from tests.examples import thorough
from tests.template import write_template

pytestmark = pytest.mark.browser

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "nginx.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/bin")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"nobody answers at {port}")


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of nginx with the example, the app behind it, both at ports of their own."""
    if NGINX is None:
        pytest.skip("nginx is not installed")
    home = tmp_path_factory.mktemp("proxy")
    write_template(home / "study")
    inner, outer = free_port(), free_port()
    example = EXAMPLE.read_text("utf-8").replace("8501", str(inner)).replace("8080", f"127.0.0.1:{outer}")
    example = example.replace("server_name plans.example", "server_name plans.example localhost")
    (home / "nginx.conf").write_text(_whole(example, home), "utf-8")
    app = [sys.executable, "-m", "siteplan", "app", str(home / "study"), "--port", str(inner), "--no-browser"]
    environment = {**os.environ, "HOME": str(home), CACHE_VARIABLE: str(home / "cache")}
    serve = [NGINX, "-p", str(home), "-c", str(home / "nginx.conf"), "-e", str(home / "error.log")]
    with (
        subprocess.Popen([*app, "--name", "plans.example"], env=environment, stdout=subprocess.DEVNULL) as started,
        subprocess.Popen(serve, stderr=subprocess.DEVNULL) as nginx,
    ):
        try:
            wait_for(inner)
            wait_for(outer)
            yield outer
        finally:
            nginx.terminate()
            started.terminate()


def _whole(example: str, home: Path) -> str:
    """Return the example as nginx's whole configuration, to be run by anybody."""
    places = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{name}_temp_path {home / name};" for name in places)
    head = f"daemon off; worker_processes 1; pid {home / 'pid'}; events {{}}"
    return f"{head} http {{ access_log off; {temporary}\n{example}\n}}"


def answer(port: int, path: str, host: str) -> tuple[int, http.client.HTTPMessage]:
    """Status and headers of what a browser gets that asks for a path under a name."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as line:
        line.request("GET", path, headers={"Host": host, "Connection": "close"})
        response = line.getresponse()
        response.read()
        return response.status, response.headers


def test_the_headers_that_browsers_look_for_are_there(proxy: int) -> None:
    _, headers = answer(proxy, "/", "plans.example")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert "default-src 'self'" in headers["Content-Security-Policy"]


def test_what_is_nobodys_business_is_not_answered(proxy: int) -> None:
    assert answer(proxy, "/_stcore/metrics", "plans.example")[0] == 404
    with pytest.raises(http.client.RemoteDisconnected):
        answer(proxy, "/", "evil.example")


def test_the_app_works_behind_it(proxy: int, context: BrowserContext) -> None:
    """Its pages, its map and its run; nothing it needs is forbidden."""
    wrong: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"http://localhost:{proxy}/")
    expect(page.locator(".siteplan-legend")).to_be_visible(timeout=60_000)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Plan").click()
    expect(page.get_by_role("button", name="Run")).to_be_visible(timeout=60_000)
    if thorough():  # a run is the same behind a proxy as without one, once pages and maps come through
        page.get_by_role("button", name="Run").click()
        expect(page.get_by_text("Proven: no plan under these rules")).to_be_visible(timeout=60_000)
        expect(page.locator(".siteplan-legend")).to_be_visible(timeout=60_000)
    assert wrong == []
