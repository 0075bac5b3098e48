"""The rows of a released dataset, and their Parquet files."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from emosapp_data.doubt import doubt, flags_of, group_of
from emosapp_data.schema import Passage, QAPair

COLUMNS = {
    "id": "Identifier of the pair, a hash of its content.",
    "question": "The question.",
    "answer": "The answer.",
    "evidence": "Verbatim quotes that support the pair: role (answer, question or key), quote, its page, and its place in the passage.",
    "context": "The passage that holds the first quote.",
    "book": "Identifier of the book.",
    "title": "Title of the book.",
    "section": "Headings above the first quote, from the chapter down.",
    "page": "Page number as printed, of the page where the first quote starts.",
    "pdf_page": "Number of that page in the PDF, counted from 1.",
    "licence": "Licence of the book, as an SPDX expression.",
    "generator": "What made the pair.",
    "pattern": "The rule that formed the question, or the prompt and the kind of pair it asked for.",
    "model": "The model that wrote the pair; none where the pair is the book's own.",
    "prompt": "Hash of the prompt; likewise.",
    "flags": "What in the pair asks for a person's decision, such as suicide or medication.",
    "near_duplicates": "Group of pairs that are much alike; none where there are no others.",
    "review": "What people decided: accepted, edited, or unreviewed.",
    "parent": "Identifier of the pair that an edited pair replaces; none otherwise.",
    "doubt": "How doubtful the pair is, from 0 to 1, by what the checks found; the order of review, not a probability.",
}
"""The columns, with the description that the card gives."""


def row(pair: QAPair, passages: Mapping[str, Passage], review: str) -> dict[str, Any]:
    """A pair, and what people decided on it, as a row."""
    return {
        "id": pair.id,
        "question": pair.question,
        "answer": pair.answer,
        "evidence": [
            {
                "role": evidence.role.value,
                "quote": evidence.quote,
                "page": evidence.first_page.label,
                "pdf_page": evidence.first_page.pdf,
                "passage": evidence.passage,
                "start": evidence.start,
                "end": evidence.end,
            }
            for evidence in pair.evidence
        ],
        "context": passages[pair.evidence[0].passage].text,
        "book": pair.citation.book,
        "title": pair.citation.title,
        "section": list(pair.citation.section),
        "page": pair.citation.first_page.label,
        "pdf_page": pair.citation.first_page.pdf,
        "licence": pair.licence,
        "generator": pair.origin.generator,
        "pattern": pair.origin.pattern,
        "model": pair.origin.model,
        "prompt": pair.origin.prompt_hash,
        "flags": [flag.value for flag in flags_of(pair)],
        "near_duplicates": group_of(pair),
        "review": review,
        "parent": pair.parent,
        "doubt": doubt(pair).score,
    }


def write_parquet(rows: Iterable[dict[str, Any]], path: Path) -> None:
    """Write rows to a Parquet file; the same rows give the same bytes."""
    from datasets import Dataset, Features, List, Value  # noqa: PLC0415
    from datasets.utils.logging import disable_progress_bar  # noqa: PLC0415

    text, number = Value("string"), Value("int32")
    features = Features(dict.fromkeys(COLUMNS, text))
    features["evidence"] = List(
        {"role": text, "quote": text, "page": text, "pdf_page": number, "passage": text, "start": number, "end": number}
    )
    features["section"] = features["flags"] = List(text)
    features["doubt"] = Value("float32")
    features["pdf_page"] = number
    disable_progress_bar()
    path.parent.mkdir(parents=True, exist_ok=True)
    Dataset.from_list(list(rows), features=features).to_parquet(str(path))
