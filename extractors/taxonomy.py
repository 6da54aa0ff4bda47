"""Printed labels, codes and everyday words → the items that they name.

A name may stand for several items. `find` without a kind prefers an aggregate (公务接待费 of the 三公 table), then
the department economic code, then the functional code, then the government economic code; within a kind an item in
use before one that no longer is, and a wider item before a part of the same name (其他支出 is 229, not 22999). A name
that many items share (行政运行) leads to none: find it `under` its 款, or ask for all `candidates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from extractors.classification import Catalogue, Item, Kind, read_catalogue
from extractors.labels import bare, fold, fold_with_offsets, is_level_marked

__all__ = ["Item", "Kind", "Mention", "Taxonomy", "bare", "load_taxonomy"]

_SUFFIXES = re.compile(r"(?:预算数|决算数|执行数|预算|决算|合计|总额|总计|支出|费用|经费|费|金额|数)$")
_ADDED = ("支出", "费")
_YEAR = re.compile(r"^(?:20)?\d\d年(?:度|初)?|^(?:本年度?|当年|全年)")
_SHORTEST_STEM = 3

# 交通运输局, 教育体育局 and 林业中心 are agencies, not their spending.
_AGENCY = re.compile(r"[^\W\d花用支费是的多少了、在]{0,8}(?:[局厅委]|部门)|中心|部(?!分)|[办院站所处科会队校馆园]")
_SHORT_FUNCTIONAL = 4  # 公安, 监狱: shorter names are read in a sentence only with a level mark
# Between the levels of 司法（06款）信息化建设（13项）.
_PATH_GAP = re.compile(r"[\s（）()\d类款项、，,：:\-—－/]{0,12}")
_CODE = re.compile(
    r"(?<![\d.])(?<!\d,)(?:[235]\d{6}|[235]\d{4}|(?<=[（(\[])[235]\d{2}(?=[）)\]类]))(?!\s*(?:[\d%％万亿元千百个人次]|[.,，]\d))"
)
_ASCII_WORD = re.compile(r"[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Mention:
    """`text[start:end]` names `item`. `wording` is "name", "alias", "everyday" or "code".

    `choices` is not empty where the word may mean several items and the user must choose; `item` is the first.
    """

    start: int
    end: int
    item: Item
    wording: str
    choices: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a folded form may name in a sentence. `alone`: only where nothing else in the sentence is named."""

    form: str
    items: tuple[tuple[Item, str], ...] = ()  # (item, wording), best kind first
    everyday: tuple[Item, ...] = ()
    alone: bool = False


class Taxonomy:
    def __init__(self, catalogue: Catalogue) -> None:
        self._items = catalogue.items
        self._catalogue = catalogue
        self._labels: dict[Kind, dict[str, list[Item]]] = {kind: {} for kind in Kind}
        for item in self._items.values():
            for form in {fold(name) for name in (item.name, item.english, *item.aliases, *item.labels) if name}:
                self._labels[item.kind].setdefault(form, []).append(item)

    @property
    def items(self) -> Iterable[Item]:
        return self._items.values()

    def item(self, key: str) -> Item:
        """The item of a key; KeyError where there is none."""
        return self._items[key]

    def by_code(self, code: str, *, label: str | None = None) -> Item | None:
        """The item of a printed code ("[30217]", "201 03 01"). A code whose meaning moved is told by its `label`."""
        digits = re.sub(r"\D", "", code)
        moved = self._catalogue.moved.get((digits, bare(label))) if label else None
        return self._items.get(moved or digits)

    def find(self, label: str, *, kind: Kind | None = None, under: str | None = None) -> Item | None:
        """The item that a printed label names; `under` is a code that its own must begin with."""
        kinds = (kind,) if kind else tuple(Kind)
        for form in _forms(label):
            named = [[item for item in self._labels[k].get(form, ()) if _is_under(item, under)] for k in kinds]
            for in_use in (True, False):
                for items in named:
                    item = _widest([item for item in items if (item.until is None) is in_use])
                    if item:
                        return item
        return None

    def part_of(self, code: str, label: str) -> Item | None:
        """The item one level below a functional code that the label names."""
        for form in _forms(label):
            items = [item for item in self._labels[Kind.FUNCTIONAL].get(form, ()) if item.parent == code]
            if len(items) == 1:
                return items[0]
        return None

    def candidates(self, label: str) -> tuple[Item, ...]:
        """Every item that the label or everyday word may name, best first; also those that only a code tells apart."""
        form = bare(label)
        entry = self._entries.get(form)
        found = list(entry.everyday) if entry else []
        found += [item for kind in Kind for item in self._labels[kind].get(form, ())]
        return tuple(dict.fromkeys(found))

    def mentions(self, text: str) -> list[Mention]:
        """What a sentence or question names, in order, without overlaps, the longest name first."""
        folded, offsets = fold_with_offsets(text)
        found: list[Mention] = []
        alone: list[Mention] = []
        position = 0
        while position < len(folded) - 1:
            for entry in self._index.get(folded[position : position + 2], ()):
                if not folded.startswith(entry.form, position):
                    continue
                start, end = offsets[position], offsets[position + len(entry.form) - 1] + 1
                mention = _read(entry, text, start, end, found[-1] if found else None)
                if mention:
                    (alone if entry.alone else found).append(mention)
                    position += len(entry.form) - 1
                    break
            position += 1
        found = sorted([*found, *self._code_mentions(text, found)], key=lambda mention: mention.start)
        return found or alone

    def _code_mentions(self, text: str, found: Sequence[Mention]) -> Iterator[Mention]:
        for match in _CODE.finditer(text):
            item = self.by_code(match.group())
            overlaps = any(mention.start < match.end() and match.start() < mention.end for mention in found)
            if item and not overlaps:
                yield Mention(match.start(), match.end(), item, "code")

    @cached_property
    def _entries(self) -> dict[str, _Entry]:
        named: dict[str, list[tuple[Item, str]]] = {}
        for kind in Kind:
            for item in (item for item in self.items if item.kind is kind and item.in_sentences):
                for name in dict.fromkeys((item.name, item.english, *item.aliases, *_spelt_out(item))):
                    if name:
                        named.setdefault(fold(name), []).append((item, "name" if name == item.name else "alias"))
        entries = {form: _Entry(form, items=tuple(items)) for form, items in named.items()}
        for word, keys in self._catalogue.words.items():
            form = fold(word)
            items = entries[form].items if form in entries else ()
            entries[form] = _Entry(form, items, everyday=tuple(map(self.item, keys)))
        for phrase, key in self._catalogue.when_alone.items():
            entries.setdefault(fold(phrase), _Entry(fold(phrase), everyday=(self.item(key),), alone=True))
        return entries

    @cached_property
    def _index(self) -> dict[str, list[_Entry]]:
        """Entries by their first two characters, longest first."""
        index: dict[str, list[_Entry]] = {}
        for entry in sorted(self._entries.values(), key=lambda entry: len(entry.form), reverse=True):
            index.setdefault(entry.form[:2], []).append(entry)
        return index


@cache
def load_taxonomy() -> Taxonomy:
    return Taxonomy(read_catalogue())


def _forms(label: str) -> Iterator[str]:
    """The bare label; then 费 for 费用; then without a year, a trailing 预算数 or 支出; then with 支出 or 费 added."""
    form = bare(label)
    yield form
    if form.endswith("费用"):
        yield form[:-1]
    undated = _YEAR.sub("", form)
    if undated != form:
        yield undated
    stem = _SUFFIXES.sub("", undated)
    while stem != undated and len(stem) >= _SHORTEST_STEM:
        yield stem
        undated, stem = stem, _SUFFIXES.sub("", stem)
    for suffix in _ADDED:
        yield form + suffix


def _is_under(item: Item, code: str | None) -> bool:
    return item.by_name if code is None else bool(item.code and item.code.startswith(code))


def _widest(items: Sequence[Item]) -> Item | None:
    """The one item, or the one with the shortest code; None where several are equally wide."""
    if len(items) < 2:
        return items[0] if items else None
    first, second, *_ = sorted(items, key=lambda item: len(item.key))
    return first if len(first.key) < len(second.key) else None


def _read(entry: _Entry, text: str, start: int, end: int, before: Mention | None) -> Mention | None:
    """What the form means where it stands, or None where it means nothing there."""
    if _cuts_a_word(text, start, end):
        return None
    functional = [(item, wording) for item, wording in entry.items if item.kind is Kind.FUNCTIONAL]
    level_marked = is_level_marked(text, end)
    if functional:
        path = _path(text, start, before)
        below = _widest([item for item, _ in functional if path and item.key != path and _is_under(item, path)])
        item = below or (_widest([item for item, _ in functional if item.by_name]) if level_marked else None)
        if item:
            return Mention(start, end, item, dict(functional)[item])
    if entry.everyday and not (entry.everyday[0].kind is Kind.FUNCTIONAL and _AGENCY.match(text, end)):
        choices = entry.everyday if len(entry.everyday) > 1 else ()
        return Mention(start, end, entry.everyday[0], "everyday", choices)
    return _plain(entry, text, start, end)


def _plain(entry: _Entry, text: str, start: int, end: int) -> Mention | None:
    wordings = dict(entry.items)
    for kind in Kind:
        items = [item for item in wordings if item.kind is kind and item.by_name]
        item = _widest([item for item in items if item.until is None]) or _widest(items)
        if item and not (kind is Kind.FUNCTIONAL and _is_more_likely_an_agency(entry.form, text, end)):
            return Mention(start, end, item, wordings[item])
    return None


def _spelt_out(item: Item) -> tuple[str, ...]:
    """司法支出: a name too short to be read by itself can be read with what it is."""
    is_short = item.kind is Kind.FUNCTIONAL and len(item.name) < _SHORT_FUNCTIONAL
    return (f"{item.name}{_ADDED[0]}",) if is_short else ()


def _is_more_likely_an_agency(form: str, text: str, end: int) -> bool:
    if form.endswith("支出"):
        return False
    return len(form) < _SHORT_FUNCTIONAL or _AGENCY.match(text, end) is not None


def _path(text: str, start: int, before: Mention | None) -> str | None:
    """The functional code that the text has just named and goes on from."""
    if before is None or before.item.kind is not Kind.FUNCTIONAL or not before.item.code:
        return None
    return before.item.code if _PATH_GAP.fullmatch(text, before.end, start) else None


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    """Whether a Latin name begins or ends inside a longer word: revenue in revenues is cut, in "revenue?" is not."""
    around = ((text[start - 1 : start], text[start]), (text[end : end + 1], text[end - 1]))
    return any(_ASCII_WORD.match(outer.lower()) and _ASCII_WORD.match(inner.lower()) for outer, inner in around)
