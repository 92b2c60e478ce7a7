"""The template study with nothing solved anew once it has a plan: that takes as long again as all else."""

from pathlib import Path

from siteplan.data import write_template as write_with_explanations

__all__ = ["write_template"]


def write_template(folder: Path, explain_limit: float = 0) -> Path:
    """Write it, but for the time that plans are explained in (processor seconds)."""
    file = write_with_explanations(folder) / "study.toml"
    text = file.read_text("utf-8")
    assert text.count("explain_limit = 10 ") == 1
    file.write_text(text.replace("explain_limit = 10 ", f"explain_limit = {explain_limit:g} "), "utf-8")
    return folder
