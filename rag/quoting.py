"""Which sentences of the passages that were found answer a question in prose, and whether they do.

A line of a passage (a paragraph, a row of a form) counts by what it says of the question, with its titles and the line
before it, and by whether it says it as such answers do: 主要原因, 是指, under the title 主要职责.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rag.announced import ANNOUNCES, KIND, announced_id
from rag.inquiry import Concept, Inquiry, Role
from rag.lexicon import normalise
from rag.model import Passage

SENTENCE = re.compile(r"[^。！？!?\n；;]+[。！？!?；;]?")
WORD = re.compile(r"[a-z]{3,}|\d+")
CHINESE_RUN = re.compile(r"[\u3400-\u9fff]+")
NUMBER_AFTER = re.compile(r"[^。；，、;,\d]{0,15}(?:20\d\d年[^。；，、;,\d]{0,15})?(?!20\d\d年)\d")
SENTENCE_END = re.compile(r"[。！？!?；;]")
LEADERS = re.compile(r"…{2}|\.{6}|·{6}")  # of a table of contents
CONTENTS = re.compile(r"目\s*录$", re.MULTILINE)
FINISHED = re.compile(r"[。！？!?]\W*$")
NUMBER = re.compile(r"(?<![\d.])\d+(?:[.,]\d+)*(?![\d年月日号、.．])")  # no year, no number of a list
ENOUGH = 0.5  # of what is asked about must stand in a line, with its titles, for it to be quoted
ENOUGH_IN_ROLE = 0.25  # likewise where it says it as such answers do
MOSTLY = 0.8
BEFORE = 0.8  # what stands in the titles or in the line before counts so much of what the line itself says
ROLE_WEIGHT = 0.8
PROSE_WEIGHT = 0.2
RANK_WEIGHT = 0.1  # of the score that search gave
HALF = 0.5
IN_GLOSSARY = 0.7  # what a definition is worth where none is asked for
TOUCHED = 0.2  # of a name must stand there
SHORTEST_NAME = 3  # characters; what is shorter is more often a word than a name
OTHERWISE = 0.95  # what another name of an item is worth than the one in the question
IN_PART = 0.8  # likewise a name that says less than the one in the question: 一般公共预算 of 一般公共预算拨款收入
ENTITLED = 1.3
COUNTED = 0.4  # for a number of what is counted: 多少人 is answered by 35人
NEEDED = 0.2  # of what is asked, added by the line before
NEARLY = 0.85  # of the best score: what is also quoted
SECTIONS = " › "
CELLS = " · "
LONGEST_QUOTE = 400
MOST_PASSAGES = 3


@dataclass(frozen=True, slots=True)
class Quotation:
    passage: Passage
    quote: str
    score: float

    @property
    def shown(self) -> list[str]:
        """Its lines, the cells of a form or a table apart."""
        lines = self.quote.split("\n")
        return [line.replace(" ", CELLS) for line in lines] if self.passage.kind in ("form", KIND) else lines


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a line: the titles over it, and the line before it."""

    sections: str
    line: str

    @property
    def title(self) -> str:
        return self.sections.split(SECTIONS)[-1]


NOTHING = Around("", "")


def quote_best_files(passages: Sequence[Passage], inquiry: Inquiry, best_files: Collection[str]) -> list[Quotation]:
    """From the best file of each disclosure, unless another one answers clearly better."""
    preferred = quote_passages([p for p in passages if p.document_id in best_files], inquiry)
    every = quote_passages(passages, inquiry)
    is_near = preferred and every and _best(preferred) >= NEARLY * _best(every)
    return preferred if is_near else every


def quote_passages(passages: Iterable[Passage], inquiry: Inquiry) -> list[Quotation]:
    """The passages that answer, cut to the lines that do; the best first, those of one section as they are read."""
    candidates = {passage.id: passage for passage in passages}
    judged = [passage for passage in candidates.values() if passage.kind != KIND]
    found = [quotation for passage in judged if (quotation := _quotation(passage, inquiry))]
    enough = NEARLY * _best(found)
    chosen: list[Quotation] = []
    for quotation in sorted(found, key=lambda q: -q.score):
        if quotation.score >= enough and not any(_repeats(quotation.quote, earlier.quote) for earlier in chosen):
            chosen += [quotation, *_continued(quotation, candidates)]
    return _in_reading_order(chosen[:MOST_PASSAGES])


def _best(quotations: Iterable[Quotation]) -> float:
    return max((quotation.score for quotation in quotations), default=0.0)


def _quotation(passage: Passage, inquiry: Inquiry) -> Quotation | None:
    lines = passage.text.split("\n")
    scores = [_judge(passage, lines, number, inquiry) for number in range(len(lines))]
    best = max(scores)
    if best <= 0:
        return None
    quote = _quote(passage, lines, scores.index(best), inquiry)
    return Quotation(passage, quote, best + RANK_WEIGHT * passage.score)


def _continued(quotation: Quotation, candidates: Mapping[str, Passage]) -> list[Quotation]:
    """The table that a quote announces; the passage that goes on with an unfinished one at its passage's end."""
    passage = quotation.passage
    if ANNOUNCES.search(quotation.quote) and (table := candidates.get(announced_id(passage))):
        return [Quotation(table, table.text, quotation.score)]
    document, _, number = passage.id.rpartition(":")
    following = candidates.get(f"{document}:{int(number) + 1}") if number.isdigit() else None
    is_open = passage.text.endswith(quotation.quote) and not FINISHED.search(quotation.quote)
    if following is None or not is_open or following.kind != "prose":
        return []
    announces = quotation.quote.endswith((":", "："))  # 主要原因说明：, told under titles of their own
    if following.section != passage.section and not (announces and following.section.startswith(passage.section)):
        return []
    return [Quotation(following, following.text.split("\n")[0], quotation.score)]


def _judge(passage: Passage, lines: Sequence[str], number: int, inquiry: Inquiry) -> float:
    """How well a line answers; 0 where it does not."""
    line = normalise(lines[number])
    if (
        LEADERS.search(line)
        or CONTENTS.search(f"{passage.section}\n{passage.text}")
        or (inquiry.wants_number and not _states_number(passage, line, inquiry.concepts))
    ):
        return 0.0
    if any(role.is_needed and not _strength(role, line, passage.section) for role in inquiry.roles):
        return 0.0
    around = Around(normalise(passage.section), normalise(lines[number - 1]) if number else "")
    if inquiry.wants_number and not _is_about(inquiry.concepts, line, around):
        return 0.0
    kind = PROSE_WEIGHT if passage.kind == "prose" else 0.0
    scores = [_score(inquiry.concepts, line, around, 0.0, ENOUGH)]
    for role in inquiry.roles:
        weight = ROLE_WEIGHT * _strength(role, line, passage.section)
        for part in _parts(role, line):
            beside = NOTHING if role.is_of_head else Around(around.sections, f"{around.line} {line}")
            scores.append(_score(inquiry.concepts, part, beside, weight, ENOUGH_IN_ROLE) if weight else 0.0)
    best = max(scores)
    if best > 0 and inquiry.counted and re.search(rf"\d\s?{inquiry.counted}", line):
        best += COUNTED
    if inquiry.glossary and inquiry.glossary.search(passage.section):
        best *= IN_GLOSSARY
    return best + kind if best > 0 else 0.0


def _states_number(passage: Passage, line: str, concepts: Sequence[Concept]) -> bool:
    """Whether the line has a number; in prose one for an item asked for: 差旅费、印刷费5万元 has none for the first."""
    items = [wording for concept in concepts if concept.is_item for wording in concept.wordings]
    if passage.kind != "prose" or not items:
        return NUMBER.search(line) is not None
    return any(NUMBER_AFTER.match(line, at.end()) for item in items for at in re.finditer(re.escape(item), line))


def _is_about(concepts: Sequence[Concept], line: str, around: Around) -> bool:
    """Whether it speaks of every name that is asked about: a number of another project or person is no answer."""
    names = [c for c in concepts if not c.is_exact and max(map(len, c.wordings)) >= SHORTEST_NAME]
    return all(_said(name, line, around) >= TOUCHED for name in names)


def _score(concepts: Sequence[Concept], line: str, around: Around, weight: float, enough: float) -> float:
    covered = _coverage(concepts, line, around)
    if covered is None:
        return weight
    return covered + weight if covered >= enough else 0.0


def _coverage(concepts: Sequence[Concept], line: str, around: Around) -> float | None:
    """How much of what is asked the line says, itself or with what stands around it; None where nothing is asked."""
    whole = sum(concept.weight for concept in concepts)
    if not whole:
        return None
    return sum(concept.weight * _said(concept, line, around) for concept in concepts) / whole


def _said(concept: Concept, line: str, around: Around) -> float:
    """More than 1 under a title that is the very name asked for: there all lines speak of it."""
    if not concept.is_exact and any(wording in around.title for wording in concept.wordings):
        return ENTITLED
    return max(_says(concept, line), BEFORE * _says(concept, f"{around.sections} {around.line}"))


def _says(concept: Concept, text: str) -> float:
    if concept.is_exact:
        said = next((wording for wording in concept.wordings if wording in text), None)
        asked = concept.wordings[0]
        if said is None or said == asked or not concept.is_item:
            return float(said is not None)
        return IN_PART if said in asked else OTHERWISE
    return max(coverage(text, terms_of(wording)) for wording in concept.wordings)


def _strength(role: Role, line: str, section: str) -> float:
    """How clearly a line is an answer of the kind: by its words, and by its titles where the kind has titles."""
    says = role.says is not None and role.says.search(line) is not None
    if role.titles is None:
        return float(says or (role.says is not None and role.says.search(section.split(SECTIONS)[-1]) is not None))
    titled = role.titles.search(section) is not None
    return 1.0 if titled and (says or role.says is None) else HALF if titled or says else 0.0


def _parts(role: Role, line: str) -> list[str]:
    """What of a line tells what it is about, as an answer of the kind."""
    if role.is_of_before and role.says and (said := role.says.search(line)):
        return [line[: said.start()]]
    return _heads(role, line) if role.is_of_head else _sentences(role, line)


def _heads(role: Role, line: str) -> list[str]:
    """What stands in a sentence before each wording of the kind: the term before 是指."""
    found = role.says.finditer(line) if role.says else ()
    return [SENTENCE_END.split(line[: match.end()])[-1] for match in found]


def _quote(passage: Passage, lines: Sequence[str], number: int, inquiry: Inquiry) -> str:
    """The line; with what it goes on with, and before it what it needs; a whole section where that answers."""
    if any(role.is_whole_section and _strength(role, lines[number], passage.section) for role in inquiry.roles):
        return passage.text.strip()
    start, end = number, number + 1
    while end < len(lines) and _goes_on(passage, lines, end, inquiry):
        end += 1
    alone = _coverage(inquiry.concepts, normalise(lines[number]), NOTHING)
    wider = _coverage(inquiry.concepts, normalise("".join(lines[max(number - 1, 0) : end])), NOTHING)
    if number and alone is not None and wider is not None and wider >= alone + NEEDED:
        start -= 1
    text = "\n".join(lines[start:end]).strip()
    return text if len(text) <= LONGEST_QUOTE else best_sentences(text, terms_of(inquiry.words))


def _goes_on(passage: Passage, lines: Sequence[str], end: int, inquiry: Inquiry) -> bool:
    """Whether the quote that ends before a line goes on with it: an open sentence; a row of a form that tells more."""
    if passage.kind == "prose":
        return not FINISHED.search(lines[end - 1])
    said = [role.says for role in inquiry.roles if role.says]
    return passage.kind == "form" and any(says.search(lines[end]) for says in said)


def _sentences(role: Role, line: str) -> list[str]:
    """Those that say it; the line where its title does."""
    said = [part for part in SENTENCE.findall(line) if role.says and role.says.search(part)]
    return said or [line]


def _in_reading_order(quotations: Sequence[Quotation]) -> list[Quotation]:
    """Those that stand in one section of one document follow each other as they do there."""
    first = {(q.passage.document_id, q.passage.section): at for at, q in reversed(list(enumerate(quotations)))}
    return sorted(
        quotations,
        key=lambda q: (first[q.passage.document_id, q.passage.section], float(q.passage.id.rpartition(":")[2] or 0)),
    )


def _repeats(quote: str, earlier: str) -> bool:
    """Whether most of the quote has been said: the same text from another file or page."""
    said = terms_of(quote)
    return bool(said) and coverage(earlier, said) >= MOSTLY


def terms_of(text: str) -> frozenset[str]:
    """Character pairs of Chinese, words of Latin letters, numbers."""
    flat = normalise(text)
    pairs = {run[i : i + 2] for run in CHINESE_RUN.findall(flat) for i in range(max(len(run) - 1, 1))}
    return frozenset(pairs | set(WORD.findall(flat)))


def coverage(text: str, terms: frozenset[str]) -> float:
    flat = normalise(text)
    return sum(term in flat for term in terms) / len(terms) if terms else 0.0


def best_sentences(text: str, terms: frozenset[str]) -> str:
    """The sentence that matches best, with those after and then before it as far as they fit; never a part of one."""
    sentences = SENTENCE.findall(text) or [text]
    first = max(range(len(sentences)), key=lambda i: (coverage(sentences[i], terms), -i))
    start, end = first, first + 1
    while end < len(sentences) and _length(sentences, start, end + 1) <= LONGEST_QUOTE:
        end += 1
    while start > 0 and _length(sentences, start - 1, end) <= LONGEST_QUOTE:
        start -= 1
    return "".join(sentences[start:end]).strip()


def _length(sentences: Sequence[str], start: int, end: int) -> int:
    return sum(len(sentence) for sentence in sentences[start:end])
