"""Settings with the labels that stand beside them in study.toml."""

from __future__ import annotations

from pathlib import Path

from siteplan.present.model_text.assumptions import assumptions, comments_in
from siteplan.study.demand_spec import Demand
from tests.worlds import tiny_study

TOML = """\
[study]
name = "a # in a name"   # [A] not a comment of the name's value
[travel] # how
max_minutes = 90 # [S] a source says so
detour = 1.35
[[plan.rules]]
kind = "budget" # belongs to no section that is shown
[trade_area]
rate = 0.08# [A] no blank before
exponents = { footfall = 0.25 } # [D] from #3
"""


def test_comments_are_found_where_toml_ends(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text(TOML, "utf-8")
    notes = comments_in(tmp_path / "study.toml")
    assert notes["study.name"] == "[A] not a comment of the name's value"
    assert notes["travel.max_minutes"] == "[S] a source says so"
    assert "travel.detour" not in notes
    assert notes["trade_area.rate"] == "[A] no blank before"
    assert notes["trade_area.exponents"] == "[D] from #3"


def test_how_people_drive_to_a_format_is_an_assumption_with_its_label(tmp_path: Path) -> None:
    """Of formats nothing else stands here, and nothing of one that says nothing of its own."""
    text = '[formats.dealer]\nmargin = 1\nrate = { "1" = 0.06, default = 0.04 } # [A] farther\nmax_minutes = 70\n'
    (tmp_path / "study.toml").write_text(text, "utf-8")
    plain = tiny_study()
    dealer = plain.formats["dealer"].model_copy(update={"rate": {"1": 0.06, "default": 0.04}, "max_minutes": 70.0})
    study = plain.model_copy(update={"folder": tmp_path, "formats": {**plain.formats, "dealer": dealer}})
    told = [(a.section, a.key, a.value, a.note) for a in assumptions(study) if a.section.startswith("formats")]
    assert told == [
        ("formats.dealer", "rate", "1 0.06, default 0.04", "[A] farther"),
        ("formats.dealer", "max_minutes", "70", ""),
    ]
    assert not [a for a in assumptions(plain) if a.section.startswith("formats")]


def test_a_comment_goes_on_in_the_indented_lines_right_below(tmp_path: Path) -> None:
    lines = [
        "[travel]",
        "detour = 1.35  # road over",
        "               # crow-fly [A]",
        "# of the next",
        "snap_m = 3000",
    ]
    (tmp_path / "study.toml").write_text(
        "\n".join([*lines, "    # not beside a comment", "[score] # a", "    # b"]), "utf-8"
    )
    assert comments_in(tmp_path / "study.toml") == {"travel.detour": "road over crow-fly [A]"}


def test_defaults_are_assumptions_too(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text(TOML, "utf-8")
    study = tiny_study().model_copy(update={"folder": tmp_path})
    found = {f"{a.section}.{a.key}": a for a in assumptions(study)}
    assert found["travel.max_minutes"].value == "90"
    assert found["travel.max_minutes"].note == "[S] a source says so"
    assert found["demand.cars_per_1000_persons"].value == "16"
    assert found["tiers.minutes.sale"].value == "1 25, 4 45, rural 30"
    assert "plan.rules" not in found


def test_a_study_without_a_file_has_no_notes(tmp_path: Path) -> None:
    assert comments_in(tmp_path / "study.toml") == {}


def test_finance_is_told_as_far_as_it_is_given() -> None:
    sources = [{"name": "own", "share": 0.6, "rate": 0.1}, {"name": "loan", "share": 0.4, "rate": 0.05}]
    raw = tiny_study().model_dump(exclude_unset=True)
    study = type(tiny_study()).model_validate({**raw, "finance": {"price": 150_000, "sources": sources}})
    told = {a.key: a.value for a in assumptions(study) if a.section == "finance"}
    assert told == {"price": "150,000", "sources": "own 0.6 × 0.1, loan 0.4 × 0.05"}
    assert not [a for a in assumptions(tiny_study()) if a.section == "finance"]


def test_subsidies_are_assumptions() -> None:
    aided = {
        "year": 2026,
        "subsidies": [{"name": "trade-in", "until": "2027Q2", "effect": {"4": 1.15, "default": 1.1}}],
    }
    study = tiny_study().model_copy(update={"demand": Demand.model_validate(aided)})
    said = {a.key: a.value for a in assumptions(study) if a.section == "demand"}
    assert said["subsidies"] == "trade-in 2027Q2 × 4 1.15, default 1.1"
    assert said["growth"] == "0"
    assert not {"subsidies", "growth"} & {a.key for a in assumptions(tiny_study())}
