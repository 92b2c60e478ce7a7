"""The package as it is installed elsewhere: it carries a study, and its main job runs on it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from siteplan.data import check_study
from siteplan.data.bundled import bundled_study, bundled_words
from tests.examples import thorough

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "siteplan" / "data" / "foshan"
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this checkout, unzipped where nothing of the checkout is near."""
    home = tmp_path_factory.mktemp("wheel")
    source = home / "source"
    source.mkdir()
    for name in ("siteplan", "pyproject.toml", "README.md", "LICENSE", "requirements.txt", "requirements-dev.txt"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / name, source / name)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", home, source]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    if built.returncode and "setuptools" in built.stderr:
        pytest.skip("this Python has no setuptools to build with, and tests use no network")
    assert built.returncode == 0, built.stderr
    with zipfile.ZipFile(next(home.glob("*.whl"))) as wheel:
        wheel.extractall(home / "site")
    return home / "site"


def run(unpacked: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(unpacked), "PYTHONSAFEPATH": "1"}
    command = [sys.executable, "-c", "from siteplan.__main__ import main; main()", *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_small_study_is_small_in_order_and_says_what_is_made_up() -> None:
    assert sum(file.stat().st_size for file in SMALL.iterdir()) <= MEGABYTE
    found = check_study(SMALL)
    assert found.problems == ()
    assert found.study is not None
    assert set(found.study.synthetic_tables()) == set(found.study.files.given())


@pytest.mark.skipif(not thorough(), reason="ten seconds: a thorough run cuts it out of the province")
def test_the_small_study_is_cut_from_the_province_as_it_is(tmp_path: Path) -> None:
    """Made again by its script, file by file: a change of the province reaches the city, too."""
    place = ROOT / "data" / "geo" / "making" / "one_city.py"
    script = (
        f"import runpy; from pathlib import Path; main = runpy.run_path({str(place)!r})['main'];"
        f"main.__globals__['OUT'] = Path({str(tmp_path)!r}); main()"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)
    for file in SMALL.iterdir():
        if file.suffix != ".parquet":  # its bytes change with its writer's version
            assert (tmp_path / file.name).read_bytes() == file.read_bytes(), file.name


def test_a_checkout_has_the_province_and_says_so() -> None:
    assert bundled_study() == ROOT / "data" / "geo" / "guangdong"
    assert "bundled province" in bundled_words(bundled_study())
    assert "one city" in bundled_words(SMALL)


def test_the_demo_runs_from_a_wheel_and_says_which_study_it_is(unpacked: Path, tmp_path: Path) -> None:
    study = unpacked / "siteplan" / "data" / "foshan" / "study.toml"
    text = study.read_text("utf-8")
    assert text.count("[plan]\n") == 1
    study.write_text(text.replace("[plan]\n", "[plan]\nexplain_limit = 0\n"), "utf-8")  # that takes as long as all else
    ended = run(unpacked, tmp_path, "demo", "--json")
    assert ended.returncode == 0, ended.stderr
    assert "one city of the bundled province" in ended.stderr
    said = json.loads(ended.stdout)
    assert said["status"] == "optimal"
    assert (tmp_path / said["out"] / "report.html").is_file()


def test_the_app_of_a_wheel_has_all_its_files(unpacked: Path, tmp_path: Path) -> None:
    """Not served here: the study, the settings and the icon are what it could lack."""
    script = (
        "import siteplan, pathlib; from siteplan.ui import launch, main, loading; launch.flags();"
        "assert main.ICON.is_file(); world = loading.study_path(); print(world); print(siteplan.__file__)"
    )
    environment = {**os.environ, "PYTHONPATH": str(unpacked), "PYTHONSAFEPATH": "1"}
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    study, package = ended.stdout.split()
    assert study.startswith(str(unpacked))
    assert package.startswith(str(unpacked))
