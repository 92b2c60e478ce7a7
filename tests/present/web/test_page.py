import base64
import re
from hashlib import sha256

from siteplan.present.web import page


def hashes(html: str) -> list[str]:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    return re.findall(r"'sha256-([^']*)'", policy[1])


def scripts(html: str) -> list[str]:
    return re.findall(r"<script>(.*?)</script>", html, re.DOTALL)


def test_the_policy_names_each_script_by_its_hash() -> None:
    html = page("t", "en", "<p>x</p>", scripts=["one();", "two('</ScRiPt>');", "three('<!--')", "four();\r\n\0"])
    assert scripts(html) == ["one();", "two('<\\/ScRiPt>');", "three('<\\!--')", "four();\n\ufffd"]
    assert hashes(html) == [base64.b64encode(sha256(s.encode()).digest()).decode() for s in scripts(html)]


def test_a_page_without_scripts_runs_none() -> None:
    assert "script-src 'none';" in page("t", "en", "")


def test_the_policy_comes_before_anything_it_is_to_govern() -> None:
    html = page("t", "en", "b", styles=["a {}"], scripts=["s"])
    order = [html.index(part) for part in ("charset", "default-src 'none'", "<title>", "<style>", "<script>")]
    assert order == sorted(order)
    assert "unsafe-eval" not in html
    assert "unsafe-inline" not in html.split("script-src")[1].split(";")[0]


def test_equal_parts_are_written_once_and_in_order() -> None:
    html = page("t", "en", "", styles=["a {}", "a {}"], scripts=["x", "y", "x"])
    assert scripts(html) == ["x", "y"]
    assert html.count("<style>") == 1


def test_title_and_language_are_text() -> None:
    html = page("<b>{{ 1 }}", '"><script>', "")
    assert "<title>&lt;b&gt;&#123;&#123; 1 &#125;&#125;</title>" in html
    assert '<html lang="&quot;&gt;&lt;script&gt;">' in html


def test_braces_in_code_are_left_alone() -> None:
    assert "f({a: '{0}'})" in page("t", "en", "", scripts=["f({a: '{0}'})"])
