"""The template study with nothing solved anew once it has a plan: that takes as long again as all else."""

from pathlib import Path

from siteplan.data import write_template as write_with_explanations

__all__ = ["write_template"]


def write_template(folder: Path) -> Path:
    """Write it, but for the time that plans are explained in."""
    file = write_with_explanations(folder) / "study.toml"
    text = file.read_text("utf-8")
    assert text.count("explain_limit = 10 ") == 1
    file.write_text(text.replace("explain_limit = 10 ", "explain_limit = 0 "), "utf-8")
    return folder
