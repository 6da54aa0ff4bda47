"""What a question asks for: items of the taxonomy, what restricts them, and names that only documents know.

一般公共预算 | 基本支出          an item, restricted by the one before it
行政运行 | 的 | 基本支出         a line, restricted by the item after it
企业家高级研修班 | 培训费        perhaps the name of a project, else the item in it
差旅费 | 的 | 人员类             an item, in the column of that heading
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.taxonomy import Kind, Mention, load_taxonomy
from rag.items import item_name
from rag.lexicon import Lexicon, Wordings, load_lexicon
from rag.query import MUCH_MORE, Reading, Target
from rag.scope import relations

RUN = re.compile(r"[\u3400-\u9fff0-9a-z〇()“”\"'+\-·:、]+")
PHRASE = re.compile(r"[^\s?!;。？！；]+")
CHINESE = re.compile(r"[\u3400-\u9fff]")
BETWEEN = re.compile(r"[\s()]")
WORD = re.compile(r"\w")
OPENED = re.compile(r"[(\[\s]+$")
CLOSED = re.compile(r"[)\]\s]+")
LEVEL_GAP = re.compile(r"[\s()（）\d类款项的：:\-]*")
COUNTING = ("", "了", "有", "共", "共有", "一共", "的")  # between an item and how many there are of it
OF = "的"
QUOTED = '”" '
UNKNOWN_CODE = re.compile(r"(?<![\d.])(?<!\d,)[25]\d{6}(?![\d万亿元])")
"""Of a line that the taxonomy lacks: facts go by the code that is printed beside them."""
INCLUDED = re.compile(r"\((?:其中)?(?:包含|包括|含)[^()]*\)")
SHORTEST_COLUMN = 2
BARE_JOINTS = "()的 "  # between two items they say nothing of which restricts the other


@dataclass(frozen=True, slots=True)
class Words:
    """A question's text at two stages: without agencies and years, and without its items as well.

    `ambiguous` is the one mention whose word may mean several items, where nothing clearer is named.
    """

    text: str
    bare: str
    mentions: tuple[Mention, ...]
    ambiguous: Mention | None


def read_words(text: str) -> Words:
    found = _without_publications(_with_codes(load_taxonomy().mentions(text), text), text)
    bare = text
    for mention in found:
        bare = bare[: mention.start] + " " * (mention.end - mention.start) + bare[mention.end :]
    clear = tuple(mention for mention in found if not mention.choices)
    return Words(text, bare, clear, found[0] if found and not clear else None)


def _without_publications(found: Sequence[Mention], text: str) -> tuple[Mention, ...]:
    """职业年金缴费 | 支出预算: the 支出 of the item and the publication, and no total of all that is spent."""
    said = load_lexicon().publications_of_items
    ends = {end for m in found for end in (m.end, m.end + text.startswith(OF, m.end))}
    return tuple(m for m in found if m.start not in ends or text[m.start : m.end] not in said)


def _with_codes(found: Sequence[Mention], text: str) -> tuple[Mention, ...]:
    """行政运行（2014001）, 2014001行政运行: a name with its code is one mention, and the code says of what."""
    mentions = list(found)
    for code in (m for m in found if m.wording == "code"):
        start, end = _beside_code(code, found, text)
        if (start, end) != (code.start, code.end):
            mentions = [m for m in mentions if m.end <= start or end <= m.start]
            mentions.append(Mention(start, end, code.item, "coded"))
    return tuple(sorted(mentions, key=lambda mention: mention.start))


def _beside_code(code: Mention, found: Sequence[Mention], text: str) -> tuple[int, int]:
    """From where to where the code and the name beside it reach, brackets included."""
    before = OPENED.search(text, 0, code.start)
    after = CLOSED.match(text, code.end)
    head = text[: before.start() if before else code.start]
    tail = after.end() if after else code.end
    for name in sorted((code.item.name, *code.item.aliases), key=len, reverse=True):
        if head.endswith(name):
            return len(head) - len(name), tail
        if text.startswith(name, tail):
            return len(head), tail + len(name)
    in_brackets = before is not None and before.group().strip()
    named = next((m for m in found if in_brackets and m.end == len(head)), None)
    return (named.start, tail) if named else (code.start, code.end)


def read_targets(words: Words, lexicon: Lexicon) -> tuple[Target, ...]:
    words = _without_included(words)
    if not words.mentions:
        if code := UNKNOWN_CODE.search(words.text):
            return (Target(code.group(), code.group()),)
        label = _unread_label(words.text, lexicon)
        is_name = words.ambiguous is None or _says_more(words.ambiguous, label)
        return (Target(None, label, label=label),) if label and is_name else ()
    targets = [_target(words, words.mentions[0])]
    for previous, mention in pairwise(words.mentions):
        targets[-1:] = _after(targets, previous, mention, words, lexicon)
    return (_with_surroundings(targets[0], words, lexicon),) if len(targets) == 1 else tuple(targets)


def _after(
    targets: Sequence[Target], previous: Mention, mention: Mention, words: Words, lexicon: Lexicon
) -> list[Target]:
    """What the last of the targets, which `previous` names, becomes where `mention` follows it."""
    last, target = targets[-1], _target(words, mention)
    gap = words.text[previous.end : mention.start]
    if target.key == last.key:
        return [last]  # the government fund budget (政府性基金): one item, called by two names
    if _goes_down(previous, mention, gap):
        return [target]
    if not gap.strip(QUOTED) and is_part(mention, last.key or ""):
        return [target]  # “三公”公务接待费
    if gap in COUNTING and (counted := _count_of(last.key, mention.item.key)):
        return [Target(counted, item_name(counted))]
    if _restricts(gap, lexicon):
        return list(_joined(last, previous, target, mention, words, lexicon))
    return [last] if target.key in {t.key for t in targets} else [last, target]


def _without_included(words: Words) -> Words:
    """差旅费（含专项业务经费）: what is in it is not asked for besides."""
    spans = [match.span() for match in INCLUDED.finditer(words.text)]
    named = tuple(m for m in words.mentions if not any(start < m.start < end for start, end in spans))
    if not spans or not named:
        return words
    return replace(words, text=INCLUDED.sub(lambda match: " " * len(match.group()), words.text), mentions=named)


def read_phrase(words: Words, lexicon: Lexicon) -> str:
    """The items with all the words around them: 执法监察业务经费(含房屋租赁经费); "" where nothing is around.

    Items that nothing parts, and of which none restricts the other, may be one name too: 应急救援 | 设备购置.
    """
    if not words.mentions:
        return ""
    start, end = words.mentions[0].start, words.mentions[-1].end
    runs = [m for m in PHRASE.finditer(words.text) if m.start() < end and start < m.end()]
    whole = words.text[runs[0].start() : runs[-1].end()] if runs else ""
    phrase = trim_end(trim_start(whole, _ignorable(lexicon)), _ignorable(lexicon)).strip(",，、:：")
    named = "".join(words.text[m.start : m.end] for m in words.mentions)
    if phrase == named and len(words.mentions) > 1 and not lexicon.scopes & {m.item.key for m in words.mentions}:
        return phrase
    return phrase if len(BETWEEN.sub("", phrase)) > len(BETWEEN.sub("", named)) + 1 else ""


def readings_of(words: Words) -> list[Reading]:
    """Everyday words and codes that stand for an official name."""
    spoken = [m for m in words.mentions if m.wording in ("everyday", "code", "coded")]
    readings = [Reading(words.text[m.start : m.end], m.item.name) for m in spoken]
    return [reading for reading in readings if reading.meaning not in reading.wording]


def alternatives_of(words: Words) -> tuple[Target, ...]:
    return tuple(Target(item.key, item.name) for item in words.ambiguous.choices) if words.ambiguous else ()


def trim_start(text: str, wordings: Sequence[Wordings]) -> str:
    """Without the wordings that it begins with; 中 | 介机构 are no words, 中介机构 is one."""
    while text and not text.startswith(load_lexicon().whole_words):
        cues = [c for c in (w.first(text) for w in wordings) if c and c.start == 0 and c.end > 0]
        if not cues:
            return text
        text = text[max(c.end for c in cues) :].lstrip()
    return text


def trim_end(text: str, wordings: Sequence[Wordings]) -> str:
    """Without the wordings that it ends with."""
    while text and not text.endswith(load_lexicon().whole_words):
        ends = [c.start for w in wordings for c in w.find(text) if c.end == len(text)]
        if not ends:
            return text
        text = text[: min(ends)].rstrip()
    return text


def _says_more(mention: Mention, label: str) -> bool:
    """110联动设备维护及运行经费 is the name of something, whatever 设备 alone may mean."""
    return len(label) >= mention.end - mention.start + MUCH_MORE


def _target(words: Words, mention: Mention) -> Target:
    named = load_taxonomy().candidates(words.text[mention.start : mention.end])
    same = () if mention.wording in ("everyday", "code", "coded") else named
    others = tuple(item.key for item in same if item.key != mention.item.key and item.name == mention.item.name)
    return Target(mention.item.key, mention.item.name, others=others)


def _joined(
    before: Target, previous: Mention, target: Target, mention: Mention, words: Words, lexicon: Lexicon
) -> tuple[Target, ...]:
    """Two items with nothing, or only 的, between them: which of them restricts the other."""
    written = words.text[mention.start : mention.end]
    if before.key and is_part(mention, before.key):
        return (target,)
    between = words.text[previous.end : mention.start]
    if before.key in lexicon.scopes or (before.key in lexicon.containers and between.strip(BARE_JOINTS)):
        return (replace(target, scopes=(*before.scopes, before.key or "")),)
    if mention.item.kind is Kind.AGGREGATE and previous.item.kind is not Kind.AGGREGATE:
        return (replace(before, scopes=(*before.scopes, mention.item.key), column=written),)
    return (before, target)


def _restricts(gap: str, lexicon: Lexicon) -> bool:
    """Whether what stands between two items makes the one a part of the other."""
    says_so = lexicon.restricting.fullmatch(gap) or lexicon.taken_from.fullmatch(gap)
    return gap.strip("()") in lexicon.joints or says_so is not None


def _goes_down(previous: Mention, mention: Mention, gap: str) -> bool:
    """财政事务(款)财政委托业务支出(项): two levels of one path, of which the lower is meant."""
    above, below = previous.item.code, mention.item.code
    return bool(above and below and below != above and below.startswith(above)) and LEVEL_GAP.fullmatch(gap) is not None


def _count_of(whole: str | None, count: str) -> str | None:
    """What is counted of an item by a word for such things: 因公出国多少人次 asks for people, but not for guests."""
    own = relations()["counts_of"].get(whole, {})
    kinds = [kind for counts in relations()["counts_of"].values() for kind, key in counts.items() if key == count]
    return next((own[kind] for kind in kinds if kind in own), None)


def is_part(mention: Mention, whole: str) -> bool:
    """基本支出的人员经费 is 人员经费: the whole says nothing new."""
    parts = {part for rule in relations()["sums"] if rule["whole"] == whole for part in rule["parts"]}
    return mention.item.parent == whole or mention.item.key in parts or any(is_part(mention, part) for part in parts)


def _with_surroundings(target: Target, words: Words, lexicon: Lexicon) -> Target:
    """The one target, with the words around it that nothing explains."""
    first, last = words.mentions[0], words.mentions[-1]
    before = trim_start(_run_before(words.text, first.start), _ignorable(lexicon))
    before = before if len(_content(before, lexicon)) > 1 else ""  # of 一共 words of asking may leave the 一
    after = _run_after(words.text, last.end)
    column = _column(after, lexicon)
    line = trim_end(_without_joint(trim_end(before, _ignorable(lexicon)), lexicon), _ignorable(lexicon))
    written = words.text[first.start : first.end]
    is_own = first.wording == "everyday" or written in lexicon.publications_of_items
    is_line = _is_line(line, before) or (is_own and len(_content(line, lexicon)) >= MUCH_MORE)
    if _content(line, lexicon) and first is last and first.item.kind is Kind.AGGREGATE and is_line:
        if is_own and not before.endswith("的"):  # 行政运行支出 is the line, not a total of it
            return Target(None, line, label=line)
        return Target(None, line, label=line, scopes=(first.item.key,), column=words.text[first.start : first.end])
    around = tuple(
        text if WORD.search(text) else ""  # the quotation marks of “三公”经费 are no words
        for text in (before.strip("(、"), "" if column else trim_end(after, _ignorable(lexicon)).strip(")、"))
    )
    label = around[0] + words.text[first.start : last.end] + around[1] if any(around) else ""
    extra = max(len(_content(unsaid(part, target.name), lexicon)) for part in around)
    return replace(target, label=label, column=column or target.column, extra=extra)


def _without_joint(before: str, lexicon: Lexicon) -> str:
    """行政运行 of 行政运行里头算, where 项目支出 follows."""
    ends = [m.start() for m in lexicon.restricting.finditer(before) if m.end() == len(before)]
    return before[: ends[0]].strip("“”\"' ") if ends and ends[0] else before


def unsaid(part: str, name: str) -> str:
    """Without what the name says again: 离休 of 给离休的老同志发的离休费."""
    for pair in (name[at : at + 2] for at in range(len(name) - 1)):
        part = part.replace(pair, " ")
    return part


def _content(text: str, lexicon: Lexicon) -> str:
    """What words of asking leave of the words around an item: nothing of 客人的花销, all of 信访大厅值班人员."""
    for wordings in (lexicon.chatter, *_ignorable(lexicon), lexicon.chatter):  # 现在 before the 在 in it
        text = wordings.without(text)
    return "".join(text.split())


def _is_line(line: str, before: str) -> bool:
    """Whether the words before an aggregate name a line of their own: 信访大厅运行 + 的 + 一般公共预算拨款."""
    return line != before or bool(load_taxonomy().candidates(line))


def _column(after: str, lexicon: Lexicon) -> str:
    """的人员类 after an item: the heading of a column; "" where nothing of the kind follows."""
    joint = next((j for j in sorted(lexicon.joints, key=len, reverse=True) if j.strip() and after.startswith(j)), "")
    if joint and any(len(joint) < len(cue) for cue in _leading(after, _ignorable(lexicon))):
        return ""  # 下降 is a word of its own, and 下 in it joins nothing
    column = trim_end(trim_start(after[len(joint) :], _ignorable(lexicon)), _ignorable(lexicon)) if joint else ""
    return column if len(column) >= SHORTEST_COLUMN else ""


def _ignorable(lexicon: Lexicon) -> tuple[Wordings, ...]:
    """What may stand around a name without being part of it; 百分之多少 asks for the rate and names nothing."""
    return (*lexicon.ignorable, lexicon.rate)


def _leading(text: str, wordings: Sequence[Wordings]) -> list[str]:
    """The wordings that the text begins with."""
    cues = [c for c in (w.first(text) for w in wordings) if c and c.start == 0]
    return [text[: cue.end] for cue in cues]


def _run_before(text: str, position: int) -> str:
    matches = [m for m in RUN.finditer(text) if m.start() < position <= m.end()]
    return text[matches[-1].start() : position] if matches else ""


def _run_after(text: str, position: int) -> str:
    match = RUN.match(text, position)
    return match.group() if match else ""


def _unread_label(text: str, lexicon: Lexicon) -> str:
    """The longest run of the question that nothing explains: perhaps a label that only the documents know."""
    trimmed = [trim_end(trim_start(run, _ignorable(lexicon)), _ignorable(lexicon)) for run in RUN.findall(text)]
    named = [run for run in trimmed if len(run) >= 2 and CHINESE.search(run)]
    return max(named, key=len, default="")
