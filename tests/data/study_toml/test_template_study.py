"""The template that `siteplan init` writes: complete, and right as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from siteplan.data import check_study, write_template
from siteplan.data.tables.columns import TABLES
from siteplan.errors import OutputError
from siteplan.study import Study
from siteplan.study.uncertain.range_spec import Range


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_template(tmp_path_factory.mktemp("init") / "new" / "study")


def models(kind: Any) -> Iterator[type[BaseModel]]:
    """Every model that a type speaks of, itself included."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for field in kind.model_fields.values():
            yield from models(field.annotation)
    for part in get_args(kind):
        yield from models(part)


OURS = {"folder", "figure_ranges"}  # no keys of study.toml: a range stands beside its figure
KEYS = sorted({key for model in models(Study) if model is not Range for key in model.model_fields} - OURS)


def test_the_template_is_in_order_and_made_up(template: Path) -> None:
    found = check_study(template)
    assert found.problems == ()
    assert found.study is not None
    assert found.market is not None
    assert set(found.study.synthetic_tables()) == set(found.study.files.given())
    assert len(found.market.zones) == 60
    assert len(found.market.candidates) == 25
    assert len(found.study.plan.rules) == 5


def test_the_keys_are_many() -> None:
    assert len(KEYS) > 60  # the walk through the models found them


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_there_with_a_word_about_it(key: str, template: Path) -> None:
    text = (template / "study.toml").read_text(encoding="utf-8")
    with_remark, listed, section = rf"^(# )?{key} = .*#", rf"^#   {key}  +\S", rf"^\[+(plan\.)?{key}[.\]]"
    explained = "|".join((with_remark, listed, section))
    assert re.search(explained, text, flags=re.MULTILINE)


@pytest.mark.parametrize("table", list(TABLES))
def test_every_column_is_told(table: str, template: Path) -> None:
    text = (template / "study.toml").read_text(encoding="utf-8")
    assert [name for name in TABLES[table].names if name not in text] == []


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="not empty"):
        write_template(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    assert (write_template(tmp_path) / "study.toml").is_file()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        write_template(tmp_path / "file")
    with pytest.raises(OutputError, match="cannot be written"):
        write_template(tmp_path / "file" / "below")
