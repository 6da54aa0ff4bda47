"""Which loaded agencies a question names.

1. documents → disclosers: one agency under all its names, whatever its documents call it
2. text → agencies whose full name, core or alias stands in it (改革协调局)
3. the rest of the text → abbreviations (国资委, 高新区管委会), then slips of the pen (改革协凋局)
4. what ends like an agency and is none of these is an agency that is not loaded
5. a place named beside or instead of an agency narrows the choice (孟津 …; 福州的信访局)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from rapidfuzz.distance import Levenshtein

from rag.lexicon import Lexicon, load_lexicon, normalise
from rag.model import StoredDocument
from rag.query import Discloser, Reading

ADMINISTRATIVE = "省市区县"  # not 州, with which names of cities end
PREFIX = re.compile(rf"^(?:[^{ADMINISTRATIVE}]{{2,}}(?:自治)?[{ADMINISTRATIVE}])*(?:人民政府)?")
BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
CHINESE = re.compile(r"[\u3400-\u9fff〇()]+")
WORD_STARTS = re.compile(r"(?<=[和与、])")
SELF = re.compile(r"^[我本该](?:局|办|委|厅|院|校|单位|部门|区|市|中心|街道|所|部|处)+$")
SHORTEST_NAME = 3
SHORTEST_TYPO = 5  # characters; in a shorter name one other character makes another agency (水务局, 税务局)
SHORTEST_FULL_NAME = 4  # characters after the place: 西安市全部 is no agency
LONGEST_MENTION = 30


@dataclass(frozen=True, slots=True)
class Naming:
    """`rest` is the text with the names blanked out, its length kept."""

    agencies: tuple[Discloser, ...]
    unknown: tuple[str, ...]
    readings: tuple[Reading, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write an agency: 洛阳市 + 财政局. `core` alone is what people say."""

    full: str
    prefix: str
    core: str


@dataclass(slots=True)
class Search:
    """The text while names are being blanked out of it."""

    text: str
    lexicon: Lexicon
    agencies: list[Discloser] = field(default_factory=list)
    starts: dict[str, int] = field(default_factory=dict)  # where each agency is named
    unknown: list[str] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)

    def blank(self, start: int, end: int) -> None:
        self.text = self.text[:start] + " " * (end - start) + self.text[end:]

    def found(self, disclosers: Iterable[Discloser], start: int, end: int) -> None:
        new = [discloser for discloser in disclosers if discloser not in self.agencies]
        self.agencies += new
        self.starts |= {discloser.name: start for discloser in new}
        self.blank(start, end)

    def in_order(self) -> tuple[Discloser, ...]:
        return tuple(sorted(self.agencies, key=lambda discloser: self.starts.get(discloser.name, 0)))


class Directory:
    """The agencies of a library, to be looked up by any of their names."""

    def __init__(self, documents: Sequence[StoredDocument]) -> None:
        self.disclosers = group_documents(documents)
        self._names = {
            d.name: tuple(dict.fromkeys(split_name(name, normalise(d.place)) for name in d.names))
            for d in self.disclosers
        }
        self._places = {d.name: _place_words(d, self._names[d.name]) for d in self.disclosers}
        self._short = {d.name: [a for doc in d.documents for a in doc.aliases if len(a) == 2] for d in self.disclosers}
        self._spellings = self._longest_first()
        self._known_places = load_lexicon().places.union(*self._places.values())

    def read(self, text: str) -> Naming:
        """`text` is normalised; the agencies come in the order in which it names them."""
        search = Search(text, load_lexicon())
        self._find_written_out(search)
        self._find_by_ending(search)
        if not search.agencies and not search.unknown:
            self._find_very_short(search)
        if not search.agencies and not search.unknown:
            self._find_misspelt(search)
        self._narrow_by_place(search)
        return Naming(search.in_order(), tuple(search.unknown), tuple(search.readings), search.text)

    def _find_very_short(self, search: Search) -> None:
        """高院: an alias of two characters counts where nothing else could hold it."""
        for discloser in self.disclosers:
            for name in (n for n in self._short[discloser.name] if search.text.startswith(n)):
                search.found([discloser], 0, len(name))

    def _longest_first(self) -> list[tuple[str, list[Discloser]]]:
        spellings: dict[str, list[Discloser]] = {}
        for discloser in self.disclosers:
            for spelling in {s for name in self._names[discloser.name] for s in (name.full, name.core)}:
                if len(spelling) >= SHORTEST_NAME:
                    spellings.setdefault(spelling, []).append(discloser)
        return sorted(spellings.items(), key=lambda item: -len(item[0]))

    def _find_written_out(self, search: Search) -> None:
        for spelling, disclosers in self._spellings:
            while (start := search.text.find(spelling)) >= 0:
                self._take(search, disclosers, start, start + len(spelling))

    def _take(self, search: Search, candidates: Sequence[Discloser], start: int, end: int) -> None:
        """Candidates that fit what stands before the name; where none does, it is another place's agency."""
        before = _words_before(search, start)
        fitting = [d for d in candidates if not before or self._is_at(d, before, search.lexicon)]
        if fitting:
            reach = start - len(before) if before and _names_place(before, search.lexicon) else start
            search.found(fitting, reach, end)
        else:
            search.unknown.append(before + search.text[start:end])
            search.blank(start - len(before), end)

    def _is_at(self, discloser: Discloser, before: str, lexicon: Lexicon) -> bool:
        """Whether the words before a name agree with where the agency is; words that name no place say nothing."""
        if not _names_place(before, lexicon):
            return True
        words = self._places[discloser.name]
        return (
            before in words
            or any(before.endswith(word) for word in words)
            or any(_is_subsequence(before, name.prefix) for name in self._names[discloser.name])
        )

    def _find_by_ending(self, search: Search) -> None:
        pattern = _endings()
        position = 0
        while match := pattern.search(search.text, position):
            position = match.end()
            start = _segment_start(search.text, match.end())
            segment = search.text[start : match.end()]
            span = self._abbreviated(segment)
            before = _without_filler(segment[: span[0]], search.lexicon) if span else ""
            if span and (not before or _names_place(before, search.lexicon)):
                offset, disclosers = span
                if segment[offset:] not in {name.core for d in disclosers for name in self._names[d.name]}:
                    meaning = "、".join(d.name for d in disclosers)
                    search.readings.append(Reading(segment[offset:], meaning))
                search.found(disclosers, start + offset, match.end())
            elif match.group() in search.lexicon.sure_endings:
                self._note_unknown(search, start, match.end())
            elif self._is_full_name(segment, search.lexicon):
                self._note_unknown(search, start, _last_ending(search.text, match.end()))

    def _is_full_name(self, segment: str, lexicon: Lexicon) -> bool:
        """西安市环境监测站: a name that begins with its place is one whatever it ends in."""
        words = _without_filler(segment, lexicon)
        place = next((p for p in self._known_places if words.startswith(p)), "")
        return bool(place) and len(words) >= len(place) + SHORTEST_FULL_NAME

    def _abbreviated(self, segment: str) -> tuple[int, list[Discloser]] | None:
        """The longest tail of the segment that abbreviates a loaded name: where it starts, and whose names."""
        for offset in range(len(segment) - SHORTEST_NAME + 1):
            tail = segment[offset:]
            fitting = [d for d in self.disclosers if any(abbreviates(tail, n) for n in self._names[d.name])]
            if fitting:
                return offset, fitting
        return None

    def _note_unknown(self, search: Search, start: int, end: int) -> None:
        words = _without_filler(search.text[start:end], search.lexicon)
        close = self._misspelt(words)
        if close:
            search.readings.append(Reading(words, "、".join(d.name for d in close)))
            search.found(close, end - len(words), end)
        elif len(words) >= SHORTEST_NAME and not search.lexicon.not_agencies.first(words):
            search.unknown.append(words)
            search.blank(end - len(words), end)

    def _misspelt(self, words: str) -> list[Discloser]:
        return [
            d
            for d in self.disclosers
            if any(_slip(words, spelling) for name in self._names[d.name] for spelling in (name.core, name.full))
        ]

    def _find_misspelt(self, search: Search) -> None:
        """A name with a slip in its very ending (改革协调居) is found nowhere else."""
        for discloser in self.disclosers:
            for core in {name.core for name in self._names[discloser.name] if len(name.core) >= SHORTEST_TYPO}:
                for start in range(len(search.text) - len(core) + 1):
                    window = search.text[start : start + len(core)]
                    if window[0] == core[0] and _slip(window, core):
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
                named = search.agencies = here
                narrowed = True
            elif search.agencies and not narrowed:
                search.unknown.append(word)
                search.agencies = []
        for match in _foreign_places().finditer(search.text):
            search.unknown.append(match.group())
            search.agencies = search.agencies if narrowed else []


def group_documents(documents: Sequence[StoredDocument]) -> tuple[Discloser, ...]:
    """Documents of one agency together: 政务服务局 is 洛阳高新技术产业开发区政务服务局 where the places agree."""
    groups: list[list[StoredDocument]] = []
    for document in sorted(documents, key=lambda d: -len(d.agency)):
        home = next((g for g in groups if any(_same_agency(document, other) for other in g)), None)
        if home is None:
            groups.append([document])
        else:
            home.append(document)
    return _told_apart([_discloser(group) for group in groups])


def _told_apart(disclosers: Sequence[Discloser]) -> tuple[Discloser, ...]:
    """Agencies of one name in two places are called by name and place."""
    names = Counter(discloser.name for discloser in disclosers)
    return tuple(replace(d, name=f"{d.place}{d.name}") if names[d.name] > 1 else d for d in disclosers)


def split_name(name: str, place: str = "") -> Name:
    """The name with the place it begins with apart: its own 省 市 区 县, a known place, or the document's."""
    match = PREFIX.match(name)
    prefix = match.group() if match else ""
    if not prefix:
        prefix = next((known for known in (place, *load_lexicon().places) if known and name.startswith(known)), "")
    core = name[len(prefix) :]
    return Name(name, prefix, core) if len(core) > 1 else Name(name, "", name)


def abbreviates(mention: str, name: Name) -> bool:
    """国资委 for 国有资产监督管理委员会, 高新区管委会 for 洛阳高新技术产业开发区管理委员会.

    Part of the place may stand in front; the rest must start where the core, or a word after 和, starts.
    """
    if not _same_ending(mention, name.core):
        return False
    starts = {name.core} | {part for part in WORD_STARTS.split(name.core) if part}
    for cut in range(len(mention) - 1):
        head, tail = mention[:cut], mention[cut:]
        if len(tail) < SHORTEST_NAME or (head and not _is_subsequence(head, name.prefix)):
            continue
        if any(tail[0] == start[0] and _is_subsequence(tail, start) for start in starts):
            return True
    return False


def _same_agency(one: StoredDocument, other: StoredDocument) -> bool:
    if one.place and other.place and not (one.place in other.place or other.place in one.place):
        return False
    a, b = _plain(one.agency), _plain(other.agency)
    if a == b:
        return True
    shorter, longer = sorted((a, b), key=len)
    same_place = bool(one.place and other.place)
    return longer.endswith(shorter) and (len(shorter) > SHORTEST_NAME or same_place)


def _discloser(documents: Sequence[StoredDocument]) -> Discloser:
    written = [name for d in documents for name in (d.agency, *d.aliases)]
    names = dict.fromkeys(_plain(name) for name in written)
    useful = [name for name in names if len(name) >= SHORTEST_NAME and not SELF.match(name)]
    return Discloser(
        name=BRACKETS.sub("", max((d.agency for d in documents), key=len)).strip(),
        names=tuple(useful),
        place=max((d.place for d in documents), key=len),
        documents=tuple(documents),
    )


def _plain(name: str) -> str:
    return BRACKETS.sub("", normalise(name)).strip()


def _place_words(discloser: Discloser, names: Sequence[Name]) -> frozenset[str]:
    """洛阳市孟津区 → 洛阳市, 洛阳, 孟津区, 孟津; a known place at the head of a longer word counts too."""
    words: set[str] = set()
    for text in {normalise(discloser.place), *(name.prefix for name in names)}:
        for part in re.findall(rf"[^{ADMINISTRATIVE}]{{2,}}(?:自治)?[{ADMINISTRATIVE}]?", text):
            words |= {part, part.rstrip(ADMINISTRATIVE)}
            words |= {place for place in load_lexicon().places if part.startswith(place)}
            words |= {short for long, short in load_lexicon().short_places.items() if part.endswith(long)}
    return frozenset(word for word in words if len(word) > 1)


def _words_before(search: Search, start: int) -> str:
    return _without_filler(search.text[_segment_start(search.text, start) : start], search.lexicon)


def _segment_start(text: str, end: int) -> int:
    start = end
    while (
        start > 0 and end - start < LONGEST_MENTION and CHINESE.fullmatch(text[start - 1]) and text[start - 1] != "的"
    ):
        start -= 1
    return start


def _without_filler(segment: str, lexicon: Lexicon) -> str:
    cue = lexicon.filler.first(segment)
    while cue and cue.start == 0:
        segment = segment[cue.end :]
        cue = lexicon.filler.first(segment)
    return segment


def _names_place(words: str, lexicon: Lexicon) -> bool:
    return (
        words[-1:] in tuple(ADMINISTRATIVE)
        or words in lexicon.places
        or any(words.endswith(place) for place in lexicon.places)
        or words in ("国家", "中央")
    )


@cache
def _foreign_places() -> re.Pattern[str]:
    """A known place that stands alone: 南通 in 南通市 or 南通2021年, not the 中卫 of 支出中卫生健康."""
    names = "|".join(sorted(load_lexicon().places, key=len, reverse=True))
    return re.compile(rf"(?<![\u3400-\u9fff])(?:{names})(?:[{ADMINISTRATIVE}]|(?=[的各全\d\s]|$))")


@cache
def _endings() -> re.Pattern[str]:
    lexicon = load_lexicon()
    return re.compile("|".join(sorted((*lexicon.sure_endings, *lexicon.possible_endings), key=len, reverse=True)))


def _last_ending(text: str, end: int) -> int:
    """基金 is not where 医疗保障基金中心 ends: a name goes on to the last ending of two characters or more."""
    run = CHINESE.match(text, end)
    later = [m.end() for m in _endings().finditer(text, end, run.end()) if len(m.group()) > 1] if run else []
    return max(later, default=end)


def _is_subsequence(short: str, long: str) -> bool:
    characters = iter(long)
    return all(character in characters for character in short)


def _same_ending(mention: str, core: str) -> bool:
    return mention[-1:] == core[-1:] or any(
        mention.endswith(short) and core.endswith(long)
        for short, long in (("委", "委员会"), ("办", "办公室"), ("办", "办公厅"))
    )


def _slip(written: str, name: str) -> bool:
    """One character off in a name long enough, two in a name of nine or more."""
    if len(name) < SHORTEST_TYPO:
        return False
    allowed = 1 if len(name) < 9 else 2
    return Levenshtein.distance(written, name, score_cutoff=allowed) <= allowed
