"""Metadata that programs read: `croissant.json`, after Croissant 1.0 (https://docs.mlcommons.org/croissant/docs/croissant-spec.html).

Search engines for datasets and loaders such as `mlcroissant` find in it the files with their checksums, the columns with
their types, the licence and those who wrote the books. There is no date in it: the same content has the same bytes, on
whichever day it was made.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emosapp_data.release.dialogues import COLUMNS as DIALOGUE_COLUMNS
from emosapp_data.release.table import COLUMNS
from emosapp_data.release.verify import files_of, sha256
from emosapp_data.schema import Book, Release

if TYPE_CHECKING:
    import pyarrow as pa

FILE = "croissant.json"
PARQUET = "application/x-parquet"
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the specification asks for."""
TYPES = {"string": "sc:Text", "int32": "sc:Integer", "int64": "sc:Integer", "float": "sc:Float", "double": "sc:Float"}
"""Croissant's types by those of Arrow."""


def croissant(release: Release, language: str, folder: Path) -> str:
    """The text of croissant.json.

    Args:
        release: what the release is.
        language: ISO 639-1 code of its language.
        folder: the release's folder, with its Parquet files.
    """
    paths = {name: path for name, path in files_of(folder).items() if path.suffix == ".parquet"}
    total = sum(release.pairs.values())
    books = "; ".join(map(_cited, release.books))
    metadata: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": release.name,
        "version": release.version,
        "description": f"{total:,} question-answer pairs from psychology textbooks. Every pair names the printed page it comes "
        f"from and holds the words that support it. {_reviewed(release)} Sources: {books}.",
        "license": _terms(release.licence),
        "creator": [{"@type": "sc:Person", "name": name} for name in _authors(release.books)],
        "inLanguage": language,
        "keywords": ["psychology", "mental health", "textbooks", "question answering", "provenance"],
        "citeAs": f"{release.name} {release.version}: {total:,} question-answer pairs, made with emosapp-data {release.tool} from {books}",
        "isBasedOn": [_source(book) for book in release.books],
        "isLiveDataset": False,
        "distribution": [_file(name, path) for name, path in paths.items()],
        "recordSet": [_records(name, path) for name, path in paths.items()],
    }
    return (
        json.dumps(
            {key: value for key, value in metadata.items() if value not in (None, [])}, indent=1, ensure_ascii=False
        )
        + "\n"
    )


def _reviewed(release: Release) -> str:
    if release.review is None:
        return "No person has reviewed them."
    return f"People have reviewed {release.review.accepted + release.review.edited:,} of them."


def _terms(licence: str | None) -> str | None:
    """The address of a licence; an expression of several has none and stays as it is."""
    return f"https://spdx.org/licenses/{licence}.html" if licence and " " not in licence else licence


def _authors(books: Sequence[Book]) -> list[str]:
    """Everybody who wrote one of the books, once."""
    return list(dict.fromkeys(author for book in books for author in book.authors))


def _cited(book: Book) -> str:
    """A book as one cites it."""
    return ", ".join(str(part) for part in (*book.authors, book.title, book.edition, book.year) if part)


def _source(book: Book) -> dict[str, Any]:
    source = {
        "@type": "sc:Book",
        "name": book.title,
        "author": [{"@type": "sc:Person", "name": name} for name in book.authors],
        "bookEdition": book.edition,
        "copyrightYear": book.year,
        "license": _terms(book.licence),
        "url": book.source_url,
    }
    return {key: value for key, value in source.items() if value not in (None, [])}


def _file(name: str, path: Path) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": name,
        "contentSize": f"{path.stat().st_size} B",
        "encodingFormat": PARQUET,
        "sha256": sha256(path),
    }


def _records(name: str, path: Path) -> dict[str, Any]:
    """The rows of a file: the pairs of a split, or its dialogues."""
    from pyarrow import parquet as pq  # noqa: PLC0415

    split, packed = path.stem, Path(name).parent.name == "dialogues"
    id_ = f"dialogues-{split}" if packed else split
    return {
        "@type": "cr:RecordSet",
        "@id": id_,
        "name": id_,
        "description": f"The {'pairs packed into dialogues' if packed else 'pairs'} of the split {split}.",
        "key": {"@id": f"{id_}/id"},
        "field": list(_fields(id_, name, pq.read_schema(path), DIALOGUE_COLUMNS if packed else COLUMNS)),
    }


def _fields(records: str, file: str, schema: "pa.Schema", descriptions: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    from pyarrow import types  # noqa: PLC0415

    for column in schema:
        id_, kind = f"{records}/{column.name}", column.type
        field: dict[str, Any] = {"@type": "cr:Field", "@id": id_, "name": id_, "description": descriptions[column.name]}
        source = {"fileObject": {"@id": file}, "extract": {"column": column.name}}
        if repeated := types.is_list(kind):
            field["repeated"] = True
            kind = kind.value_type
        if repeated and types.is_struct(kind):
            yield field | {"subField": [_part(id_, source, part) for part in kind]}
        else:
            yield field | {"dataType": TYPES[str(kind)], "source": source}


def _part(field: str, source: Mapping[str, Any], part: "pa.Field") -> dict[str, Any]:
    """A part of the entries of a list."""
    id_ = f"{field}/{part.name}"
    return {
        "@type": "cr:Field",
        "@id": id_,
        "name": id_,
        "dataType": TYPES[str(part.type)],
        "source": {**source, "transform": {"jsonPath": part.name}},
    }
