import re
from hashlib import sha256

import pytest

from siteplan.present.web import VENDOR
from siteplan.present.web.assets import SCRIPTS, STYLES, default_icons, script, style


def test_vendored_files_are_what_the_list_says() -> None:
    listed = dict(re.findall(r"^\| `(.*?)` \| `([0-9a-f]{64})` \|$", (VENDOR / "README.md").read_text("utf-8"), re.M))
    folders = (path for path in VENDOR.iterdir() if path.is_dir())
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    found = {file.relative_to(VENDOR).as_posix(): sha256(file.read_bytes()).hexdigest() for file in files}
    assert found == listed


def test_every_package_carries_its_licence() -> None:
    for folder in filter(lambda path: path.is_dir(), VENDOR.iterdir()):
        assert [file for file in folder.iterdir() if "licen" in file.name.lower()], folder.name


@pytest.mark.parametrize("name", STYLES)
def test_a_style_names_no_file(name: str) -> None:
    addresses = re.findall(r"url\(([^)]*)\)", style(name))
    assert all(url.startswith(("data:image/png;base64,", "#default")) for url in addresses)


def test_no_script_names_its_source_map() -> None:
    assert all("sourceMappingURL" not in script(name) for name in SCRIPTS)
    assert default_icons().count("data:image/png;base64,") == 3
