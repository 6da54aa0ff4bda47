"""A chart as SVG: bars with their values written on them, patterns that grey print keeps apart, every bar a button.

Drawn here and not in the browser: it costs no script, prints as it is, and its bars lead to their sources.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from rag.model import Origin
from ui.chart_choice import Bar, Chart, Shape
from ui.markup import element
from ui.texts import Texts

WIDTH = 340  # all lengths in user units; about a pixel on a phone
LABEL, VALUE = 13, 12  # font sizes
BAR, GAP, LEGEND = 16, 12, 22
PLOT = 130  # the height of a trend's columns
PATTERNS = ("solid", "hatched", "dotted")
WORKED_OUT = "*"
LONGEST_LABEL = 26  # characters that fit above a bar


def chart_svg(chart: Chart, turn: int, texts: Texts) -> str:
    """`turn` is the turn of the conversation whose citations the bars open."""
    draw = _columns if chart.shape is Shape.TREND else _rows
    top = LEGEND if len(chart.series) > 1 else 0
    height, drawn = draw(chart, turn, top)
    name = f"{chart.title}（{chart.unit}）"
    return element(
        "svg",
        element("title", escape(name)),
        _patterns(),
        _legend(chart) if top else "",
        drawn,
        viewBox=f"0 0 {WIDTH} {height}",
        role="group",
        aria_label=texts("chart.label", title=name),
        class_="mz-chart",
    )


def _rows(chart: Chart, turn: int, top: int) -> tuple[int, str]:
    """Horizontal bars, each under its label: long names of agencies and items stay readable."""
    longest = max(bar.value for bar in chart.bars)
    drawn: list[str] = []
    y = top
    for category in chart.categories:
        drawn.append(_text(0, y + LABEL, _shortened(category), LABEL))
        y += LABEL + 6
        for bar in (bar for bar in chart.bars if bar.category == category):
            length = float(bar.value / longest) * (WIDTH - 120)
            shape = _rect(0, y, max(length, 1.5), BAR, chart.series.index(bar.series))
            text = _text(max(length, 1.5) + 6, y + BAR - 4, _value(bar), VALUE, weight=600)
            drawn.append(_button(bar, shape + text, chart, turn))
            y += BAR + 3
        y += GAP
    return y, "".join(drawn)


def _columns(chart: Chart, turn: int, top: int) -> tuple[int, str]:
    """Columns in the order of time, the values above them."""
    longest = max(bar.value for bar in chart.bars)
    slot = WIDTH / len(chart.categories)
    width = min(44.0, slot * 0.72 / len(chart.series))
    floor = top + PLOT + 18
    drawn = [element("line", x1=0, y1=floor, x2=WIDTH, y2=floor, class_="mz-axis")]
    for place, category in enumerate(chart.categories):
        middle = slot * (place + 0.5)
        drawn.append(_text(middle, floor + LABEL + 4, category, LABEL, anchor="middle"))
        for bar in (bar for bar in chart.bars if bar.category == category):
            series = chart.series.index(bar.series)
            x = middle + (series - len(chart.series) / 2) * width
            height = max(float(bar.value / longest) * PLOT, 1.5)
            shape = _rect(x + 1, floor - height, width - 2, height, series)
            text = _text(x + width / 2, floor - height - 5, _value(bar), VALUE, anchor="middle", weight=600)
            drawn.append(_button(bar, shape + text, chart, turn))
    return floor + LABEL + 12, "".join(drawn)


def _button(bar: Bar, drawn: str, chart: Chart, turn: int) -> str:
    label = f"{bar.category} {bar.series} {_value(bar)} {chart.unit}"
    attributes: dict[str, object] = {"class_": "mz-bar", "aria_label": label}
    if bar.figure.citations:
        attributes |= {"data_turn": turn, "data_cite": bar.figure.citations[0], "role": "button", "tabindex": 0}
    return element("g", element("title", escape(label)), drawn, **attributes)


def _value(bar: Bar) -> str:
    """With a star where it is not printed anywhere, and its share of the whole."""
    star = "" if bar.figure.origin is Origin.STATED else WORKED_OUT
    share = f"（{bar.share}%）" if bar.share is not None else ""
    return f"{bar.value:,f}{star}{share}"


def _shortened(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"


def _rect(x: float, y: float, width: float, height: float, series: int) -> str:
    return element(
        "rect",
        x=round(x, 1),
        y=round(y, 1),
        width=round(width, 1),
        height=round(height, 1),
        class_="mz-drawn",
        fill=f"url(#mz-{PATTERNS[series]})",
    )


def _text(x: float, y: float, text: str, size: int, *, anchor: str = "start", weight: int = 400) -> str:
    return element(
        "text", escape(text), x=round(x, 1), y=round(y, 1), font_size=size, text_anchor=anchor, font_weight=weight
    )


def _legend(chart: Chart) -> str:
    slot = WIDTH / len(chart.series)
    return "".join(
        _rect(slot * place, 2, 14, 12, place) + _text(slot * place + 20, 12, _shortened(name), VALUE)
        for place, name in enumerate(chart.series)
    )


def _patterns() -> str:
    """Solid, hatched and dotted in the ink of the page (`mz-ink`), so that they follow the theme and the printer."""
    ground = element("rect", width=6, height=6, class_="mz-ground")
    inks: Sequence[tuple[str, str]] = (
        ("solid", element("rect", width=6, height=6, class_="mz-ink")),
        ("hatched", ground + element("path", d="M-1 1l2-2M0 6l6-6M5 7l2-2", class_="mz-stroke")),
        ("dotted", ground + element("circle", cx=3, cy=3, r=1.3, class_="mz-ink")),
    )
    patterns = (
        element("pattern", drawn, id=f"mz-{name}", width=6, height=6, patternUnits="userSpaceOnUse")
        for name, drawn in inks
    )
    return element("defs", *patterns)
