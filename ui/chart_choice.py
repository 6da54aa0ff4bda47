"""Which chart, if any, helps to see an answer: chosen by the answer's shape alone.

1. the amounts of money among its figures (no shares, no differences), in one unit
2. what varies among them: years → a trend; agencies → a comparison; items → a composition
3. nothing is drawn of fewer than two amounts, of negative ones, or where more varies than a chart can show
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache

from extractors.model import Measure
from extractors.quantities import MONEY_UNITS, Unit
from rag.model import Answer, Figure
from rag.wording import Wording
from ui.texts import LANGUAGES

MOST_BARS = 24  # more are a table, not a picture
MOST_SERIES = 3  # as many patterns as grey print tells apart
AMOUNTS = (Measure.APPROVED_BUDGET, Measure.ADJUSTED_BUDGET, Measure.FINAL_ACCOUNTS, Measure.EXECUTION)
_UNITS = {unit.symbol: unit for unit in MONEY_UNITS}


class Shape(StrEnum):
    TREND = "trend"  # over years
    COMPARISON = "comparison"  # of agencies, or of items that are not parts of one whole
    COMPOSITION = "composition"  # the parts of a whole that is among the figures


@dataclass(frozen=True, slots=True)
class Bar:
    """One drawn figure. `value` is in the chart's unit; `share` is its percentage of the whole, if there is one."""

    category: str
    series: str
    value: Decimal
    figure: Figure
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """`bars` category by category, in each the series in order. `title` says what all bars have in common."""

    shape: Shape
    title: str
    unit: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]

    @property
    def categories(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(bar.category for bar in self.bars))


def choose_chart(answer: Answer) -> Chart | None:
    """None where a picture would add nothing, or could mislead."""
    figures = [figure for figure in answer.figures if _is_amount(figure)]
    if not 2 <= len(figures) <= MOST_BARS:
        return None
    unit = _UNITS[figures[0].unit]
    values = [_in(unit, figure) for figure in figures]
    if min(values) < 0 or max(values) == 0:
        return None
    agencies, items, years = (_different(figures, name) for name in ("agency", "item", "year"))
    if len(years) > 1 and len(items) == 1 and None not in years:
        return _trend(figures, unit, by_agency=len(agencies) > 1)
    if len(years) > 1:
        return None
    if len(agencies) > 1 and len(items) == 1:
        return _bars(Shape.COMPARISON, figures, unit, "agency")
    if len(agencies) == 1 and len(items) > 1:
        return _composition(figures, unit)
    return None


def _trend(figures: Sequence[Figure], unit: Unit, *, by_agency: bool) -> Chart | None:
    in_time = sorted(figures, key=lambda figure: figure.year or 0)
    kinds = _different(in_time, "measure")
    if by_agency and len(kinds) > 1:
        return None
    return _chart(Shape.TREND, in_time, unit, "year", "agency" if by_agency else "measure")


def _bars(shape: Shape, figures: Sequence[Figure], unit: Unit, category: str) -> Chart | None:
    return _chart(shape, figures, unit, category, "measure")


def _composition(figures: Sequence[Figure], unit: Unit) -> Chart | None:
    """The parts as shares of their whole, where one of the figures is the sum of all others; else side by side."""
    if len(_different(figures, "measure")) > 1:
        return _bars(Shape.COMPARISON, figures, unit, "item")
    total = sum(_in(unit, figure) for figure in figures)
    whole = next((f for f in figures if len(figures) > 2 and _in(unit, f) * 2 == total), None)
    if whole is None:
        return _bars(Shape.COMPARISON, figures, unit, "item")
    parts = [figure for figure in figures if figure is not whole]
    return _chart(Shape.COMPOSITION, parts, unit, "item", "measure", whole=_in(unit, whole), whole_name=whole.item)


def _chart(
    shape: Shape,
    figures: Sequence[Figure],
    unit: Unit,
    category: str,
    series: str,
    *,
    whole: Decimal | None = None,
    whole_name: str = "",
) -> Chart | None:
    names = _different(figures, series)
    places = [(getattr(figure, category), getattr(figure, series)) for figure in figures]
    if len(names) > MOST_SERIES or len(set(places)) < len(places):
        return None  # two figures for one place: two editions, say; the table shows both
    categories = [str(name) for name in _different(figures, category)]
    bars = [
        Bar(str(getattr(figure, category)), str(getattr(figure, series)), value, figure, _share(value, whole))
        for figure, value in ((figure, _in(unit, figure)) for figure in figures)
    ]
    bars.sort(key=lambda bar: (categories.index(bar.category), names.index(bar.series)))
    title = _title(figures, {category, series}, whole_name)
    return Chart(shape, title, unit.symbol, tuple(map(str, names)), tuple(bars))


def _share(value: Decimal, whole: Decimal | None) -> Decimal | None:
    return (value / whole * 100).quantize(Decimal("0.1")) if whole else None


def _title(figures: Sequence[Figure], varying: set[str], whole_name: str) -> str:
    """What is the same for all bars: agency, year, item, measure."""
    common = [
        str(getattr(figures[0], name))
        for name in ("agency", "year", "item", "measure")
        if name not in varying and getattr(figures[0], name)
    ]
    if "measure" in varying and len(_different(figures, "measure")) == 1:
        common.append(figures[0].measure)
    return " · ".join([*common[:2], whole_name, *common[2:]] if whole_name else common)


def _is_amount(figure: Figure) -> bool:
    return figure.unit in _UNITS and figure.measure in _amount_words()


@cache
def _amount_words() -> frozenset[str]:
    """How answers in either language call the measures that are amounts."""
    return frozenset(Wording(language).say(f"measure.{measure.value}") for language in LANGUAGES for measure in AMOUNTS)


def _in(unit: Unit, figure: Figure) -> Decimal:
    return Decimal(figure.value) * _UNITS[figure.unit].factor / unit.factor


def _different(figures: Sequence[Figure], name: str) -> list[object]:
    return list(dict.fromkeys(getattr(figure, name) for figure in figures))
