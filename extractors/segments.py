"""A run of characters of one line, with its place."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.model import BBox


@dataclass(frozen=True, slots=True)
class Segment:
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    edges: tuple[float, ...] = ()
    """Where its characters begin, and where the last one ends; empty where several lines are put together."""

    @property
    def box(self) -> BBox:
        return (self.x0, self.top, self.x1, self.bottom)

    @property
    def size(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half way down."""
        return (self.top + self.bottom) / 2

    @property
    def center(self) -> float:
        """Half way across."""
        return (self.x0 + self.x1) / 2

    def overlaps(self, other: Segment) -> bool:
        """Whether one stands above the other."""
        return self.x0 < other.x1 and other.x0 < self.x1

    def cut(self, x: float, tolerance: float) -> tuple[Segment, Segment] | None:
        """Both parts, where two characters part within `tolerance` of `x`."""
        if len(self.edges) != len(self.text) + 1:
            return None
        i = min(range(len(self.edges)), key=lambda i: abs(self.edges[i] - x))
        if not 0 < i < len(self.text) or abs(self.edges[i] - x) > tolerance:
            return None
        left = Segment(self.text[:i].rstrip(), self.x0, self.top, self.edges[i], self.bottom, self.edges[: i + 1])
        right = Segment(self.text[i:].lstrip(), self.edges[i], self.top, self.x1, self.bottom, self.edges[i:])
        return left, right

    def followed_by(self, other: Segment) -> Segment:
        """Both as one, on one line."""
        return self._with(other, f"{self.text} {other.text}")

    def over(self, other: Segment) -> Segment:
        """Both as one, this line above the other."""
        return self._with(other, f"{self.text}\n{other.text}")

    def _with(self, other: Segment, text: str) -> Segment:
        return Segment(
            text,
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )
