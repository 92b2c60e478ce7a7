"""Colours and type that every map, chart and report shares."""

from __future__ import annotations

__all__ = ["ACCENT", "BLUE_WHITE_ORANGE", "FONT", "INK", "MUTED", "NO_DATA", "OWN", "PURPLE", "RIVAL", "VIRIDIS"]

ACCENT = "#0F766E"  # what is new: chosen sites, primary buttons
OWN = "#1F2937"  # what is there today
RIVAL = "#8A929E"
INK = "#10151C"
MUTED = "#5B6472"
NO_DATA = "#DDE1E6"

# Seven steps of viridis, light to dark: readable without colour vision and in grey.
VIRIDIS = ("#F2E51B", "#A0DA39", "#4AC16D", "#1FA187", "#277F8E", "#365C8D", "#46327E")
# A ground for teal sites and dark ones to stand out on: light where there is little, safe without colour vision.
PURPLE = ("#EEF3F7", "#D5E0EC", "#B7CBE0", "#9FB0D3", "#9190C3", "#8666AC", "#6B3A8C")
# Loss, about zero, gain: told apart without red or green; the middle is zero.
BLUE_WHITE_ORANGE = ("#1F5FA8", "#8FB8DE", "#F7F7F7", "#F5B26B", "#C2560C")

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans SC", "Microsoft YaHei", sans-serif'
