"""What a curator types into the search box, as an FTS5 expression.

The language is Lucene's "simple query string" with AND between words, which Elasticsearch runs for Argilla
(https://www.elastic.co/guide/en/elasticsearch/reference/current/query-dsl-simple-query-string-query.html): ``word``, ``"a phrase"``,
``begin*``, ``-not``, ``a | b``, ``a + b``, ``( )``, ``"near words"~3``, a backslash before a character that is meant literally. Operators are
read strictly from left to right: ``a | b c`` is ``(a | b) c``. Nothing that can be typed is a syntax error.

A word of several parts, such as ``self-harm``, finds records with all parts in one field. Punctuation alone is ignored; a query of nothing
else finds nothing; ``*`` finds all.

Differences from Elasticsearch, all of them in what a person would expect: accents do not matter; ``self-har*`` finds "self-harm"
(Elasticsearch looks for a word that begins with the six characters and a hyphen); ``don`` finds "don't"; ``word~1`` finds the word itself, not
misspellings of it; emoji cannot be searched; a phrase with ``~3`` may be in any order at no extra cost.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

MAX_DEPTH = 40
"""Nested parentheses; FTS5's own parser gives up at about twice as many."""

EAST_ASIAN = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")
WORD = re.compile(
    r"[^\W_]+(?:(?:(?<=[^\W\d])['’.:·](?=[^\W\d_])|(?<=\d)[.,;'’](?=\d)|_+)[^\W_]+)*",
)
"""A word of the Unicode word boundaries (UAX 29) as far as they matter here: ``don't``, ``e.g`` and ``3.5`` are one word."""


class Expression(NamedTuple):
    """An FTS5 expression. FTS5 knows "this but not that" and no bare "not", so what is negated as a whole says so beside it."""

    match: str
    negated: bool = False


class QueryTooDeepError(ValueError):
    """More parentheses inside each other than a person types."""


EVERYTHING = Expression("", negated=True)
"""The complement of nothing."""


def segmented(text: str) -> str:
    """The text with a space around each Chinese or Japanese character: FTS5 would take a sentence of them for one word."""
    return EAST_ASIAN.sub(r" \1 ", text)


def parse(text: str, columns: Sequence[str], of_all: bool) -> Expression | None:
    """The expression for a query over these full-text columns. ``of_all`` says that they are all columns of the table.

    None when nothing can match: there is no word in it, or no column.
    """
    if text.strip() == "*":
        return EVERYTHING
    return _Parser(columns, of_all).parse(text, 0) if columns else None


class _Tree:
    """Joins operands from left to right; a change of the operator closes what came before into one operand."""

    def __init__(self) -> None:
        self.operands: list[Expression] = []
        self.operator = ""
        self.pending = ""

    def add(self, operand: Expression | None, negated: bool) -> None:
        """Takes an operand; None for what had no word in it and is passed over, its operator kept for the next."""
        if operand is None:
            return
        if negated:
            operand = Expression(operand.match, not operand.negated)
        if not self.operands:
            self.operands = [operand]
        else:
            operator = self.pending or "AND"
            if self.operator not in ("", operator):
                self.operands = [_join(self.operator, self.operands)]
            self.operator = operator
            self.operands.append(operand)
        self.pending = ""

    def announce(self, operator: str) -> None:
        """Takes an operator that was typed; the first of several counts, and one before the first operand does not."""
        if self.operands and not self.pending:
            self.pending = operator

    def result(self) -> Expression | None:
        """All of it as one expression."""
        return _join(self.operator, self.operands) if self.operands else None


class _Parser:
    def __init__(self, columns: Sequence[str], of_all: bool) -> None:
        self.columns = columns
        self.of_all = of_all

    def parse(self, text: str, depth: int) -> Expression | None:
        if depth > MAX_DEPTH:
            raise QueryTooDeepError("The query has too many parentheses inside each other")
        tree = _Tree()
        minuses = 0
        at = 0
        while at < len(text):
            character = text[at]
            if character == "-":
                minuses += 1
                at += 1
                continue
            if character == "(" and (end := _closing_parenthesis(text, at)):
                tree.add(self.parse(text[at + 1 : end], depth + 1), negated=minuses % 2 == 1)
                at = end + 1
            elif character == '"' and (end := _closing_quote(text, at)):
                slop, following = _slop(text, end + 1)
                tree.add(self.phrase(_unescaped(text[at + 1 : end]), slop), negated=minuses % 2 == 1)
                at = following
            elif character in "|+":
                tree.announce("OR" if character == "|" else "AND")
                at += 1
            elif character in '()"' or character.isspace():
                at += 1
            else:
                word, prefix, at = _word(text, at)
                tree.add(self.word(word, prefix), negated=minuses % 2 == 1)
            minuses = 0
        return tree.result()

    def word(self, text: str, prefix: bool) -> Expression | None:
        """A word; its parts, where it has several, have to be in one field."""
        parts = [_quoted(part) for part in WORD.findall(segmented(text))]
        if not parts:
            return None
        if prefix:
            parts[-1] += " *"
        if len(parts) == 1:
            return self._in_columns(parts[0])
        together = " AND ".join(parts)
        return Expression("(" + " OR ".join(f"{{{column}}} : ({together})" for column in self.columns) + ")")

    def phrase(self, text: str, slop: int) -> Expression | None:
        """Words beside each other; with a slop, words that have no more than so many others between them."""
        parts = WORD.findall(segmented(text))
        if not parts:
            return None
        if slop and len(parts) > 1:
            # FTS5 counts all words between the first and the last, those of the phrase as well.
            return self._in_columns(f"NEAR({' '.join(map(_quoted, parts))}, {slop + len(parts) - 2})")
        return self._in_columns(_quoted(" ".join(parts)))

    def _in_columns(self, match: str) -> Expression:
        return Expression(match if self.of_all else f"{{{' '.join(self.columns)}}} : {match}")


def _join(operator: str, operands: Sequence[Expression]) -> Expression:
    """Operands joined by one operator, with De Morgan's rules where FTS5 has no word for what is negated."""
    if len(operands) == 1:
        return operands[0]
    plain = [operand.match for operand in operands if not operand.negated]
    negated = [operand.match for operand in operands if operand.negated]
    if operator == "AND":
        if not plain:
            return Expression(_group("OR", negated), negated=True)
        return Expression(_but_not(_group("AND", plain), negated))
    if not negated:
        return Expression(_group("OR", plain))
    # a or not b  =  not (b and not a)
    return Expression(_but_not(_group("AND", negated), plain), negated=True)


def _group(operator: str, matches: Sequence[str]) -> str:
    return matches[0] if len(matches) == 1 else "(" + f" {operator} ".join(matches) + ")"


def _but_not(match: str, excluded: Sequence[str]) -> str:
    return f"({match} NOT {_group('OR', excluded)})" if excluded else match


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _word(text: str, at: int) -> tuple[str, bool, int]:
    """A word from here on: its characters, whether it ends in an asterisk, and where the text goes on."""
    characters: list[str] = []
    prefix = False
    while at < len(text) and text[at] not in '"|+()' and not text[at].isspace():
        prefix = text[at] == "*"
        if text[at] == "\\" and at + 1 < len(text):
            at += 1
        characters.append(text[at])
        at += 1
    word = re.sub(r"~\d*$", "", "".join(characters))
    return word, prefix and len(characters) > 1, at


def _closing_quote(text: str, start: int) -> int:
    """Where the quotation that begins here ends; 0 if it does not."""
    at = start + 1
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == '"':
            return at
        at += 1
    return 0


def _closing_parenthesis(text: str, start: int) -> int:
    """Where the group that begins here ends; 0 if it does not."""
    depth = 0
    at = start
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] in "()":
            depth += 1 if text[at] == "(" else -1
            if depth == 0:
                return at
        at += 1
    return 0


def _slop(text: str, at: int) -> tuple[int, int]:
    """The number of ``~3`` after a phrase, and where the text goes on."""
    found = re.compile(r"~(\d{1,3})\d*").match(text, at)
    return (int(found[1]), found.end()) if found else (0, at)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
