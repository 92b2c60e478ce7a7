"""The page of white space, and the forecast on a site's card, as Streamlit runs them without a browser."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

PATIENCE = 120


def white_space() -> None:
    from siteplan.present.text.reader import Reader
    from siteplan.ui import loading, session
    from siteplan.ui.screens import white_space_page

    white_space_page.show(loading.world(), Reader(session.language("en")))


def forecast_card() -> None:
    from siteplan.present.text.reader import Reader
    from siteplan.ui.parts.forecast_card import show_forecast
    from tests.present.test_forecast_pages import ground

    known = ground(synthetic=True).forecast.options.query("lacking == ''").index
    show_forecast(ground(synthetic=True), str(known[0]), Reader("en"))
    show_forecast(ground(synthetic=True), "C0:service", Reader("en"))


def ran(page: object, language: str = "en") -> AppTest:
    app = AppTest.from_function(page, default_timeout=PATIENCE)
    app.query_params["lang"] = language
    app.run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    return "\n".join(str(element.value) for element in (*app.markdown, *app.caption))


@pytest.mark.parametrize(("language", "title"), [("en", "Where demand is not met yet"), ("zh-Hans", "需求尚未满足")])
def test_the_page_tells_how_demand_splits_and_lists_both_kinds_of_places(
    laid_study: Path, language: str, title: str
) -> None:
    app = ran(white_space, language)
    assert title in texts(app)
    white, alike = (table.value for table in app.dataframe)
    assert len(white) > 0
    assert len(white.columns) == 7
    assert len(alike.columns) == 6


def test_the_card_shows_the_forecast_with_its_interval_and_three_own_sites() -> None:
    app = ran(forecast_card)
    (metric,) = app.metric
    assert metric.label.startswith("Forecast, vehicles/year")
    assert "synthetic" in metric.label
    words = texts(app)
    assert "80 % interval: " in words
    assert words.split("sales): ")[1].split(".")[0].count("(") == 3  # three sites, each with its sales
    assert "no own site of this format has annual sales" in words


def test_a_study_with_few_sites_says_how_many_are_needed(template: Path) -> None:
    app = AppTest.from_file(str(Path(__file__).resolve().parents[3] / "app.py"), default_timeout=PATIENCE).run()
    app.session_state["site"] = str(pd.read_csv(template / "candidates.csv")["site_id"][0])
    app.run()
    assert not app.exception
    assert "0 own sites have usable annual sales, and 15 are needed" in texts(app)  # three sites of three formats
