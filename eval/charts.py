"""Shares with their intervals as a picture: SVG without script, which prints as it is seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

COLOURS = ("#0b6e4f", "#c1440e", "#3366aa", "#8a6d00", "#7b3f9e", "#555555")
# Around (0, 0), 4 pixels to each side: in grey print the shape tells the series.
SHAPES = (
    '<circle r="4.2"{at}/>',
    '<path d="M-3.6-3.6h7.2v7.2h-7.2z"{at}/>',
    '<path d="M0-4.8l4.8 4.8-4.8 4.8-4.8-4.8z"{at}/>',
    '<circle r="3.6" fill="#fff" stroke-width="1.8"{at}/>',
    '<path d="M0-4.6l4.4 7.8h-8.8z"{at}/>',
    '<path d="M-3.4-3.4h6.8v6.8h-6.8z" fill="#fff" stroke-width="1.8"{at}/>',
)
LABEL_WIDTH, PLOT_WIDTH, MARGIN = 130, 560, 20  # pixels, as all lengths here
SERIES_HEIGHT, ROW_GAP, LEGEND_HEIGHT = 13, 10, 24


@dataclass(frozen=True, slots=True)
class Dot:
    """A share of 1 and its interval."""

    rate: float
    low: float
    high: float
    title: str  # shown where the mouse rests


@dataclass(frozen=True, slots=True)
class Row:
    """One dot a series; None where the series has none."""

    label: str
    dots: Sequence[Dot | None]


def dot_chart(series: Sequence[str], rows: Sequence[Row]) -> str:
    """Per cent from left to right; a line is the 95 % interval."""
    row_height = SERIES_HEIGHT * len(series) + ROW_GAP
    bottom = LEGEND_HEIGHT + row_height * len(rows)
    width, height = LABEL_WIDTH + PLOT_WIDTH + 2 * MARGIN, bottom + MARGIN
    parts = [*_legend(series), *_grid(bottom)]
    for number, row in enumerate(rows):
        parts += _row(row, LEGEND_HEIGHT + number * row_height, row_height)
    drawn = "".join(parts)
    return f'<svg viewBox="0 0 {width} {height}" width="{width}" role="img" font-size="12">{drawn}</svg>'


def _legend(series: Sequence[str]) -> Iterator[str]:
    step = PLOT_WIDTH / max(len(series), 4)
    for number, name in enumerate(series):
        left = LABEL_WIDTH + number * step
        yield f'<g stroke="{_colour(number)}" fill="{_colour(number)}">{_shape(number, round(left), 10)}</g>'
        yield f'<text x="{left + 8:.0f}" y="14">{escape(name)}</text>'


def _grid(bottom: int) -> Iterator[str]:
    for percent in range(0, 101, 25):
        x = _x(percent / 100)
        yield f'<line x1="{x}" x2="{x}" y1="{LEGEND_HEIGHT}" y2="{bottom}" stroke="#ddd"/>'
        yield f'<text x="{x}" y="{bottom + 14}" text-anchor="middle" fill="#555">{percent} %</text>'


def _row(row: Row, top: int, height: int) -> Iterator[str]:
    middle = top + height / 2
    yield f'<text x="{LABEL_WIDTH - 12}" y="{middle + 2:.0f}" text-anchor="end">{escape(row.label)}</text>'
    for number, dot in enumerate(row.dots):
        if dot is not None:
            y = top + ROW_GAP / 2 + SERIES_HEIGHT * (number + 0.5)
            yield (
                f'<g stroke="{_colour(number)}" fill="{_colour(number)}"><title>{escape(dot.title)}</title>'
                f'<line x1="{_x(dot.low)}" x2="{_x(dot.high)}" y1="{y}" y2="{y}" stroke-width="2" opacity=".45"/>'
                f"{_shape(number, _x(dot.rate), y)}</g>"
            )


def _x(share: float) -> float:
    return round(LABEL_WIDTH + share * PLOT_WIDTH, 1)


def _shape(number: int, x: float, y: float) -> str:
    return SHAPES[number % len(SHAPES)].format(at=f' transform="translate({x} {y})"')


def _colour(number: int) -> str:
    return COLOURS[number % len(COLOURS)]
