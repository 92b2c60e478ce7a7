"""The hash of a study's inputs changes with what is asked and with every byte of its files, and with nothing else."""

from __future__ import annotations

from pathlib import Path

from siteplan.data import input_hash, read_study, revised_plan
from tests.data.folders import TOML, candidates, write_study, zones


def digest(folder: Path, toml: str = TOML, **tables: object) -> str:
    return input_hash(read_study(write_study(folder, toml, **tables)))  # type: ignore[arg-type]  # tables, by name


def test_the_same_inputs_have_the_same_hash_wherever_they_lie(tmp_path: Path) -> None:
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    assert len(digest(tmp_path / "a")) == 64


def test_comments_do_not_count(tmp_path: Path) -> None:
    assert digest(tmp_path / "a") == digest(tmp_path / "b", f"# a remark\n{TOML}")


def test_the_language_of_the_answers_does_not_count(tmp_path: Path) -> None:
    """The English and the Chinese report of one study told two hashes of the same inputs."""
    asked = read_study(write_study(tmp_path))
    other = "zh-Hans" if asked.study.language == "en" else "en"
    chinese = asked.model_copy(update={"study": asked.study.model_copy(update={"language": other})})
    assert input_hash(chinese) == input_hash(asked)


def test_a_table_counts(tmp_path: Path) -> None:
    changed = candidates().assign(rent="12.6")
    assert digest(tmp_path / "a") != digest(tmp_path / "b", candidates=changed)


def test_tables_do_not_run_into_each_other(tmp_path: Path) -> None:
    one, other = write_study(tmp_path / "a"), write_study(tmp_path / "b")
    text = (one / "facilities.csv").read_text()
    (other / "facilities.csv").write_text(text[:-1])
    (other / "competitors.csv").write_text(text[-1] + (one / "competitors.csv").read_text())
    assert input_hash(read_study(one)) != input_hash(read_study(other))


def test_what_lies_beside_a_shapefile_counts(tmp_path: Path) -> None:
    folder = write_study(tmp_path, TOML.replace("zones.geojson", "zones.shp"), zones=None)
    zones().to_file(folder / "zones.shp")
    before = input_hash(read_study(folder))
    zones().assign(population=1).to_file(folder / "zones.shp")
    assert input_hash(read_study(folder)) != before


def test_a_changed_question_counts(tmp_path: Path) -> None:
    study = read_study(write_study(tmp_path))
    assert input_hash(revised_plan(study, {"gap": 0.05})) != input_hash(study)
