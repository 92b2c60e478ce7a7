"""A supermarket's study in the app: its own unit and currency, no word of another trade or country."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from siteplan.ui.launch import STUDY_VARIABLE
from tests.examples import some
from tests.test_any_chain import FIXED, WORDS, write_study

PAGES = ("market_page", "white_space_page", "charging_page", "plan_page", "review_page")


def show(page: str, language: str) -> None:
    from importlib import import_module

    from siteplan.present.text.reader import Reader
    from siteplan.ui import loading

    world = loading.world()
    import_module(f"siteplan.ui.screens.{page}").show(world, Reader.of(world.ground.study, language))


def said(app: AppTest) -> list[str]:
    """What elements of a page show, line by line; maps are pages of their own (see tests/test_any_chain.py)."""
    blocks, lines = [app.main], []
    while blocks:
        block = blocks.pop()
        blocks += list(getattr(block, "children", {}).values())
        if block.type not in ("bidi_component", "component_instance", "iframe", "html"):
            lines += str(getattr(block, "proto", "")).splitlines()
    return lines


@pytest.mark.parametrize(("page", "language"), some(product(PAGES, ["en", "zh-Hans"]), 6))
def test_a_page_speaks_of_what_the_study_sells(
    page: str, language: str, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = write_study(tmp_path / "shop", one="basket", many="baskets")
    monkeypatch.setenv(STUDY_VARIABLE, str(study))
    app = AppTest.from_function(show, kwargs={"page": page, "language": language}, default_timeout=60).run()
    assert not app.exception
    shown = said(app)
    assert page in ("charging_page", "review_page") or any("basket" in line for line in shown)
    lines = [line for line in shown if WORDS.search(FIXED.sub("", line))]
    assert [line[:200] for line in lines if len(line) < 20_000] == []
