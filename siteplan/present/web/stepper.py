"""A control that goes through steps of time on a map: a slider with a button to either side, and words on the step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files

from branca.element import MacroElement
from folium.template import Template

from siteplan.present.theme.style import ACCENT, FONT, INK, MUTED

__all__ = ["Step", "Stepper"]


@dataclass(frozen=True)
class Step:
    """A moment: its name, and what is there and happens; plain text, which the page takes as such."""

    name: str
    said: str


class Stepper(MacroElement):
    """A Leaflet control; marks tell by their property `when` at which steps they are there (see PhaseSteps).

    Fills are shown at the last step alone, with which it begins.
    """

    _template = Template(f"""
        {{% macro header(this, kwargs) %}}
        <style>
            .siteplan-steps {{ background: #FFFFFFF2; color: {INK}; padding: 6px 10px; border-radius: 6px;
                box-shadow: 0 1px 4px #0003; font: 12px/1.4 {FONT}; width: 260px; }}
            .siteplan-steps div {{ display: flex; gap: 6px; align-items: center; }}
            .siteplan-steps input {{ flex: 1; min-width: 0; accent-color: {ACCENT}; }}
            .siteplan-steps button {{ min-width: 28px; min-height: 28px; border: 1px solid {MUTED}; border-radius: 4px;
                background: #FFFFFF; color: {INK}; cursor: pointer; }}
            .siteplan-steps button:disabled {{ opacity: .4; cursor: default; }}
            .siteplan-steps :focus-visible {{ outline: 2px solid {ACCENT}; outline-offset: 1px; }}
            .siteplan-steps p {{ margin: 2px 0 0; overflow-wrap: anywhere; }}
            .siteplan-steps .said {{ color: {MUTED}; }}
            .site.happens {{ outline: 3px solid #D97706; outline-offset: 1px; border-radius: 50%; }}
        </style>
        {{% endmacro %}}
        {{% macro script(this, kwargs) %}}
            ({{{{ this.code }}}})(
                {{{{ this._parent.get_name() }}}}, {{{{ this.steps|tojson }}}}, {{{{ this.words|tojson }}}},
                {{{{ this.note|tojson }}}}
            );
        {{% endmacro %}}
    """)

    def __init__(self, steps: Sequence[Step], words: Sequence[str], note: str) -> None:
        """`words` name the control and its buttons, earlier and later; `note` says why areas have no colours."""
        super().__init__()  # type: ignore[no-untyped-call]  # branca leaves it unannotated
        self._name = "Stepper"
        self.code = (files("siteplan.present") / "templates" / "stepper.js").read_text("utf-8").strip()
        self.steps, self.words, self.note = [asdict(step) for step in steps], list(words), note
