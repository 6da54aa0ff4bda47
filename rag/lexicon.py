"""The words of questions, from data/question.yaml and data/places.yaml, and how text is prepared for matching."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
SPACES = re.compile(r"\s+")
BETWEEN_CHINESE = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")


def normalise(text: str) -> str:
    """Half-width, small letters, single spaces, none between Chinese characters: how questions are read."""
    flat = SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip().lower()
    return BETWEEN_CHINESE.sub("", flat)


@dataclass(frozen=True, slots=True)
class Cue:
    """A wording found in a text, and what it stands for."""

    start: int
    end: int
    wording: str
    meaning: str


class Wordings:
    """Finds listed wordings in a text, the longest first; Latin wordings only at the start of a word."""

    def __init__(self, meanings: Mapping[str, Iterable[str]]) -> None:
        self._meaning = {str(w).lower(): meaning for meaning, wordings in meanings.items() for w in wordings}
        ordered = sorted(self._meaning, key=len, reverse=True)
        self._pattern = re.compile("|".join(_guarded(word) for word in ordered))

    def find(self, text: str) -> list[Cue]:
        return [Cue(m.start(), m.end(), m.group(), self._meaning[m.group()]) for m in self._pattern.finditer(text)]

    def first(self, text: str) -> Cue | None:
        match = self._pattern.search(text)
        return Cue(match.start(), match.end(), match.group(), self._meaning[match.group()]) if match else None

    def replaced(self, text: str) -> str:
        """The text with every listed wording replaced by its meaning."""
        return self._pattern.sub(lambda match: self._meaning[match.group()], text)

    def without(self, text: str) -> str:
        """The text with every listed wording replaced by a space."""
        return self._pattern.sub(" ", text)


def _guarded(word: str) -> str:
    escaped = re.escape(word)
    return rf"(?<![a-z]){escaped}" + (r"(?![a-z])" if len(word) <= 3 else "") if word[0].isascii() else escaped


@dataclass(frozen=True, slots=True)
class Lexicon:
    phase_stated: Wordings
    phase_suggested: Wordings
    level: Wordings
    level_where_both: Wordings
    both_levels: re.Pattern[str]
    measure: Wordings
    operation: Wordings
    rate: Wordings
    lowest: Wordings
    higher: Wordings
    everyone: Wordings
    foreign: Wordings
    domain: Wordings
    filler: Wordings
    whole_words: tuple[str, ...]
    chatter: Wordings
    hollow: Wordings
    units: Wordings
    projects: Wordings
    asking: Wordings
    amount_asked: Wordings
    no_amount_asked: Wordings
    persons: Wordings
    dividing: Wordings
    english: Wordings
    sure_endings: tuple[str, ...]
    possible_endings: tuple[str, ...]
    not_agencies: Wordings
    never_after_endings: tuple[str, ...]
    time: Wordings
    places: frozenset[str]
    short_places: dict[str, str]
    scopes: frozenset[str]
    containers: frozenset[str]
    joints: frozenset[str]
    restricting: re.Pattern[str]
    taken_from: re.Pattern[str]
    parts: dict[str, dict[str, str]]
    before_parts: tuple[str, ...]
    after_parts: tuple[str, ...]
    part_of: str
    within: frozenset[str]
    revenue: tuple[str, ...]
    spending: tuple[str, ...]
    projects_together: tuple[str, ...]
    of_the_year: dict[str, str]
    difference: Wordings
    together: Wordings
    year_before: Wordings
    ellipsis: Wordings
    kinds: Wordings
    openings: tuple[str, ...]
    companies: Wordings
    who: Wordings
    none: Wordings
    whether: Wordings
    publications: Wordings
    publications_of_items: frozenset[str]
    foreign_agencies: tuple[str, ...]
    short_items: dict[str, str]
    totals: tuple[str, ...]

    @property
    def ignorable(self) -> tuple[Wordings, ...]:
        """What may stand around a name without being part of it."""
        return (
            self.filler,
            self.phase_stated,
            self.phase_suggested,
            self.operation,
            self.measure,
            self.level,
            self.units,
            self.everyone,
            self.together,
            self.none,
        )

    @property
    def asked_in_words(self) -> tuple[Wordings, ...]:
        """What says how a figure is wanted, and never what figure."""
        return (
            self.rate,
            self.lowest,
            self.higher,
            self.amount_asked,
            self.asking,
            self.difference,
            self.ellipsis,
            self.companies,
            self.projects,
            self.who,
            self.whether,
            self.time,
            self.publications,
        )


@cache
def load_lexicon() -> Lexicon:
    data = read_data("question.yaml")
    places = read_data("places.yaml")
    return Lexicon(
        phase_stated=Wordings({key: value["stated"] for key, value in data["phase"].items()}),
        phase_suggested=Wordings({key: value["suggested"] for key, value in data["phase"].items()}),
        level=Wordings(data["level"]),
        level_where_both=Wordings(data["level_where_both"]),
        both_levels=re.compile(data["both_levels"]),
        measure=Wordings(data["measure"]),
        operation=Wordings(data["operation"] | {"passage": _prose_questions()}),
        rate=Wordings({"rate": data["rate"]}),
        lowest=Wordings({"lowest": data["lowest"]}),
        higher=Wordings({"higher": data["higher"]}),
        everyone=Wordings({"everyone": data["everyone"]}),
        foreign=Wordings({"foreign": data["foreign"]}),
        domain=Wordings({"domain": data["domain"]}),
        filler=Wordings({"filler": data["filler"]}),
        whole_words=tuple(data["whole_words"]),
        chatter=Wordings({"chatter": data["chatter"]}),
        hollow=Wordings({"hollow": data["hollow"]}),
        units=Wordings(data["units"]),
        projects=Wordings({"projects": data["projects"]}),
        amount_asked=Wordings({"amount": data["amount_asked"]}),
        no_amount_asked=Wordings({"other": data["no_amount_asked"]}),
        persons=Wordings({"person": data["persons"]}),
        dividing=Wordings({"dividing": data["dividing"]}),
        asking=Wordings({"asking": data["asking"]}),
        english=Wordings(_by_meaning(data["english"])),
        sure_endings=tuple(data["endings"]["sure"]),
        possible_endings=tuple(data["endings"]["possible"]),
        not_agencies=Wordings({"none": data["not_agencies"]}),
        never_after_endings=tuple(data["never_after_endings"]),
        time=Wordings(data["time"]),
        places=frozenset(places["places"].split()),
        short_places=places["short"],
        scopes=frozenset(data["scopes"]),
        containers=frozenset(data["containers"]),
        joints=frozenset(data["joints"]),
        restricting=_sequence_of(data["restricting"]),
        taken_from=re.compile(data["taken_from"]),
        parts=data["parts"],
        before_parts=tuple(data["before_parts"]),
        after_parts=tuple(data["after_parts"]),
        part_of=data["part_of"],
        within=frozenset(data["within"]),
        revenue=tuple(data["wholes"]["revenue"]),
        spending=tuple(data["wholes"]["expenditure"]),
        projects_together=tuple(data["wholes"]["projects"]),
        of_the_year=data["of_the_year"],
        difference=Wordings({"difference": data["difference"]}),
        together=Wordings({"together": data["together"]}),
        year_before=Wordings({"year_before": data["year_before"]}),
        ellipsis=Wordings({"ellipsis": data["ellipsis"]}),
        kinds=Wordings({"kinds": data["kinds"]}),
        openings=tuple(data["openings"]),
        companies=Wordings({str(count): words for count, words in data["companies"].items()}),
        who=Wordings({"who": data["who"]}),
        none=Wordings({"none": data["none"]}),
        whether=Wordings({"whether": data["whether"]}),
        publications_of_items=frozenset(data["publications_of_items"]),
        publications=Wordings({"publication": data["publications"]}),
        foreign_agencies=tuple(data["english_agencies"]),
        short_items=data["short_items"],
        totals=tuple(data["totals"]),
    )


def _sequence_of(words: Iterable[str]) -> re.Pattern[str]:
    """One or more of the words, with nothing but punctuation between them."""
    one_of = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"[\s,，、:“”\"'()]*(?:(?:{one_of})[\s,，、:“”\"'()]*)+")


def _prose_questions() -> list[str]:
    """Wordings that ask for prose rather than for a figure."""
    roles = read_data("prose.yaml")["roles"].values()
    return [wording for role in roles if not role.get("figure_first") for wording in role["asked"]]


def _by_meaning(phrases: Mapping[str, str]) -> dict[str, list[str]]:
    """Short wordings by the longer one that stands for them, which is a wording itself."""
    meanings: dict[str, list[str]] = {}
    for short, long in phrases.items():
        meanings.setdefault(long, [long]).append(short)
    return meanings


def read_data(name: str) -> dict[str, Any]:
    with (DATA / name).open(encoding="utf-8") as file:
        loaded: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    return loaded
