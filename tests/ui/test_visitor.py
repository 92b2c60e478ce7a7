"""A browser is known by the secret of its cookie, whatever mask a page puts over it."""

from __future__ import annotations

import pytest
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string

from siteplan.ui.visitor import visitor_of


def test_the_same_token_is_the_same_visitor_on_every_page() -> None:
    pages = [generate_xsrf_token_string(b"0123456789abcdef", 1000 + i) for i in range(3)]
    assert len(set(pages)) == 3
    assert len({visitor_of(page) for page in pages}) == 1
    assert visitor_of(pages[0]) != visitor_of(generate_xsrf_token_string(b"another token   ", 1000))
    assert b"0123456789abcdef".hex() not in visitor_of(pages[0])


@pytest.mark.parametrize("cookie", ["", "2|", "1|aa|bb|3", "2|zz|zz|3", "2|||", "2|aa||3", "<MagicMock>"])
def test_anything_else_is_nobody(cookie: str) -> None:
    assert visitor_of(cookie) == ""
