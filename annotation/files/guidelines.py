"""The guidelines, beside the files: how to judge, and how to fill in."""

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from annotation.files.columns import instructions
from annotation.files.writing import write_whole
from annotation.template import Template
from emosapp_data.schema import Issue

SERVER_ONLY = ("## In short", "## Keys", "## Your name", "## Names")
"""Sections that are about the page of the server."""
NAMES = (
    "Your name is read from the file and kept nowhere: in the data you are a pseudonym. Comments are never published."
)
STEPS = {
    Template.PAIRS: "read the question and the answer, check them against the passage, and write a decision",
    Template.ADJUDICATION: "read what the reviewers said, check the answer against the passage, and write a decision",
    Template.RATING: "read the message, then the answer, and write four ratings",
}
PLACES = (
    "The boxes of which these guidelines speak are columns of the file. Evidence is not marked with the mouse but quoted from"
    " the passage, in which ⟦ ⟧ enclose the present evidence. What is called *Accept with my changes* is `edit`."
)


def write_guidelines(beside: Path, template: Template) -> Path:
    """Put the guidelines of a template beside a file, unless some are there; returns where they are.

    Raises:
        InputError: they cannot be written.
    """
    target = beside.with_name("guidelines.md" if template is Template.PAIRS else f"guidelines-{template.value}.md")
    if not target.exists():
        write_whole(target, guidelines(template), "utf-8")
    return target


def guidelines(template: Template) -> str:
    """The guidelines for people who work in a file, in Markdown."""
    text = resources.files("annotation").joinpath("guidelines", f"{template.value}.md").read_text(encoding="utf-8")
    opening, *sections = ("\n" + text.strip()).split("\n## ")
    paragraphs = [part for part in opening.strip().split("\n\n") if "{address}" not in part]
    kept = [section for section in (f"## {part.strip()}" for part in sections) if not section.startswith(SERVER_ONLY)]
    return "\n\n".join([*paragraphs, *_filling(template), *kept]) + "\n"


def _filling(template: Template) -> Iterator[str]:
    yield "## Filling in the file"
    yield f"Row by row, {STEPS[template]}. You may stop anywhere: rows in which nothing is filled in wait for you."
    yield "\n".join(f"- **{name}**: {words}" for name, words in instructions(template))
    if template is not Template.RATING:
        yield PLACES
        yield "The words for *issues*:"
        yield "\n".join(f"- `{issue.value}`: {issue.explanation}" for issue in Issue)
    yield NAMES
