"""Printed amounts and their units.

Money is `Decimal`; its exponent is the printed precision ("4.00" and "4" are equal but not alike). Everything here is
frozen and imports nothing but the standard library.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Dimension(StrEnum):
    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Unit:
    """A printed unit. `factor` converts to the base of its dimension: yuan for money, 1 otherwise."""

    symbol: str
    dimension: Dimension
    factor: Decimal = Decimal(1)


YUAN = Unit("元", Dimension.MONEY)
THOUSAND_YUAN = Unit("千元", Dimension.MONEY, Decimal(1000))
TEN_THOUSAND_YUAN = Unit("万元", Dimension.MONEY, Decimal(10_000))
MILLION_YUAN = Unit("百万元", Dimension.MONEY, Decimal(1_000_000))
HUNDRED_MILLION_YUAN = Unit("亿元", Dimension.MONEY, Decimal(100_000_000))
PERCENT = Unit("%", Dimension.PERCENT)
MONEY_UNITS = (YUAN, THOUSAND_YUAN, TEN_THOUSAND_YUAN, MILLION_YUAN, HUNDRED_MILLION_YUAN)


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed amount. `Amount(Decimal("12.50"), TEN_THOUSAND_YUAN, "12.50")` is 125,000 yuan.

    `unit` is None where the document gives none: such an amount is never compared with money.
    """

    value: Decimal
    unit: Unit | None
    text: str

    @property
    def base(self) -> Decimal:
        """The value in the base of its dimension (yuan for money); as printed where there is no unit."""
        return self.value * self.unit.factor if self.unit else self.value

    @property
    def rounding(self) -> Decimal:
        """The most that printing can have rounded away, in the base unit: half of the last printed digit."""
        exponent = self.value.as_tuple().exponent
        assert isinstance(exponent, int)  # amounts are finite: the parser makes no NaN
        half = Decimal(5).scaleb(exponent - 1)
        return half * self.unit.factor if self.unit else half

    def to(self, unit: Unit) -> Decimal:
        """The exact value in another unit of the same dimension, no digit lost or invented."""
        if self.unit is None or self.unit.dimension != unit.dimension:
            raise ValueError(f"{self.text} is in {self.unit}, not convertible to {unit.symbol}")
        return self.base / unit.factor
