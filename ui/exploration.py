"""What one person looks at among all facts: a value that every event turns into the next one, and an address holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from rag.browsing import Browsing, Dimension, Order, Selection
from ui.links import read_number

TAB = "explore"
PAGE = 50  # facts, or lines, shown at once
MOST_COLUMNS = 8  # agencies or years side by side on the screen; a file has all
LONGEST_TEXT = 60  # characters looked for in labels
Member = TypeVar("Member", bound=StrEnum)


class View(StrEnum):
    LIST = "list"
    AGENCIES = "agencies"  # side by side
    YEARS = "years"


OVER = {View.AGENCIES: Dimension.AGENCY, View.YEARS: Dimension.YEAR}


@dataclass(frozen=True, slots=True)
class Exploration:
    """`page` counts from 0."""

    selection: Selection = field(default_factory=Selection)
    view: View = View.LIST
    order: Order = Order.DOCUMENT
    descending: bool = False
    page: int = 0

    def select(self, view: str, filters: Mapping[Dimension, Sequence[str]], text: str) -> Exploration:
        """Other filters: the first page of what they let pass."""
        kept = {dimension: tuple(values) for dimension, values in filters.items() if values}
        selection = Selection(kept, text.strip()[:LONGEST_TEXT])
        return replace(self, selection=selection, view=_member(View, view, View.LIST), page=0)

    def sort(self, column: str) -> Exploration:
        """By another column, or the other way round by the same."""
        order = _member(Order, column, self.order)
        return replace(self, order=order, descending=order is self.order and not self.descending, page=0)

    def turn_to(self, page: int) -> Exploration:
        return replace(self, page=max(page, 0))

    def columns(self, browsing: Browsing) -> tuple[str, ...]:
        """What stands side by side: the agencies or years chosen, else all that the other filters leave."""
        over = OVER[self.view]
        chosen = self.selection.filters.get(over, ())
        found = chosen or tuple(option.value for option in browsing.options(over, self.selection))
        return tuple(sorted(found)) if over is Dimension.YEAR else found

    def to_pairs(self) -> list[tuple[str, str]]:
        """As the address of a file of it holds it."""
        filters = self.selection.filters.items()
        pairs = [(dimension.value, value) for dimension, values in filters for value in values]
        more = [("text", self.selection.text), ("view", self.view.value), ("order", self.order.value)]
        return [*pairs, *(pair for pair in more if pair[1]), *([("descending", "1")] if self.descending else [])]

    @property
    def link(self) -> str:
        """The query of the page's address that leads back to it, the page of the list with it."""
        turned = [("from", str(self.page))] if self.page else []
        return f"?{urlencode([('tab', TAB), *self.to_pairs(), *turned])}"


def read_exploration(pairs: Iterable[tuple[str, str]]) -> Exploration:
    """From an address; what makes no sense is left out."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    last = {name: values[-1] for name, values in given.items()}
    filters = {dimension: given[dimension.value] for dimension in Dimension if dimension.value in given}
    exploration = Exploration().select(last.get("view", ""), filters, last.get("text", ""))
    order = _member(Order, last.get("order", ""), Order.DOCUMENT)
    page = read_number(last.get("from", ""))
    return replace(exploration, order=order, descending="descending" in given, page=page)


def _member(kind: type[Member], value: str, otherwise: Member) -> Member:
    return kind(value) if value in set(kind) else otherwise
