"""The textbook generator: pairs from what the book itself asks and answers, its key terms and review questions.

No model is involved; every answer is the book's own, so the pairs are grounded by construction.
"""

import re

from emosapp_data.generation.base import NoPair, PassageIndex, cite
from emosapp_data.generation.choices import selected, word_choice
from emosapp_data.generation.definitions import word_definition
from emosapp_data.generation.gaps import GAP, Filled, fill
from emosapp_data.generation.usage import Usage
from emosapp_data.schema import Element, Evidence, EvidenceRole, KeyTerm, Origin, QAPair, Reason, ReviewQuestion

LETTER = re.compile(r"\(?([A-Ha-h]|[ivx]{1,4})\)?\.?(?:\s*[-–—:.]\s*.*)?", re.DOTALL)
TRUTH = re.compile(r"(true|false|t|f)\b\.?", re.IGNORECASE)
BLANK_IN_FRONT = re.compile(r"^_{2,}\s+(?=[A-Z“‘])")
"""Room for the letter in front of a statement that is true or false."""


class TextbookGenerator:
    """Makes pairs from key terms and answered review questions."""

    name = "textbook"
    version = 2

    def __init__(self, passages: PassageIndex, usage: Usage) -> None:
        """Prepare for one book: its passages, and how its prose uses words."""
        self._passages = passages
        self._usage = usage

    def generate(self, element: Element) -> QAPair | NoPair:
        """Make a pair, or say why not."""
        if isinstance(element, KeyTerm):
            return self._from_term(element)
        return self._from_question(element)

    def _from_term(self, term: KeyTerm) -> QAPair | NoPair:
        if not term.definition:
            return NoPair(Reason.NO_DEFINITION, f"{term.term!r} has no definition")
        question, answer, pattern = word_definition(term.term, term.definition, self._usage, term.stated)
        entry = self._passages.quote(EvidenceRole.ANSWER, term.block, term.definition)
        return self._pair(question, answer, (entry,), term, f"term-{pattern}")

    def _from_question(self, question: ReviewQuestion) -> QAPair | NoPair:
        if question.answer is None:
            return NoPair(Reason.NO_ANSWER, f"question {question.number} has no answer in the book")
        asked = self._passages.quote(EvidenceRole.QUESTION, question.block, question.text)
        key = self._passages.quote(EvidenceRole.KEY, question.answer.block, question.answer.text)
        letter = LETTER.fullmatch(question.answer.text)
        if question.choices and letter:
            return self._from_choice(question, letter[1], asked, key)
        filled = self._from_text(question)
        if filled is None:
            return NoPair(
                Reason.NO_GAP_MATCH, f"{question.answer.text!r} does not fit the gaps of question {question.number}"
            )
        answer = key.model_copy(update={"role": EvidenceRole.ANSWER})
        return self._pair(filled.question, filled.answer, (answer, asked), question, filled.pattern)

    def _from_choice(self, question: ReviewQuestion, letter: str, asked: Evidence, key: Evidence) -> QAPair | NoPair:
        chosen = selected(question.choices, letter)
        if not chosen:
            letters = ", ".join(choice.letter for choice in question.choices)
            return NoPair(
                Reason.UNKNOWN_CHOICE, f"question {question.number}: the key says {letter!r}, the choices are {letters}"
            )
        filled = word_choice(question.text, question.choices, chosen, self._usage)
        if filled is None:
            return NoPair(
                Reason.NO_GAP_MATCH, f"{chosen[0].text!r} does not fit the gaps of question {question.number}"
            )
        answers = tuple(self._passages.quote(EvidenceRole.ANSWER, choice.block, choice.text) for choice in chosen)
        return self._pair(filled.question, filled.answer, (*answers, asked, key), question, filled.pattern)

    def _from_text(self, question: ReviewQuestion) -> Filled | None:
        answer = question.answer.text if question.answer else ""
        match = TRUTH.fullmatch(answer)
        text = BLANK_IN_FRONT.sub("", question.text, count=1) if match else question.text
        if GAP.search(text):
            return fill(text, answer, self._usage)
        if match:
            truth = "True." if match[1].lower().startswith("t") else "False."
            return Filled(f"True or false: {text}", truth, "true-false")
        return Filled(question.text, answer, "short-answer")

    def _pair(
        self, question: str, answer: str, evidence: tuple[Evidence, ...], element: Element, pattern: str
    ) -> QAPair:
        passage = self._passages[evidence[0].passage]
        return QAPair.create(
            question=question,
            answer=answer,
            evidence=evidence,
            citation=cite(passage, evidence[0]),
            licence=passage.licence,
            origin=Origin(generator=self.name, version=self.version, element=element.id, pattern=pattern),
        )
