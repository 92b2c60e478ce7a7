"""A calibration on disk and in words."""

import dataclasses
import json
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from siteplan.data import check_study
from siteplan.errors import StudyError
from siteplan.pipeline import calibrate_study
from siteplan.present.charts.calibration_charts import scatter_chart
from siteplan.present.files.calibration_files import write_calibration
from siteplan.present.files.folder import CALIBRATION_FILES
from siteplan.present.model_text.calibration_words import lines, note_text
from siteplan.present.reports.calibration_html import calibration_html
from siteplan.present.text.reader import Reader
from siteplan.tradearea import attraction
from siteplan.tradearea.calibration import Calibration
from siteplan.tradearea.calibration.caution import CalibrationWarning, Caution, decay_notes
from siteplan.tradearea.calibration.observed import KNOWN, observed_flows
from siteplan.tradearea.calibration.residuals import by_site
from siteplan.travel import travel_times
from tests.command_line import Run
from tests.examples import thorough
from tests.template import write_template

RATE = 0.1


def add_flows(folder: Path) -> None:
    """Give the template study flows: expected visits by its own model, with a rate of 0.1, in whole numbers."""
    found = check_study(folder)
    assert found.study is not None
    assert found.market is not None
    sites = [*found.market.facilities.index, *found.market.competitors.index]
    every = pd.MultiIndex.from_product([found.market.zones.index, sites], names=["zone_id", "site_id"])
    pairs = every.to_frame(index=False).assign(visits=1.0)
    pairs.to_csv(folder / "flows.csv", index=False)
    toml = folder / "study.toml"
    named = toml.read_text("utf-8").replace(
        "# flows = {", 'flows = { path = "flows.csv", synthetic = true }\n# flows = {'
    )
    toml.write_text(named, "utf-8")
    study, market = (found := check_study(folder)).study, found.market
    assert study is not None
    assert market is not None
    table = observed_flows(study, market, travel_times(study.travel, market)).table
    area = study.trade_area.model_copy(update={"rate": RATE})
    draw = table[KNOWN] * attraction(area, table["minutes"].to_numpy())
    visits = (500 * draw / draw.groupby(table["zone_id"]).transform("sum")).round()
    table.assign(visits=visits)[["zone_id", "site_id", "visits"]].to_csv(folder / "flows.csv", index=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_template(tmp_path_factory.mktemp("calibration") / "study")
    add_flows(folder)
    return folder


@pytest.fixture(scope="module")
def found(folder: Path) -> Calibration:
    checked = check_study(folder)
    assert checked.study is not None
    assert checked.market is not None
    return calibrate_study(checked.study, checked.market)


def test_rates_of_formats_are_written_in_their_ratio(folder: Path, found: Calibration, tmp_path: Path) -> None:
    """The study's goes from 0.08 to what is fitted; a dealer had half of it, and has half of it."""
    dealer = found.study.formats["dealer"].model_copy(update={"rate": {"default": 0.04}})
    own = found.study.model_copy(update={"formats": {**found.study.formats, "dealer": dealer}})
    write_calibration(dataclasses.replace(found, study=own), folder, tmp_path / "fit")
    written = tomllib.loads((tmp_path / "fit" / "study.toml").read_text("utf-8"))
    assert written["formats"]["dealer"]["rate"] == pytest.approx(written["trade_area"]["rate"]["value"] / 2, rel=1e-5)
    assert "rate" not in written["formats"]["mall"]


def test_the_command_writes_every_file_and_the_revised_study_plans(folder: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "fit"
    ended = run("calibrate", folder, "--out", out, "--json")
    assert ended.code == 0, ended.err
    said = json.loads(ended.out)
    assert {file.name for file in out.iterdir()} == set(CALIBRATION_FILES)
    assert said["decay"] == "exponential"
    assert said["parameters"]["rate"]["estimate"] == pytest.approx(RATE, rel=0.01)  # rounding of visits is all there is
    table = pd.read_csv(out / "fit.csv").set_index("parameter").loc["rate"]
    assert table["low"] < RATE < table["high"]
    residuals = pd.read_csv(out / "residuals.csv")
    assert residuals["visits"].sum() == pytest.approx(residuals["expected"].sum())
    revised = folder.parent / "revised"
    revised.mkdir()
    for file in folder.iterdir():
        (revised / file.name).write_bytes(file.read_bytes())
    (revised / "study.toml").write_bytes((out / "study.toml").read_bytes())
    checked = check_study(revised)
    assert checked.problems == ()
    assert checked.study is not None
    assert checked.study.trade_area.rate == said["trade_area"]["rate"]
    if thorough():
        again = run("calibrate", folder, "--out", out)  # its own results may be replaced
        assert (again.code, "rate" in again.out) == (0, True)


def test_a_study_without_flows_exits_with_1_and_writes_nothing(tmp_path: Path, run: Run) -> None:
    study = write_template(tmp_path / "study")
    ended = run("calibrate", study, "--out", tmp_path / "fit")
    assert (ended.code, "no table of flows is named" in ended.err) == (1, True)
    assert not (tmp_path / "fit").exists()


def test_the_studys_own_folder_is_never_written_over(folder: Path, run: Run) -> None:
    before = (folder / "study.toml").read_bytes()
    assert run("calibrate", folder, "--out", folder).code == 1
    assert (folder / "study.toml").read_bytes() == before


def test_a_failure_half_way_leaves_no_folder(found: Calibration, tmp_path: Path) -> None:
    with pytest.raises(StudyError):
        write_calibration(found, tmp_path / "nowhere", tmp_path / "fit")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_page_asks_nothing_of_the_internet(found: Calibration, language: str) -> None:
    page = calibration_html(found, Reader(language))
    assert page.count("<svg") == 2
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org", "")
    assert ("对数似然" in page) == (language == "zh-Hans")
    assert "0.1" in lines(found, Reader(language))[0]


def test_what_is_drawn_of_visits_can_be_drawn_anew(found: Calibration) -> None:
    data, sites = scatter_chart(found, Reader("en")).data, by_site(found.pairs)
    assert data is not None
    points = [pair for one in data.series[:-1] for pair in zip(one.x, one.values, strict=True)]
    assert sorted(points) == sorted(zip(sites["expected"], sites["visits"], strict=True))


def test_a_hostile_id_stays_text(found: Calibration) -> None:
    import dataclasses

    note = Caution(
        "Sites of attractiveness 0 were left out: {sites}.", {"sites": "<img src=x onerror=alert(1)>{{ 7*7 }}"}
    )
    page = calibration_html(dataclasses.replace(found, notes=(note,)), Reader("en"))
    assert "<img" not in page
    assert "{{ 7*7 }}" in page or "&#123;" in page


def test_notes_are_said_in_both_languages() -> None:
    (note,) = decay_notes("exponential", 0.5)
    assert "0.04 to 0.12" in note_text(note, Reader("en")) == note
    assert "0.04 至 0.12" in note_text(note, Reader("zh-Hans"))
    assert issubclass(CalibrationWarning, UserWarning)
