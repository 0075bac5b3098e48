"""Metadata that programs read: `croissant.json`, after Croissant 1.0 (https://docs.mlcommons.org/croissant/docs/croissant-spec.html).

Search engines for datasets and loaders such as `mlcroissant` find in it the files with their checksums, the columns with
their types, the licence and those who wrote the sources. There is no date in it: the same content has the same bytes, on
whichever day it was made.

A column that is a list of messages becomes a repeated field with a sub-field for each part of a message. A list within the
message (its strategies) is a repeated sub-field, which `mlcroissant` 1.1 reads as one list a message.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emosapp_data.licences import Citable
from emosapp_data.release.card.citing import cite_as, summary, works
from emosapp_data.release.card.licence import address
from emosapp_data.release.shards import split_of
from emosapp_data.release.verify import files_of, sha256
from emosapp_data.schema import Book, DatasetKind, Release
from emosapp_data.schema.release import Component, DialogueSource

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
KEYWORDS = {
    DatasetKind.KNOWLEDGE: ["psychology", "mental health", "textbooks", "question answering", "provenance"],
    DatasetKind.DIALOGUES: ["psychology", "mental health", "emotional support", "dialogues", "support strategies"],
    DatasetKind.MIXTURE: ["psychology", "mental health", "emotional support", "conversations", "fine-tuning"],
}
NO_THERAPY = "They are no advice for a person in distress, and a model trained on them is no therapist."


def croissant(release: Release, language: str, folder: Path, columns: Mapping[str, Mapping[str, str]]) -> str:
    """The text of croissant.json.

    Args:
        release: what the release is.
        language: ISO 639-1 code of its language.
        folder: the release's folder, with its Parquet files.
        columns: what the columns of these hold, by the folder within the release.
    """
    paths = {name: path for name, path in files_of(folder).items() if path.suffix == ".parquet"}
    metadata: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": release.name,
        "version": release.version,
        "description": f"{summary(release)} {_reviewed(release)} {_limits(release)}".rstrip(),
        "license": _terms(release.licence),
        "creator": [{"@type": "sc:Person", "name": name} for name in _authors(release)],
        "inLanguage": language,
        "keywords": KEYWORDS[release.kind],
        "citeAs": cite_as(release),
        "isBasedOn": [
            *map(_book, release.books),
            *map(_dialogue_source, release.dialogue_sources),
            *map(_component, release.components),
        ],
        "isLiveDataset": False,
        "distribution": [_file(name, path) for name, path in paths.items()],
        "recordSet": [
            _records(name, path, release.kind, columns[Path(name).parent.name]) for name, path in paths.items()
        ],
    }
    return json.dumps(_known(metadata), indent=1, ensure_ascii=False) + "\n"


def _reviewed(release: Release) -> str:
    if release.review is None and release.kind is DatasetKind.MIXTURE:
        return "Whether people have reviewed them is told by the datasets that they come from."
    if release.review is None:
        return "No person has reviewed them."
    return f"People have reviewed {release.review.accepted + release.review.edited:,} of them."


def _limits(release: Release) -> str:
    """What one has to know before anything else."""
    return "".join(f"Must not be published: {obstacle}. " for obstacle in release.obstacles) + NO_THERAPY


def _terms(licence: str | None) -> str | None:
    """The address of a licence; what has none stays as it is."""
    return (address(licence) or licence) if licence else None


def _authors(release: Release) -> list[str]:
    """Everybody who wrote one of the sources, once."""
    return list(dict.fromkeys(author for work in works(release) for author in work.authors))


def _book(book: Book) -> dict[str, Any]:
    return _known({**_work(book), "@type": "sc:Book", "bookEdition": book.edition})


def _dialogue_source(source: DialogueSource) -> dict[str, Any]:
    return _known({**_work(source), "@type": "sc:CreativeWork", "version": source.edition})


def _component(component: Component) -> dict[str, Any]:
    """A released dataset; not as `sc:Dataset`, since a file of Croissant describes only one."""
    return _known(
        {
            "@type": "sc:CreativeWork",
            "name": component.name,
            "version": component.version,
            "license": _terms(component.licence),
        }
    )


def _work(work: Citable) -> dict[str, Any]:
    """What there is to say of any work."""
    return {
        "name": work.title,
        "author": [{"@type": "sc:Person", "name": name} for name in work.authors],
        "copyrightYear": work.year,
        "license": _terms(work.licence),
        "url": work.source_url,
    }


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of something."""
    return {key: value for key, value in values.items() if value not in (None, [])}


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


def _records(name: str, path: Path, kind: DatasetKind, columns: Mapping[str, str]) -> dict[str, Any]:
    """The rows of a file: those of a split, or its pairs packed into dialogues."""
    from pyarrow import parquet as pq  # noqa: PLC0415

    split, packed = split_of(name), Path(name).parent.name == "dialogues"
    id_ = f"dialogues-{path.stem}" if packed else path.stem
    part = "" if split == path.stem else f", {path.stem.removeprefix(f'{split}-').replace('-', ' ')}, counted from 0"
    return {
        "@type": "cr:RecordSet",
        "@id": id_,
        "name": id_,
        "description": f"The {'pairs packed into dialogues' if packed else f'{kind.row}s'} of the split {split}{part}.",
        "key": {"@id": f"{id_}/id"},
        "field": list(_fields(id_, name, pq.read_schema(path), columns)),
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
    """A part of the entries of a list, which may be a list itself."""
    from pyarrow import types  # noqa: PLC0415

    id_, kind = f"{field}/{part.name}", part.type
    repeated = types.is_list(kind)
    return {
        "@type": "cr:Field",
        "@id": id_,
        "name": id_,
        **({"repeated": True} if repeated else {}),
        "dataType": TYPES[str(kind.value_type if repeated else kind)],
        "source": {**source, "transform": {"jsonPath": part.name}},
    }
