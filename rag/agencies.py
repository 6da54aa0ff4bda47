"""Which loaded agencies a question names.

1. text → agencies whose full name, core or alias stands in it (改革协调局)
2. the rest of the text → abbreviations (国资委, 高新区管委会), then slips of the pen (改革协凋局)
3. what ends like an agency and is none of these is an agency that is not loaded
4. a place named beside or instead of an agency narrows the choice (孟津 …; 福州的信访局)
5. a name that several agencies share means the one where the others named are (深圳市信访局、审计局)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from rag.agency_slips import is_kind, short_slip, slip_of_full
from rag.before_names import CHINESE, names_place, segment_start, unexplained, without_filler, words_before
from rag.disclosers import group_documents
from rag.higher_places import Place
from rag.lexicon import Lexicon, load_lexicon, normalise
from rag.model import StoredDocument
from rag.names import (
    ADMINISTRATIVE,
    SHORTEST_NAME,
    SHORTEST_TYPO,
    Name,
    abbreviates,
    is_subsequence,
    shortened_in,
    slip,
    split_name,
)
from rag.naming import Naming, Search
from rag.place_lists import Agency, find_place_lists
from rag.query import Discloser, Reading
from rag.shared_endings import listed_heads, shared_endings

SHORTEST_FULL_NAME = 4  # characters after the place: 西安市全部 is no agency
SHORTEST_BEGINNING = 6  # characters of a name without its place: 医疗保障 begins too many


class Directory:
    """The agencies of a library, to be looked up by any of their names."""

    def __init__(self, documents: Sequence[StoredDocument]) -> None:
        self.disclosers = group_documents(documents)
        self._names = {
            d.name: tuple(dict.fromkeys(split_name(name, normalise(d.place)) for name in d.names))
            for d in self.disclosers
        }
        self._at = {d.name: Place(d, self._names[d.name]) for d in self.disclosers}
        self._places = {d.name: _place_words(d, self._names[d.name]) for d in self.disclosers}
        self._short = {d.name: [a for doc in d.documents for a in doc.aliases if len(a) == 2] for d in self.disclosers}
        self._spellings = self._longest_first()
        cores = [(name.core, d) for d in self.disclosers for name in self._names[d.name]]
        self._shared_endings = shared_endings(cores)
        self._by_place = [Agency(d, self._names[d.name], self._places[d.name]) for d in self.disclosers]
        self._known_places = load_lexicon().places.union(*self._places.values())

    def read(self, text: str) -> Naming:
        """`text` is normalised; the agencies come in the order in which it names them."""
        search = Search(text, load_lexicon())
        self._find_by_places(search)
        self._find_enumerated(search)
        self._find_written_out(search)
        self._find_by_ending(search)
        if not search.agencies and not search.unknown:
            self._find_very_short(search)
        if not search.agencies and not search.unknown:
            self._find_by_beginning(search)
        if not search.agencies and not search.unknown:
            self._find_misspelt(search)
        self._narrow_by_place(search)
        search.narrow_by_company()
        return search.naming()

    def _find_by_places(self, search: Search) -> None:
        """上海、深圳两家审计局: each is named by its place, and what it is once for all of them."""
        for found in find_place_lists(search.text, self._by_place, self._known_places):
            for member in found.members:
                search.found(member.disclosers, found.start, found.start)
                search.unknown += [] if member.disclosers else [member.wording]
            search.blank(found.start, found.end)

    def _find_enumerated(self, search: Search) -> None:
        """仓山和鼓楼两个生态环境局: what the names end in is written once, after what they begin with."""
        for ending, heads in self._shared_endings.items():
            start = search.text.find(ending)
            listed = listed_heads(heads).search(search.text[:start]) if start > 0 else None
            if listed is None:
                continue
            for head, discloser in heads.items():
                if (at := search.text.find(head, listed.start(), start)) >= 0:
                    search.found([discloser], at, at)
            search.blank(listed.start(), start + len(ending))

    def _find_very_short(self, search: Search) -> None:
        """高院, 江苏高院: an alias of two characters counts where nothing but the agency's place stands before it."""
        for discloser in self.disclosers:
            for name in self._short[discloser.name]:
                start = search.text.find(name)
                before = words_before(search, start) if start >= 0 else "?"
                if not before or before in self._places[discloser.name]:
                    search.found([discloser], start - len(before), start + len(name))

    def _find_by_beginning(self, search: Search) -> None:
        """职业教育基地 or 职教基地 for 职业教育基地综合协调办公室: so much of a name that no other begins with it."""
        found: dict[str, list[Discloser]] = {}
        for discloser in self.disclosers:
            for core in {name.core for name in self._names[discloser.name]}:
                heads = (core[:length] for length in range(len(core) - 1, SHORTEST_BEGINNING - 1, -1))
                if head := next((h for h in heads if h in search.text), "") or shortened_in(search.text, core):
                    found.setdefault(head, []).append(discloser)
        head = max(found, key=len, default="")
        named = list(dict.fromkeys(found.get(head, ())))
        if len(named) == 1:
            start = search.text.find(head)
            search.readings.append(Reading(head, named[0].name))
            search.found(named, start, start + len(head))

    def _longest_first(self) -> list[tuple[str, list[Discloser]]]:
        spellings: dict[str, list[Discloser]] = {}
        for discloser in self.disclosers:
            for spelling in {s for name in self._names[discloser.name] for s in (name.full, name.core)}:
                if len(spelling) >= SHORTEST_NAME:
                    spellings.setdefault(spelling, []).append(discloser)
        return sorted(spellings.items(), key=lambda item: (-len(item[0]), item[0]))

    def _find_written_out(self, search: Search) -> None:
        for spelling, disclosers in self._spellings:
            while (start := search.text.find(spelling)) >= 0:
                self._take(search, disclosers, start, start + len(spelling))

    def _take(self, search: Search, candidates: Sequence[Discloser], start: int, end: int) -> None:
        """Candidates that fit what stands before the name; where none does, it is another place's agency."""
        before = words_before(search, start)
        fits = bool(before) and any(self._is_at(d, before, search.lexicon) for d in candidates)
        if before and not fits and search.text[start] in ADMINISTRATIVE:  # the 市 of 市水务局 belongs to 湖州 before it
            before, start = before + search.text[start], start + 1
        elif not before and search.text[start] in ADMINISTRATIVE:  # 市审计局 is any city's, whoever calls itself so
            candidates = list(dict.fromkeys((*candidates, *self._called(search.text[start + 1 : end]))))
        fitting = [d for d in candidates if not before or self._is_at(d, before, search.lexicon)]
        fitting = fitting or self._within(search.text[start:end], before, search.lexicon)
        if fitting:
            search.found(fitting, start - self._reach(fitting, before), end)
        else:
            search.unknown.append(before + search.text[start:end])
            search.blank(start - len(before), end)

    def _called(self, core: str) -> list[Discloser]:
        return [d for d in self.disclosers if any(name.core == core for name in self._names[d.name])]

    def _within(self, written: str, before: str, lexicon: Lexicon) -> list[Discloser]:
        """Whose shorter name the words end in, where they begin with the rest of its place: 教育局 in 县教育局, which
        another county's is called."""
        spellings = dict(self._spellings)
        for length in range(len(written) - SHORTEST_NAME + 1):
            named = spellings.get(written[length:], [])
            if fitting := [d for d in named if self._is_at(d, before + written[:length], lexicon)]:
                return fitting
        return []

    def _reach(self, disclosers: Sequence[Discloser], before: str) -> int:
        """How many of the characters before a name belong to it as its place: two of 三公经费比苏州."""
        places = [word for d in disclosers for word in self._places[d.name] if before.endswith(word)]
        whole = any(is_subsequence(before, name.prefix) for d in disclosers for name in self._names[d.name])
        return len(before) if before and whole else max(map(len, places), default=0)

    def _is_at(self, discloser: Discloser, before: str, lexicon: Lexicon) -> bool:
        """Whether the words before a name agree with where the agency is; words of asking say nothing."""
        if not names_place(before, lexicon) and not unexplained(before, lexicon):
            return True
        words = self._places[discloser.name]
        return not self._at[discloser.name].is_below(before) and (
            before in words
            or any(before.endswith(word) for word in words)
            or any(is_subsequence(before, name.prefix) for name in self._names[discloser.name])
        )

    def _fits(self, discloser: Discloser, before: str, name: str, lexicon: Lexicon) -> bool:
        """Whether a short name that may begin with the place agrees with the words before it."""
        return not before or self._at[discloser.name].is_named(name) or self._is_at(discloser, before, lexicon)

    def _find_by_ending(self, search: Search) -> None:
        pattern = _endings()
        position = 0
        while match := pattern.search(search.text, position):
            position = match.end()
            start = segment_start(search.text, match.end())
            segment = search.text[start : match.end()]
            span = self._abbreviated(segment)
            before = without_filler(segment[: span[0]], search.lexicon) if span else ""
            near = [d for d in span[1] if self._fits(d, before, segment[span[0] :], search.lexicon)] if span else []
            if span and near and (not before or names_place(before, search.lexicon)):
                offset, disclosers = span[0], near
                if segment[offset:] not in {name.core for d in disclosers for name in self._names[d.name]}:
                    meaning = "、".join(d.name for d in disclosers)
                    search.readings.append(Reading(segment[offset:], meaning))
                search.found(disclosers, start + offset, match.end())
            elif slipped := self._slipped(without_filler(segment, search.lexicon)):
                offset, disclosers = slipped
                self._take_slip(search, disclosers, match.end() - offset, match.end())
            elif match.group() in search.lexicon.sure_endings:
                self._note_unknown(search, start, match.end())
            elif (
                self._is_full_name(segment, search.lexicon)
                or _is_listed(search.text, start)
                or (not search.agencies and self._is_of_a_kind(segment, search.lexicon))
            ):
                self._note_unknown(search, start, _last_ending(search.text, match.end()))

    def _is_full_name(self, segment: str, lexicon: Lexicon) -> bool:
        """西安市环境监测站: a name that begins with its place is one whatever it ends in."""
        words = without_filler(segment, lexicon)
        return any(words.startswith(p) and len(words) >= len(p) + SHORTEST_FULL_NAME for p in self._known_places)

    def _is_of_a_kind(self, segment: str, lexicon: Lexicon) -> bool:
        """深圳外事办: a place, and what agencies of many places are called."""
        words = without_filler(segment, lexicon)
        heads = ["", *(place for place in self._known_places if words.startswith(place))]
        kinds = [words[len(head) :] for head in heads if is_kind(words[len(head) :])]
        return any(not any(kind in name for d in self.disclosers for name in d.names) for kind in kinds)

    def _abbreviated(self, segment: str) -> tuple[int, list[Discloser]] | None:
        """The longest tail of the segment that abbreviates a loaded name: where it starts, and whose names."""
        for offset in range(len(segment) - SHORTEST_NAME + 1):
            tail = segment[offset:]
            named = [d for d in self.disclosers if any(abbreviates(tail, n) for n in self._names[d.name])]
            fitting = [d for d in named if not self._at[d.name].is_below(tail)]
            if fitting:
                return offset, fitting
        return None

    def _note_unknown(self, search: Search, start: int, end: int) -> None:
        words = without_filler(search.text[start:end], search.lexicon)
        close = self._misspelt(words)
        if close:
            search.readings.append(Reading(words, "、".join(d.name for d in close)))
            search.found(close, end - len(words), end)
        elif words in search.lexicon.sure_endings:
            search.blank(end - len(words), end)  # 万里街道 | 办事处: more of a name that has been found
        elif len(words) >= SHORTEST_NAME and not search.lexicon.not_agencies.first(words):
            search.unknown.append(words)
            search.blank(end - len(words), end)

    def _slipped(self, words: str) -> tuple[int, list[Discloser]] | None:
        """The agencies whose short name the words end in but for one character: how long it is, and whose it is."""
        starts = [(d, short_slip(words, name)) for d in self.disclosers for name in self._names[d.name]]
        found = {d.name: (d, start) for d, start in starts if start is not None}
        if not found:
            return None
        first = min(start for _, start in found.values())
        return len(words) - first, [d for d, start in found.values() if start == first]

    def _take_slip(self, search: Search, disclosers: Sequence[Discloser], start: int, end: int) -> None:
        search.readings.append(Reading(search.text[start:end], "、".join(d.name for d in disclosers)))
        search.found(disclosers, start, end)

    def _misspelt(self, words: str) -> list[Discloser]:
        return [
            d
            for d in self.disclosers
            if any(slip(words, name.core) or slip_of_full(words, name) for name in self._names[d.name])
        ]

    def _find_misspelt(self, search: Search) -> None:
        """A name with a slip in its very ending (改革协调居) is found nowhere else."""
        for discloser in self.disclosers:
            for core in {name.core for name in self._names[discloser.name] if len(name.core) >= SHORTEST_TYPO}:
                for start in range(len(search.text) - len(core) + 1):
                    window = search.text[start : start + len(core)]
                    if window[0] == core[0] and slip(window, core):
                        search.readings.append(Reading(window, discloser.name))
                        search.found([discloser], start, start + len(core))
                        return

    def _narrow_by_place(self, search: Search) -> None:
        """孟津 alone means every agency of 孟津; a place that is nobody's means that nothing is loaded."""
        named = search.agencies or list(self.disclosers)
        narrowed = False
        for word in sorted({w for d in self.disclosers for w in self._places[d.name]}, key=len, reverse=True):
            start = search.text.find(word)
            if start < 0:
                continue
            here = [d for d in named if word in self._places[d.name]]
            search.blank(start, start + len(word))
            if here and not search.unknown:
                within = [d for d in search.agencies if d in here]  # 洛阳 孟津; 上海、深圳 are both meant
                search.agencies = (within or [*search.agencies, *here]) if narrowed else here
                narrowed = True
            elif search.agencies and not narrowed:
                search.unknown.append(word)
                search.agencies = []
        for match in _foreign_places().finditer(search.text):
            search.unknown.append(match.group())
            search.agencies = search.agencies if narrowed else []


def _is_listed(text: str, start: int) -> bool:
    """Whether it stands after a name that has been found, as the next of a list: 审计局、文联."""
    return text[:start].endswith(" 、")


def _place_words(discloser: Discloser, names: Sequence[Name]) -> frozenset[str]:
    """洛阳市孟津区 → 洛阳市, 洛阳, 孟津区, 孟津; a known place at the head of a longer word counts too."""
    words: set[str] = set()
    for text in {normalise(discloser.place), *(name.prefix for name in names)}:
        for part in re.findall(rf"[^{ADMINISTRATIVE}]{{2,}}(?:自治)?[{ADMINISTRATIVE}]?", text):
            words |= {part, part.rstrip(ADMINISTRATIVE)}
            words |= {place for place in load_lexicon().places if part.startswith(place)}
            words |= {short for long, short in load_lexicon().short_places.items() if part.endswith(long)}
    return frozenset(word for word in words if len(word) > 1)


@cache
def _foreign_places() -> re.Pattern[str]:
    """A known place that stands alone: 南通 in 南通市 or 南通2021年, not the 中卫 of 支出中卫生健康."""
    names = "|".join(sorted(load_lexicon().places, key=len, reverse=True))
    return re.compile(rf"(?<![\u3400-\u9fff])(?:{names})(?:[{ADMINISTRATIVE}]|(?=[的各全\d\s]|$))")


@lru_cache(maxsize=4)
def open_directory(documents: tuple[StoredDocument, ...]) -> Directory:
    """The directory of these documents; kept, because every question needs it."""
    return Directory(documents)


@cache
def _endings() -> re.Pattern[str]:
    lexicon = load_lexicon()
    endings = sorted((*lexicon.sure_endings, *lexicon.possible_endings), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(endings)})(?!{'|'.join(lexicon.never_after_endings)})")


def _last_ending(text: str, end: int) -> int:
    """基金 is not where 医疗保障基金中心 ends: a name goes on to the last ending of two characters or more."""
    run = CHINESE.match(text, end)
    later = [m.end() for m in _endings().finditer(text, end, run.end()) if len(m.group()) > 1] if run else []
    return max(later, default=end)
