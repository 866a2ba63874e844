"""图表 Charts of reports: lines and bars as SVG for print and PNG for offices; the same data, the same bytes.

Drawn to be read in black and white too: lines differ by dash and mark, bars by shade; few bars carry their value.
"""

import io
import os
from pathlib import Path
from threading import Lock
from typing import Any

from huanzhi.plan.reports import fonts
from huanzhi.plan.reports.blocks import Block
from huanzhi.plan.reports.layout import text_width

COLOURS = ("#1d4f8c", "#c0562b", "#4c7d3a", "#7a5a9e", "#7d7d7d", "#a88a1d")
MARKED = 40  # places of an axis whose lines still carry marks
STYLES = (("-", "o"), ("--", "s"), ("-.", "^"), (":", "D"), ("-", "v"), ("--", "x"))
MM, HEIGHT, DPI, SIZE = 25.4, 56.0, 220, 9.0
VALUES = 16  # so many bars at most carry their value
_drawing = Lock()


def svg(block: Block, words: dict[str, str]) -> str:
    """A chart as SVG; letters are outlines, so that it looks the same everywhere."""
    return _draw(block, words, "svg").decode()


def png(block: Block, words: dict[str, str]) -> bytes:
    """A chart as PNG at the resolution of print."""
    return _draw(block, words, "png")


def _draw(block: Block, words: dict[str, str], form: str) -> bytes:
    with _drawing:  # matplotlib keeps its parameters for all threads
        mpl = _matplotlib()
        from matplotlib.figure import Figure

        figure = Figure(figsize=(text_width() / MM, HEIGHT / MM), dpi=DPI, layout="constrained")
        axes = figure.subplots()
        (_bars if "stacked" in block else _lines)(axes, block)
        _frame(axes, block, words)
        out = io.BytesIO()
        metadata = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
        with mpl.rc_context({"svg.hashsalt": "huanzhi", "svg.fonttype": "path"}):
            figure.savefig(out, format=form, metadata=metadata)
        return out.getvalue()


def _matplotlib() -> Any:
    """Matplotlib with our font and no window; its cache beside our own things."""
    from django.conf import settings

    os.environ.setdefault("MPLCONFIGDIR", str(Path(settings.HUANZHI_HOME) / "matplotlib"))
    import matplotlib as mpl
    from matplotlib.font_manager import fontManager

    file = str(fonts.path("NotoSansSC_400Regular.ttf"))
    if all(entry.fname != file for entry in fontManager.ttflist):
        fontManager.addfont(file)
    mpl.rcParams.update(
        {
            "font.family": ["Noto Sans SC"],
            "font.size": SIZE,
            "axes.unicode_minus": False,
            "hatch.linewidth": 0.5,
        }
    )
    return mpl


def _lines(axes: Any, block: Block) -> None:
    places = range(len(block["x"]))
    for no, (name, values) in enumerate(block["series"]):
        dash, mark = STYLES[no % len(STYLES)]
        drawn = [float("nan") if value is None else value for value in values]
        axes.plot(
            places, drawn, dash, marker=mark if len(places) <= MARKED else None, markersize=4, linewidth=1.5,
            color=COLOURS[no % len(COLOURS)], label=name,
        )  # fmt: skip
    axes.set_xlim(-0.4, max(len(places) - 0.6, 0.4))


def _bars(axes: Any, block: Block) -> None:
    series, stacked = block["series"], block["stacked"]
    width = 0.62 if stacked or not series else 0.8 / len(series)
    feet = [0.0] * len(block["x"])
    few = len(block["x"]) * len(series) <= VALUES
    for no, (name, values) in enumerate(series):
        heights = [value or 0.0 for value in values]
        shift = 0 if stacked else (no - (len(series) - 1) / 2) * width
        drawn = axes.bar(
            [place + shift for place in range(len(heights))], heights, width * 0.92, bottom=feet if stacked else None,
            color=COLOURS[no % len(COLOURS)], label=name, edgecolor="white", linewidth=0.4,
        )  # fmt: skip
        if few and not stacked:
            labels = ["" if value is None else f"{value:g}" for value in values]
            axes.bar_label(drawn, labels=labels, padding=2, fontsize=SIZE - 1)
        if stacked:
            feet = [foot + height for foot, height in zip(feet, heights, strict=True)]
    axes.set_ylim(bottom=0)
    axes.margins(y=0.15)


def _values(block: Block) -> list[float]:
    return [value for _name, values in block["series"] for value in values if value is not None] or [0.0]


def _least(block: Block) -> float:
    return min(_values(block))


def _most(block: Block) -> float:
    return max(_values(block))


def _frame(axes: Any, block: Block, words: dict[str, str]) -> None:
    """Axis, unit, target, legend."""
    if block.get("target") is not None:
        label = words["target"].format(value=f"{block['target']:g}")
        axes.axhline(block["target"], color="#b3261e", linestyle=(0, (6, 3)), linewidth=1.2, label=label)
    names = block["x"]
    step = max(1, -(-len(names) // 16))
    axes.set_xticks(range(0, len(names), step), names[::step])
    if sum(len(name) for name in names[::step]) > 60:
        axes.tick_params(axis="x", labelrotation=30)
        for label in axes.get_xticklabels():
            label.set_horizontalalignment("right")
    if block["unit"]:
        axes.set_title(words["unit"].format(unit=block["unit"]), loc="left", fontsize=SIZE, pad=8)
    if block["unit"] == "%":  # no axis beyond all or nothing
        low, high = axes.get_ylim()
        axes.set_ylim(
            max(low, 0) if low < 0 <= _least(block) else low, 101 if high > 100 >= _most(block) else high
        )
    axes.grid(axis="y", color="#d9d9d9", linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    if len(block["series"]) > 1 or block.get("target") is not None:
        axes.legend(
            loc="lower right",
            bbox_to_anchor=(1, 1.0),
            ncols=4,
            frameon=False,
            fontsize=SIZE,
            handlelength=2.6,
        )
