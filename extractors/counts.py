"""What is counted beside money: vehicles, staff, receptions with their visitors, journeys with their travellers."""

from __future__ import annotations

import re

from extractors.phrases import Companion, load_phrases
from extractors.subjects import Subject, SubjectReader, label_of, only_countable

_CLOSED_ASIDE = re.compile(r"[（(][^（）()]*[)）]")
_LAST_PART = re.compile(r"[；;。]")


def read_counted(
    subjects: SubjectReader, before: str, clause: str, unit: str, after: str, whole: Subject | None = None
) -> Subject | None:
    """What is counted: 共有车辆 before 1辆, or 内设机构 after 12个.

    `before` is the sentence so far, and `clause` its end from the last comma on.
    """
    companion = _companion(before, subjects.without_start(clause), unit)
    if companion:
        return Subject(label_of(subjects.without_start(clause)) or label_of(clause), (companion,))
    named = only_countable(subjects.read(clause, whole=whole))
    if named and named.is_known:
        return named
    is_foreign = whole and set(whole.items) & load_phrases().foreign_wholes
    for key, pattern in load_phrases().counted.items():
        if pattern.search(clause) and not is_foreign:
            return Subject(label_of(subjects.without_start(clause)), (key,))
    noun = load_phrases().counted_noun.match(after)
    if noun:
        return only_countable(subjects.read(noun.group())) or Subject(noun.group())
    return named or (Subject(label_of(clause)) if clause.strip() else None)


def _companion(before: str, clause: str, unit: str) -> str | None:
    """24批次 after 公务接待, 36人 after 出国（境）团组13个: what the unit counts of the thing spoken of last."""
    phrases = load_phrases()
    spoken = _CLOSED_ASIDE.sub("", phrases.beyond_border.sub("境外", _LAST_PART.split(before)[-1]))
    if not phrases.companion_words.fullmatch(clause.strip()):
        return None
    topics = [(topic, match.start()) for topic in phrases.companions for match in topic.words.finditer(spoken)]
    if not topics:
        return None
    topic = max(topics, key=lambda found: found[1])[0]
    sides = phrases.companion_sides.findall(spoken)
    items = topic.foreign if sides and sides[-1] != phrases.domestic else topic.items
    return items.get(_counts_what(clause, unit) or "")


def _counts_what(clause: str, unit: str) -> str | None:
    """ "groups" or "people", by the unit, and where that is 个 or 人 by the words before."""
    phrases = load_phrases()
    for name, (sure, unsure, words) in phrases.companion_units.items():
        if sure.fullmatch(unit) or (unsure.fullmatch(unit) and words.search(clause)):
            return name
    return None


def thing_counted(subject: Subject) -> str | None:
    """The item whose groups or people were counted: 公务接待24批次、210人次，支出2.05万元 goes on about 公务接待费."""
    return next((t.money for t in _topics() for item in subject.items if item in t.items.values()), None)


def _topics() -> tuple[Companion, ...]:
    return load_phrases().companions
