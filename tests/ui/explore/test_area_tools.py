"""Areas drawn on the map: their candidates alone are listed, shortlisted, or must not open."""

from __future__ import annotations

import pytest

from siteplan.present.candidates.drawn_area import DrawnArea, sites_in
from siteplan.ui import loading
from tests.ui.test_app import candidates, frame, texts

TOWN = DrawnArea("area-1", "Area 1", ((100.95, 41.0), (101.05, 41.0), (101.05, 41.1), (100.95, 41.1)))


@pytest.mark.usefixtures("laid_study")
def test_an_area_chooses_its_candidates_and_bars_them() -> None:
    app = frame(lang="en")
    app.session_state["drawn-areas"] = (TOWN,)
    app.run()
    inside = {*sites_in(loading.world().ground.market.candidates, TOWN)}  # type: ignore[union-attr]
    assert 0 < len(inside) < 25
    app.button(key="only-area-1").click().run()
    assert {*candidates(app).index} == inside
    assert f"{len(inside)} of 25 candidates" in texts(app)
    app.button(key="only-area-1").click().run()
    assert len(candidates(app)) == 25
    app.button(key="list-area-1").click().run()
    assert {site for site, mark in app.session_state["marks"].items() if mark == "shortlist"} == inside
    app.button(key="bar-area-1").click().run()
    assert {site for site, mark in app.session_state["marks"].items() if mark == "never"} == inside
    assert "lets no site of the study open in a barred area" in texts(app)
    app.button(key="drop-area-1").click().run()
    assert app.session_state["marks"] == {}
    assert not app.exception
