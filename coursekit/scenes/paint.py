"""The matplotlib painter of scenes: for saved notebooks, for print and for tests.

No pyplot: widget callbacks may run on another thread than the cells, and pyplot's state is shared.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import singledispatch
from typing import TYPE_CHECKING, Any

import numpy as np

from coursekit.scenes.scene import Arrow, Bars, HeatMap, Line, Node, Panel, Points, Role, Scene, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# The light palette of widgets/core/static/theme.css. Blue and vermilion differ the most for every kind of
# colour blindness (Okabe and Ito, "Color Universal Design", 2008).
PALETTE: dict[Role, str] = {
    "positive": "#0072b2",
    "negative": "#d55e00",
    "accent": "#7b3f99",
    "good": "#00795a",
    "muted": "#6b7280",
    "ink": "#1f2430",
}
_GRID = "#e3e5ea"
_MARKERS = {"circle": "o", "square": "s", "cross": "X"}
_PIXEL = 0.72  # points in a CSS pixel at 100 dots an inch, the resolution of `picture`


def paint(scene: Scene, figure: Figure) -> list[Axes]:
    """Draw the scene into an empty figure and return its axes, one a panel from left to right."""
    shares = [panel.share for panel in scene.panels]
    grid = figure.subplots(1, len(shares), squeeze=False, gridspec_kw={"width_ratios": shares})
    axes: list[Axes] = list(grid[0])
    for ax, panel in zip(axes, scene.panels, strict=True):
        _frame(ax, panel)
        for order, mark in enumerate(panel.marks):
            _draw(mark, ax, 2.0 + order)
    return axes


def picture(scene: Scene, *, width: float = 7.6) -> bytes:
    """Paint a scene as a PNG of 256 colours, `width` inches wide at 100 dots an inch."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - loads when first used
    from matplotlib.figure import Figure  # noqa: PLC0415 - loads when first used
    from PIL import Image  # noqa: PLC0415 - loads when first used

    figure = Figure(figsize=(width, width / scene.aspect), dpi=100, layout="constrained", facecolor="white")
    paint(scene, figure)
    canvas: Any = FigureCanvasAgg(figure)  # without types
    canvas.draw()  # once; figure.savefig would draw twice
    colours = Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3])
    # A third of the bytes, and none of its 256 colours is further than 5 % from what was drawn.
    few = colours.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def _frame(ax: Axes, panel: Panel) -> None:
    """Set ranges, labels, ticks and grid of one panel."""
    ax.set_xlim(panel.x)
    ax.set_ylim(panel.y)
    ax.set_title(panel.title, fontsize=13 * _PIXEL, color=PALETTE["ink"], fontweight="bold")
    if panel.square:
        ax.set_aspect("equal")
    if not panel.axes:
        ax.set_axis_off()
        return
    ax.set_xlabel(panel.x_label, fontsize=13 * _PIXEL, color=PALETTE["ink"])
    ax.set_ylabel(panel.y_label, fontsize=13 * _PIXEL, color=PALETTE["ink"])
    if panel.x_ticks is not None:
        ax.set_xticks([place for place, _ in panel.x_ticks], [name for _, name in panel.x_ticks])
    else:
        ax.locator_params(axis="x", nbins=5)
    ax.locator_params(axis="y", nbins=5)
    ax.tick_params(labelsize=12 * _PIXEL, length=0, labelcolor=PALETTE["muted"])
    ax.grid(visible=True, color=_GRID, linewidth=0.8)
    ax.set_axisbelow(True)
    for side in ax.spines.values():
        side.set_color(_GRID)


@singledispatch
def _draw(mark: Any, _ax: Axes, _order: float) -> None:
    raise TypeError(f"no painter for a mark of type {type(mark).__name__}")


def _draws(kind: type) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return _draw.register(kind)


@_draws(Line)
def _line(mark: Line, ax: Axes, order: float) -> None:
    style = (0, (4, 3)) if mark.dashed else "solid"
    ax.plot(
        mark.x, mark.y, color=PALETTE[mark.role], linewidth=mark.width * _PIXEL, linestyle=style, zorder=order
    )


@_draws(Points)
def _points(mark: Points, ax: Axes, order: float) -> None:
    ax.scatter(
        mark.x,
        mark.y,
        s=(mark.size * _PIXEL) ** 2,
        marker=_MARKERS[mark.marker],
        facecolors=PALETTE[mark.role] if mark.filled else "white",
        edgecolors="white" if mark.filled else PALETTE[mark.role],
        linewidths=1.2 if mark.filled else 1.8,
        zorder=order,
    )


@_draws(HeatMap)
def _heat_map(mark: HeatMap, ax: Axes, order: float) -> None:
    level = mark.values.astype(np.float32) / 127.5 - 1.0
    roles: tuple[Role, Role] = ("negative", "positive")
    if mark.style == "ink":
        level, roles = np.maximum(level, 0), ("ink", "ink")
    ends = np.array([_rgb(PALETTE[role]) for role in roles], np.float32)
    rgba = np.empty((*level.shape, 4), np.float32)
    rgba[..., :3] = ends[(level > 0).astype(int)]
    rgba[..., 3] = (0.42 if mark.style == "surface" else 1) * np.abs(level)
    blend = "bilinear" if mark.style == "surface" else "nearest"
    where = (*mark.x, *mark.y)
    ax.imshow(rgba, origin="lower", extent=where, aspect=ax.get_aspect(), interpolation=blend, zorder=order)


@_draws(Bars)
def _bars(mark: Bars, ax: Axes, order: float) -> None:
    height = mark.y - mark.base
    ax.bar(mark.x, height, mark.width, bottom=mark.base, color=PALETTE[mark.role], zorder=order)


@_draws(Node)
def _node(mark: Node, ax: Axes, order: float) -> None:
    colour = PALETTE[mark.role]
    face = colour if mark.filled else "white"
    area = (mark.size * _PIXEL) ** 2
    ax.scatter([mark.x], [mark.y], s=area, c=[face], edgecolors=colour, linewidths=1.6, zorder=order)
    ink = "white" if mark.filled else PALETTE["ink"]
    inside = ax.text(mark.x, mark.y, mark.text, color=ink, fontsize=13 * _PIXEL, parse_math=False)
    inside.set(ha="center", va="center_baseline", zorder=order + 0.5)


@_draws(Arrow)
def _arrow(mark: Arrow, ax: Axes, order: float) -> None:
    shape = {
        "arrowstyle": "-|>",
        "color": PALETTE[mark.role],
        "linewidth": mark.width * _PIXEL,
        "shrinkA": mark.gap * _PIXEL,
        "shrinkB": mark.gap * _PIXEL,
        "mutation_scale": 9,
    }
    ax.annotate("", xy=mark.end, xytext=mark.start, arrowprops=shape, zorder=order)


@_draws(Text)
def _text(mark: Text, ax: Axes, order: float) -> None:
    ax.text(
        mark.x,
        mark.y,
        mark.text,
        color=PALETTE[mark.role],
        fontsize=mark.size * _PIXEL,
        ha=mark.align,
        va="center",
        fontweight="bold" if mark.bold else "normal",
        parse_math=False,
        zorder=order,
    )


def _rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
