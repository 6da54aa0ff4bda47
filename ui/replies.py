"""The conversation as HTML: questions, answers with their badges, what can be done with an answer. Pure functions."""

from __future__ import annotations

from html import escape

from rag.answer import Step
from rag.answer_table import FORMATS
from rag.model import Answer, Citation, Verdict
from ui.conversation import Conversation, Turn
from ui.links import Link, answer_address, write_link
from ui.markup import Mark, element, markdown
from ui.texts import Texts
from ui.viewer import copy_button


def conversation_html(conversation: Conversation, texts: Texts, waiting: tuple[str, Step] | None = None) -> str:
    """All turns, oldest first; then the question that is being answered, if any, and how far that is."""
    asked = conversation.questions
    turns = [_turn(number, turn, asked[: number + 1], texts) for number, turn in enumerate(conversation.turns)]
    if waiting:
        turns.append(_waiting(*waiting, texts))
    link = write_link(conversation.link)
    return element("div", *turns, class_="mz-log", role="log", aria_live="polite", data_link=link)


def _turn(number: int, turn: Turn, asked: tuple[str, ...], texts: Texts) -> str:
    return element("section", _asked(turn.question, texts), _reply(number, turn.answer, asked, texts), class_="mz-turn")


def _asked(question: str, texts: Texts) -> str:
    return element("p", escape(question), class_="mz-asked", dir="auto", aria_label=texts("you"))


def _waiting(question: str, step: Step, texts: Texts) -> str:
    """The steps, those before the present one done."""
    steps = list(Step)
    items = (
        element("li", escape(texts(f"step.{each.value}")), class_="mz-now" if each is step else "mz-done")
        for each in steps[: steps.index(step) + 1]
    )
    return element("section", _asked(question, texts), element("ol", *items, class_="mz-steps"), class_="mz-turn")


def _reply(number: int, answer: Answer, asked: tuple[str, ...], texts: Texts) -> str:
    head = _status(answer, texts) + verdict_line(answer.verdict, texts) + _beside(answer, texts)
    return element(
        "div",
        element("div", head, class_="mz-head") if head else "",
        markdown(_without_choices(answer), marks(number, answer)),
        _choices(answer, texts),
        _foot(answer, asked, texts),
        class_=f"mz-reply mz-{answer.verdict}",
        aria_label=texts("answer"),
    )


def _status(answer: Answer, texts: Texts) -> str:
    word = texts(f"status.{answer.status}")
    return element("span", escape(word), class_=f"mz-badge mz-{answer.status}") if word else ""


def verdict_badge(verdict: Verdict, texts: Texts) -> str:
    """The verdict as a sign and a plain word, with what it means as a tooltip; nothing where there is no figure."""
    word = texts(f"verdict.{verdict}")
    if not word:
        return ""
    sign = element("span", escape(texts(f"verdict_sign.{verdict}")), class_="mz-sign", aria_hidden="true")
    meaning = texts(f"verdict_meaning.{verdict}")
    return element("span", sign, escape(word), class_=f"mz-badge mz-{verdict}", title=meaning)


def verdict_line(verdict: Verdict, texts: Texts) -> str:
    """The badge with what it means beside it."""
    badge = verdict_badge(verdict, texts)
    meaning = escape(texts(f"verdict_meaning.{verdict}"))
    return badge + element("span", meaning, class_="mz-small") if badge else ""


def _beside(answer: Answer, texts: Texts) -> str:
    """That something near the figures does not add up, where they themselves do."""
    if answer.verdict is Verdict.CONFLICT or not any(c.status == "differs" for c in answer.checks):
        return ""
    sign = element("span", "!", class_="mz-sign", aria_hidden="true")
    meaning = texts("beside.meaning")
    badge = element("span", sign, escape(texts("beside.word")), class_="mz-badge mz-undecided", title=meaning)
    return badge + element("span", escape(meaning), class_="mz-small")


def _without_choices(answer: Answer) -> str:
    """The text without the list of questions to choose from, which become buttons."""
    offered = {"".join(choice.split()) for choice in answer.choices}
    lines = answer.text.splitlines()
    return "\n".join(line for line in lines if "".join(line.lstrip("- ").replace("\\", "").split()) not in offered)


def _choices(answer: Answer, texts: Texts) -> str:
    if not answer.choices:
        return ""
    return element("div", question_buttons(answer.choices), role="group", aria_label=texts("choices"))


def question_buttons(questions: tuple[str, ...]) -> str:
    """Questions that are asked by a click."""
    buttons = (element("button", escape(text), type="button", data_ask=text, class_="mz-ask") for text in questions)
    return element("div", *buttons, class_="mz-asks")


def _foot(answer: Answer, asked: tuple[str, ...], texts: Texts) -> str:
    """How it was made, and what can be done with it: pass on the link, save the table."""
    sources = [texts("sources", count=len(answer.citations))] if answer.citations else []
    made = [
        *sources,
        texts("elapsed", milliseconds=round(answer.elapsed_ms)),
        *([answer.model] if answer.model else []),
    ]
    link = copy_button(write_link(Link(asked)), texts("copy_link"), texts, data_address="")
    saved = [
        element("a", escape(texts("save_table", format=suffix)), href=answer_address(asked, suffix), download="")
        for suffix in (FORMATS if answer.citations else ())
    ]
    return element("p", element("span", escape(" · ".join(made))), link, *saved, class_="mz-foot")


def marks(turn: int, answer: Answer) -> Mark:
    """What makes the marks and figures of this turn's answer lead to its citations."""
    known = {citation.n: citation for citation in answer.citations}

    def mark(n: int, figure: str = "") -> str | None:
        return _mark(turn, known[n], figure) if n in known else None

    return mark


def _mark(turn: int, citation: Citation, figure: str) -> str:
    return element(
        "button",
        figure or str(citation.n),
        type="button",
        class_="mz-figure" if figure else "mz-mark",
        data_turn=turn,
        data_cite=citation.n,
        title=f"{citation.document} · {citation.page}",
    )
