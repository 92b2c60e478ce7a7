"""The charging page as Streamlit runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from siteplan.present.text.reader import Reader


def show_charging_page() -> None:
    from siteplan.present.text.reader import Reader
    from siteplan.ui import loading, session
    from siteplan.ui.screens import charging_page

    charging_page.show(loading.world(), Reader(session.language("en")))


def opened(**query: str) -> AppTest:
    app = AppTest.from_function(show_charging_page, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def test_figures_counties_and_candidates(laid_study: Path) -> None:
    app = opened()
    assert len(app.metric) == 4
    counties, options = app.table[0].value, app.dataframe[0].value
    assert len(counties) > 0
    assert len(options) == 8  # every charging yard, and the hub that one of them could be
    assert options["sessions"].is_monotonic_decreasing
    assert "P02" in options.index[options["gap_closed"] == 0][0]  # a station of today adds nothing


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_study_without_stations_says_what_to_give(template: Path, language: str) -> None:
    toml = template / "study.toml"
    toml.write_text(toml.read_text("utf-8").replace("stations = {", "# stations = {"), "utf-8")
    app = opened(lang=language)
    said = Reader(language).gettext("This study names no charging stations, so access to charging cannot be computed.")
    assert [info.value for info in app.info] == [said]
    assert "stations.csv" in app.code[0].value
    assert not app.metric


def test_no_format_that_charges_is_said(template: Path) -> None:
    toml = template / "study.toml"
    text = toml.read_text("utf-8").replace('functions = ["charging", ', "functions = [")
    toml.write_text(text, "utf-8")
    assert "No candidate may open" in opened().info[0].value
