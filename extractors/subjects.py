"""The words before a figure → what the figure is about: items of the taxonomy, the money they are limited to, a label.

    words → without what introduces the figure → a code, a chain of 类款项, a side of the balance, or a name

A name that is not resolved stays a label: better no item than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from extractors.phrases import load_phrases
from extractors.taxonomy import Item, Kind, load_taxonomy

MAX_LABEL = 60
_OTHER_SIDE = {"收入": "支出", "支出": "收入"}
_TOTAL = "total"  # 合计 in a sentence is the total of whatever it speaks of


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is about. Each of several `items` (收、支总计) has the figure; without one only the label
    is known."""

    label: str
    items: tuple[str, ...] = ()
    aspect: str | None = None
    code: str | None = None

    @property
    def is_known(self) -> bool:
        return bool(self.items)


@dataclass(frozen=True, slots=True)
class Context:
    """What the section titles say for all figures under them: the money, and the classification that names are of."""

    scope: str | None = None
    kind: Kind | None = None


NO_CONTEXT = Context()


def section_context(section: tuple[str, ...]) -> Context:
    scopes = (scope_in(title) for title in reversed(section))
    kinds = (_kind_in(title) for title in reversed(section))
    return Context(next(filter(None, scopes), None), next(filter(None, kinds), None))


class SubjectReader:
    """Reads subjects in one document: it knows the publisher's names, which precede many subjects."""

    def __init__(self, names: tuple[str, ...]) -> None:
        words = sorted(filter(None, names), key=len, reverse=True)
        notes = r"(?:[（(][^（）()]{1,6}[)）])?"
        own = "".join(f"{re.escape(name)}{notes}|" for name in words)
        self._start = re.compile(f"(?:{own}{load_phrases().subject_start.pattern})")
        self._owner = re.compile(f"(?:{own}{load_phrases().owner.pattern})")

    def read(
        self, words: str, context: Context = NO_CONTEXT, whole: Subject | None = None, *, is_first: bool = False
    ) -> Subject | None:
        """The subject that the words name; None where they name none and only introduce the figure.

        `is_first`: nothing was named before, so that 支出决算 is not the 决算 of something. `whole` is what this is
        a part of: parts of something unknown, or of 机关运行经费, are not the items that their names are elsewhere.
        """
        text = self.without_start(words)
        if not is_first and _says_only_which(words, text) and not self._is_own_budget(words):
            return None
        label = label_of(text)
        known = self._known(words, context) or _part(label, whole)
        if known is None:
            return Subject(label) if _without_ends(text) or (is_first and label) else None
        if whole and (not whole.is_known or set(whole.items) & load_phrases().foreign_wholes):
            return Subject(label, code=known.code)
        aspect = known.aspect or _inherited_aspect(known.items, whole, context)
        return replace(known, label=label, aspect=aspect)

    def names_owner(self, words: str) -> bool:
        """Whether the words begin with the publisher itself: 本部门当年预算支出."""
        return self._owner.match(words) is not None

    def has_introduction(self, words: str) -> bool:
        """Whether the words say whose or which year's: 2021年支出合计, not 支出合计."""
        return self._start.match(words) is not None

    def read_none(self, words: str) -> Subject | None:
        """The subject of a sentence that says there is none of it: 政府性基金预算拨款安排的支出."""
        phrases, text = load_phrases(), words
        while match := phrases.none_start.match(text):
            text = text[match.end() :]
        subject = self.read(text)
        while subject and not subject.is_known and (end := phrases.none_end.search(text)):
            text = text[: end.start()]
            subject = self.read(text)
        if subject is None:
            return None
        pairs = (load_phrases().none_pairs.get(item) for item in subject.items)
        return replace(subject, label=words, items=tuple(dict.fromkeys((*subject.items, *filter(None, pairs)))))

    def without_start(self, words: str) -> str:
        """The words without introductions: （三）其中：公务接待费 → 公务接待费."""
        text = words
        while match := self._start.match(text):
            text = text[match.end() :]
        return text

    def _known(self, words: str, context: Context) -> Subject | None:
        coded = _coded(words) or _chained(words)
        if coded:
            return replace(coded, aspect=_aspect(words, coded.items))
        kind = Kind.FUNCTIONAL if load_phrases().functional_mark.search(words) else context.kind
        texts = [text for start in self._starts(words) for text in _ends(start)]
        sides = next((found for text in texts if (found := _sides(text, words, context)) is not None), None)
        items = next(filter(None, (_named(text, kind) for text in texts)), ()) if sides is None else sides
        if not items and self._is_own_budget(words):
            items = load_phrases().own_budget_items
        return Subject("", items, _aspect(words, items)) if items else None

    def _is_own_budget(self, words: str) -> bool:
        """深圳市人民政府口岸办公室预算55,884.67万元."""
        owner = self._owner.match(words)
        return owner is not None and load_phrases().own_budget.fullmatch(words, owner.end()) is not None

    def _starts(self, words: str) -> Iterator[str]:
        """The words, each time with one more introduction taken off their start."""
        text = words
        yield text
        while match := self._start.match(text) or _scope_start(text) or load_phrases().whose.match(text):
            text = text[match.end() :]
            yield text

    def other_side(self, clause: str, before: Subject | None) -> Subject | None:
        """收入100万元，支出100万元: the bare word names the other side of the balance that was spoken of."""
        word = clause.strip()
        if before is None or word not in _OTHER_SIDE:
            return None
        pairs = ((own + word, own + _OTHER_SIDE[word]) for own in ("", "own_"))
        for sides, (here, there) in product(load_phrases().sides.values(), pairs):
            if here in sides and there in sides and sides[there] == list(before.items):
                return Subject(word, tuple(sides[here]), before.aspect)
        return None


def is_total(subject: Subject) -> bool:
    """Whether it is a side of the balance of all money."""
    totals = {key for keys in load_phrases().sides["all"].values() for key in keys}
    return bool(subject.items) and totals.issuperset(subject.items)


def only_money(subject: Subject) -> Subject:
    """在职人员经费 is no item 在职人员: money is not what is counted, except as the worth of assets."""
    phrases = load_phrases()
    if any(phrases.countable.match(item) and not phrases.assets.match(item) for item in subject.items):
        return replace(subject, items=(), aspect=None)
    return subject


def only_countable(subject: Subject | None) -> Subject | None:
    """The subject without an item that no number of things can be of."""
    if subject is None or all(load_phrases().countable.match(item) for item in subject.items):
        return subject
    return replace(subject, items=(), aspect=None)


def _says_only_which(words: str, text: str) -> bool:
    """年初预算为, 支出: the figure is about what was named before. 2021年收入 is not so: it names a side itself."""
    phrases = load_phrases()
    bare = phrases.label_end.sub("", text)
    return not bare or bool(phrases.measure_only.fullmatch(bare) or phrases.bare_side.fullmatch(words.strip()))


def label_of(text: str) -> str:
    """The words as they are shown: without how they introduce the figure."""
    label = load_phrases().label_end.sub("", text)[-MAX_LABEL:]
    return "“" + label if label.count("”") > label.count("“") else label


def _ends(words: str) -> Iterator[str]:
    """The words, each time with one more introduction taken off their end; never nothing."""
    text = words
    while text:
        yield text
        match = load_phrases().subject_end.search(text)
        if not match:
            return
        text = text[: match.start()]


def _without_ends(words: str) -> str:
    text = words
    while match := load_phrases().subject_end.search(text):
        text = text[: match.start()]
    return text


def _scope_start(text: str) -> re.Match[str] | None:
    words = load_phrases().scope_words.pattern
    for pattern in load_phrases().scopes.values():
        match = re.match(f"(?:{pattern.pattern}){words}", text)
        if match and match.end() < len(text):
            return match
    return None


def _aspect(words: str, items: tuple[str, ...]) -> str | None:
    if set(items) & load_phrases().scoped_items:
        return None
    return scope_in(words)


def scope_in(words: str) -> str | None:
    """The one kind of money that the words name; None for none or several. 一般公共预算财政拨款 is the former."""
    named = [key for key, pattern in load_phrases().scopes.items() if pattern.search(words)]
    narrow = [key for key in named if key != "fiscal_appropriation"]
    found = narrow or named
    return found[0] if len(found) == 1 else None


def _inherited_aspect(items: tuple[str, ...], whole: Subject | None, context: Context) -> str | None:
    """The money that the whole or the section limits the items to, where they are of a kind that is limited so."""
    limited = load_phrases().limited_by_section
    of_whole = (whole.aspect or _scope_of(whole.items)) if whole else None
    closed = next((scope for scope in (of_whole, context.scope) if scope in load_phrases().closed_scopes), None)
    if closed and not set(items) & load_phrases().scoped_items:
        return closed
    if not all(item in limited or item.isdigit() for item in items):
        return None
    return of_whole or context.scope


def _scope_of(items: tuple[str, ...]) -> str | None:
    return next((key for key in load_phrases().scopes for item in items if item.startswith(key)), None)


def _kind_in(title: str) -> Kind | None:
    return next((Kind(name) for name, pattern in load_phrases().kinds if pattern.search(title)), None)


# ------------------------------------------------------------------------------------- ways of naming


def _named(text: str, kind: Kind | None) -> tuple[str, ...]:
    taxonomy = load_taxonomy()
    item = (taxonomy.find(text, kind=kind) if kind else None) or taxonomy.find(text)
    return (item.key,) if item and item.key != _TOTAL else ()


def _sides(text: str, words: str, context: Context) -> tuple[str, ...] | None:
    """收、支总计 and 支出预算: both sides of the balance or one, of all money or of that which the words name.

    None where the text is neither; nothing where it is a total that no item stands for.
    """
    match = load_phrases().side.fullmatch(text)
    if not match or not (match["both"] or match["one"]):
        return None
    sides = load_phrases().sides.get(scope_in(words) or context.scope or "all", {})
    if match["both"]:
        return tuple(sides.get("both", ())) or None
    if "总计" in sides and load_phrases().grand_total.search(text):
        return tuple(sides["总计"])
    one = sides.get(f"own_{match['one']}") if match["own"] else None
    return tuple(one or sides.get(match["one"] or "") or ()) or None


def _coded(words: str) -> Subject | None:
    phrases = load_phrases()
    match = phrases.code_after.search(words) or phrases.code_before.search(words)
    if not match:
        return None
    item = load_taxonomy().by_code(match["code"])
    return Subject("", (item.key,) if item else (), code=match["code"])


def _chained(words: str) -> Subject | None:
    """一般公共服务支出（类）信访事务（款）行政运行（项）, by its digits or from name to name."""
    parts = list(load_phrases().chain_part.finditer(words))
    if not parts:
        return None
    digits = "".join(part["code"] or "" for part in parts)
    if all(part["code"] for part in parts) and load_taxonomy().by_code(digits):
        return Subject("", (digits,), code=digits)
    item: Item | None = None
    for part in parts:
        name = part["name"].strip("“”\"' ")
        below = load_taxonomy().find(name, kind=Kind.FUNCTIONAL, under=item.code) if item else None
        item = below or load_taxonomy().find(name, kind=Kind.FUNCTIONAL)
    return Subject("", (item.key,) if item else (), code=item.code if item else None)


def _part(label: str, whole: Subject | None) -> Subject | None:
    if load_phrases().no_part.search(label):
        return None
    for key in whole.items if whole else ():
        for word, part in load_phrases().parts_of.get(key, {}).items():
            if word in label:
                return Subject(label, (part,))
    return None
