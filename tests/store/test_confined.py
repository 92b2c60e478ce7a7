"""An app that serves others reads nothing outside its study's folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from siteplan.errors import Problem, StudyError
from siteplan.store.confined import CONFINED_VARIABLE
from siteplan.store.groundwork_cache import world_of
from siteplan.ui.launch import Address
from siteplan.ui.loading import world


def named(folder: Path, path: str) -> None:
    """Let the study's competitors lie at a path."""
    study = folder / "study.toml"
    text = study.read_text("utf-8")
    study.write_text(text.replace('"competitors.csv"', f'"{path}"'), "utf-8")


@pytest.mark.parametrize("way", ["/etc/passwd", "../secret.csv", "link.csv", "..\\u0000"])
def test_paths_and_links_out_of_the_folder_are_refused_and_not_looked_at(
    template: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (template.parent / "secret.csv").write_text("a secret", "utf-8")
    (template / "link.csv").symlink_to(template.parent / "secret.csv")
    named(template, way)
    monkeypatch.setenv(CONFINED_VARIABLE, "1")
    with pytest.raises(StudyError, match="outside the study's folder"):
        world_of(template)
    found = world()
    assert isinstance(found, tuple)
    assert [(p.table, p.column) for p in found if isinstance(p, Problem)] == [("study.toml [files]", "competitors")]
    assert not any("secret" in str(problem) for problem in found)


def test_files_in_the_folder_are_read(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CONFINED_VARIABLE, "1")
    assert len(world_of(template).ground.options) > 0


@pytest.mark.parametrize(
    ("address", "others"),
    [
        (Address(), False),
        (Address(host="127.0.0.1"), False),
        (Address(host="0.0.0.0"), True),  # noqa: S104 - to be recognised, not bound
        (Address(names=["plans.example"]), True),
    ],
)
def test_an_app_serves_others_under_another_host_or_name(address: Address, others: bool) -> None:
    assert address.serves_others is others
