"""Sites that a visitor puts on the map: candidates like all others, for the visit."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from siteplan.ui.own_sites import SITE_ID
from tests.ui.test_app import candidates, frame, texts

MINE = SITE_ID.format(n=1)


def _put(app: AppTest, lon: float, lat: float) -> AppTest:
    app.number_input(key="put-lon").set_value(lon)
    app.number_input(key="put-lat").set_value(lat)
    return app.button(key="put-site").click().run()


@pytest.mark.usefixtures("laid_study")
def test_a_site_that_nobody_proposed_is_scored_ranked_and_changed() -> None:
    app = _put(frame(lang="en"), 101.03, 41.03)
    assert not app.exception
    assert MINE in candidates(app).index
    assert len(candidates(app)) == 26
    assert "26 of 26 candidates" in texts(app)
    assert "rank" in texts(app)
    assert "the median of the candidates in" in texts(app)
    score = candidates(app).loc[MINE, "score"]
    app.number_input(key=f"trial-rent-{MINE}").set_value(99.0).run()
    assert candidates(app).loc[MINE, "rent"] == 99.0
    assert candidates(app).loc[MINE, "score"] < score  # all else is the same, and a lower rent is better
    app.multiselect(key=f"trial-formats-{MINE}").set_value(["mall", "service"]).run()
    assert app.session_state["own-sites"][0].formats == ("mall", "service")
    app.button(key="trial-remove").click().run()
    assert MINE not in candidates(app).index
    assert "No site selected" in texts(app)


@pytest.mark.usefixtures("laid_study")
def test_no_site_stands_outside_the_zones() -> None:
    app = frame(lang="en")
    west = app.number_input(key="put-lon").min
    _put(app, west, app.number_input(key="put-lat").min)
    assert not app.exception
    assert any("outside the study" in str(toast.value) for toast in app.toast)
    assert len(candidates(app)) == 25
