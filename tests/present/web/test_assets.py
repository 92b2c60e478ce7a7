import re
from collections.abc import Iterator
from hashlib import sha256

import folium
import folium.plugins
import pytest
from folium.elements import JSCSSMixin

from siteplan.present.web import VENDOR, app_assets
from siteplan.present.web.assets import SCRIPTS, STYLES, default_icons, script, style


def kinds(parent: type = JSCSSMixin) -> Iterator[type]:
    for kind in parent.__subclasses__():
        yield kind
        yield from kinds(kind)


@pytest.fixture
def folium_unchanged() -> Iterator[None]:
    before = {kind: (kind.default_js, kind.default_css) for kind in kinds()}
    yield
    for kind, (scripts, styles) in before.items():
        kind.default_js, kind.default_css = scripts, styles


@pytest.mark.usefixtures("folium_unchanged")
def test_in_the_app_no_class_of_folium_points_outside() -> None:
    app_assets("../vendor/")
    app_assets("../vendor/")  # each run of the app's script calls it
    links = [url for kind in kinds() for _, url in (*kind.default_js, *kind.default_css)]
    assert len(links) > 30
    assert all(url.startswith("../vendor/") for url in links)


@pytest.mark.usefixtures("folium_unchanged")
def test_in_the_app_every_link_of_a_map_is_a_vendored_file() -> None:
    app_assets("")
    for kind in (folium.Map, folium.plugins.MarkerCluster, folium.plugins.FastMarkerCluster):
        files = [url for _, url in (*kind.default_js, *kind.default_css)]
        assert files
        assert [file for file in files if not (VENDOR / file).is_file()] == []
    assert [name for name, _ in folium.Map.default_js] == ["leaflet", "icon_path", "jquery"]


@pytest.mark.usefixtures("folium_unchanged")
def test_a_plugin_that_is_not_vendored_asks_for_a_file_that_says_so() -> None:
    app_assets("../vendor/")
    assert folium.plugins.MiniMap.default_js == [("Control_MiniMap_js", "../vendor/not-vendored/Control_MiniMap_js")]


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
