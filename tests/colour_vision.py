"""How far apart two colours look, also to those who lack one kind of cone."""

from __future__ import annotations

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

import numpy as np

# Machado, Oliveira and Fernandes, IEEE TVCG 15(6), 2009, table 1 at severity 1.0; they act on linear RGB.
MACHADO = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
# sRGB (IEC 61966-2-1) to XYZ under D65, divided by the white.
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = XYZ.sum(axis=1)


def linear(colour: str, opacity: float = 1.0, ground: str = "#FFFFFF") -> np.ndarray:
    """Linear RGB of a hex colour as it is drawn over a ground."""
    over, under = (np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)]) / 255 for c in (colour, ground))
    seen = opacity * over + (1 - opacity) * under
    return np.where(seen <= 0.04045, seen / 12.92, ((seen + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray, vision: str = "normal") -> tuple[float, float, float]:
    """CIE L*a*b* of linear RGB as eyes of this kind see it."""
    ratio = XYZ @ np.clip(MACHADO[vision] @ rgb, 0, 1) / WHITE
    x, y, z = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio * (29 / 6) ** 2 / 3 + 4 / 29)
    return float(116 * y - 16), float(500 * (x - y)), float(200 * (y - z))


def apart(one: np.ndarray, other: np.ndarray, vision: str = "normal") -> float:
    """CIEDE2000 between two colours (linear RGB) to these eyes."""
    return ciede2000(lab(one, vision), lab(other, vision))


def ciede2000(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """The difference of two colours (L*, a*, b*), after Sharma, Wu and Dalal, Color Res. Appl. 30(1), 2005."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_c = (hypot(a1, b1) + hypot(a2, b2)) / 2
    g = 1 + 0.5 * (1 - sqrt(mean_c**7 / (mean_c**7 + 25**7)))
    c1, c2 = hypot(g * a1, b1), hypot(g * a2, b2)
    h1, h2 = (degrees(atan2(b, g * a)) % 360 if (a or b) else 0.0 for a, b in ((a1, b1), (a2, b2)))
    dh = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    if c1 * c2 and h2 - h1 == 180:
        dh = 180.0
    big_h = 2 * sqrt(c1 * c2) * sin(radians(dh / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = h1 + h2 if c1 * c2 == 0 else _mean_hue(h1, h2)
    t = (
        1 - 0.17 * cos(radians(hue - 30)) + 0.24 * cos(radians(2 * hue))
        + 0.32 * cos(radians(3 * hue + 6)) - 0.20 * cos(radians(4 * hue - 63))
    )  # fmt: skip
    s_l = 1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2)
    s_c, s_h = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    turn = -2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * sin(radians(60 * exp(-(((hue - 275) / 25) ** 2))))
    dl, dc, dh2 = (l2 - l1) / s_l, (c2 - c1) / s_c, big_h / s_h
    return sqrt(dl**2 + dc**2 + dh2**2 + turn * dc * dh2)


def _mean_hue(h1: float, h2: float) -> float:
    if abs(h1 - h2) <= 180:
        return (h1 + h2) / 2
    return (h1 + h2 + 360) / 2 if h1 + h2 < 360 else (h1 + h2 - 360) / 2
