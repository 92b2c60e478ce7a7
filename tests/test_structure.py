"""The code stays small: what CONTRIBUTING.md promises about sizes."""

import ast
import collections
import functools
import statistics
from pathlib import Path

from tests.syntax import nodes, parsed

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted([*(ROOT / "siteplan").rglob("*.py"), ROOT / "app.py"])
PAGE_LINES, MODULE_LINES, FUNCTION_LINES, MEDIAN_LINES = 120, 300, 50, 10


@functools.cache
def functions(path: Path) -> list[tuple[str, int]]:
    """Name and lines of each function, its docstring left out."""
    found = []
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            doc = (first.end_lineno or 0) - first.lineno + 1 if ast.get_docstring(node) else 0
            found.append((node.name, (node.end_lineno or 0) - node.lineno + 1 - doc))
    return found


def test_modules_and_functions_are_short() -> None:
    long = {}
    for path in MODULES:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        most = PAGE_LINES if path.parent.name == "ui" and path.stem.endswith("page") else MODULE_LINES
        found = {name: n for name, n in functions(path) if n > FUNCTION_LINES} | ({"": lines} if lines > most else {})
        long |= {f"{path.relative_to(ROOT)}:{name}": n for name, n in found.items()}
    assert long == {}


def test_the_median_function_has_few_lines() -> None:
    assert statistics.median(n for path in MODULES for _, n in functions(path)) <= MEDIAN_LINES


def test_the_first_line_of_a_module_says_its_job() -> None:
    docs = {path.name: ast.get_docstring(parsed(path)) or "" for path in MODULES}
    assert [name for name, doc in docs.items() if not (doc.splitlines() or [""])[0].endswith(".")] == []


def test_a_folder_holds_what_one_look_takes_in() -> None:
    """Eight modules at the top, twenty in a room, twelve in one of present's many."""
    counts = collections.Counter(path.parent for path in MODULES if path.stem != "__init__")
    package = ROOT / "siteplan"
    most = {
        folder: 8 if folder == package else 12 if package / "present" in folder.parents else 20 for folder in counts
    }
    assert {folder.name: n for folder, n in counts.items() if n > most[folder]} == {}


def test_no_module_and_no_public_class_is_called_like_another() -> None:
    stems = collections.Counter(path.stem for path in MODULES if path.stem not in {"__init__", "__main__"})
    classes = collections.Counter(
        node.name
        for path in MODULES
        for node in parsed(path).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, n in (stems + classes).items() if n > 1] == []


def test_the_language_is_bound_at_the_door() -> None:
    """Behind it texts take a Reader: few functions have a language of their own."""
    arguments = [
        argument.arg
        for path in MODULES
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef)
        for argument in [*node.args.args, *node.args.kwonlyargs]
    ]
    assert arguments.count("language") <= 40
