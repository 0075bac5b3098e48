"""How a dataset is told of in a sentence, and how it is cited."""

from emosapp_data.licences import Citable, credit
from emosapp_data.schema import DatasetKind, Release


def works(release: Release) -> list[Citable]:
    """The books and the datasets of dialogues that a release comes from, at first or at second hand."""
    return [*release.books, *release.dialogue_sources]


def cite_as(release: Release) -> str:
    """The release as one cites it, on one line of plain text."""
    sources = [f"{component.name} {component.version}" for component in release.components]
    sources += [credit(work) for work in works(release)] if not sources else []
    return f"{release.name} {release.version}: {_content(release)}, made with emosapp-data {release.tool} from {'; '.join(sources)}"


def summary(release: Release) -> str:
    """What the dataset is, in two or three sentences of plain text."""
    return f"{_content(release)}{ABOUT[release.kind]}"


ABOUT = {
    DatasetKind.KNOWLEDGE: ". Every pair names the printed page it comes from and holds the words that support it.",
    DatasetKind.DIALOGUES: ", each between a person who seeks emotional support and one who gives it. They are written as "
    "chat messages, with the emotion, the problem, the situation, the support strategies and the scores that the source gives.",
    DatasetKind.MIXTURE: ", put together to train a chat model. Every conversation names the dataset, the version and the row "
    "that it comes from.",
}
"""What more there is to say of the rows."""


def _content(release: Release) -> str:
    total, answers = sum(release.rows.values()), sum(release.answers.values())
    if release.kind is DatasetKind.KNOWLEDGE:
        books = len(release.books)
        return f"{total:,} question-answer pair{'' if total == 1 else 's'} from {books} textbook{'' if books == 1 else 's'}"
    counted = f"{release.kind.rows(total)} with {answers:,} answer{'' if answers == 1 else 's'}"
    if release.kind is DatasetKind.DIALOGUES:
        return f"{counted} of a supporter"
    parts = len(release.components)
    return f"{counted} from {parts} released dataset{'' if parts == 1 else 's'}"
