"""A book is more than a file: its description, from a YAML file beside the PDF, from options, or from the PDF itself."""

import hashlib
import re
from pathlib import Path
from typing import Any

import yaml
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError, field_validator

from emosapp_data.errors import BookError
from emosapp_data.schema import Book


class BookDescription(BaseModel):
    """What is known of a book besides its file. Everything may be left out."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    title: str | None = None
    """Title."""
    authors: tuple[str, ...] = ()
    """Authors or editors, as they want to be credited."""
    edition: str | None = None
    """Edition, such as '2nd'."""
    year: int | None = Field(default=None, ge=1400, le=2200)
    """Year of publication."""
    licence: str | None = Field(default=None, validation_alias=AliasChoices("licence", "license"))
    """Licence as an SPDX expression, such as 'CC-BY-4.0'."""
    source_url: str | None = None
    """Where the book can be had."""

    @field_validator("authors", mode="before")
    @classmethod
    def _one_author_is_a_list(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @field_validator("edition", mode="before")
    @classmethod
    def _edition_may_be_a_number(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int) else value

    @field_validator("licence")
    @classmethod
    def _spdx(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            return str(canonicalize_license_expression(value))
        except InvalidLicenseExpression:
            raise ValueError(
                f"{value!r} is no SPDX licence expression; write for example 'CC-BY-4.0', 'CC-BY-NC-SA-4.0', "
                "or 'LicenseRef-Permission' for a permission of your own, with which nothing can be published (https://spdx.org/licenses)"
            ) from None


def describe(path: Path, options: BookDescription | None = None) -> BookDescription:
    """The description of a book: options first, then the YAML file of the same name beside the PDF.

    Raises:
        BookError: the YAML file cannot be read or holds something else than a description.
    """
    beside = path.with_suffix(".yaml")
    found = read_description(beside) if beside.exists() else BookDescription()
    given = options.model_dump(exclude_defaults=True) if options else {}
    return found.model_copy(update=given)


def read_description(path: Path) -> BookDescription:
    """Read a description from a YAML file.

    Raises:
        BookError: it cannot be read, or holds something else.
    """
    try:
        return BookDescription.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except OSError as error:
        raise BookError(f"{path}: cannot be read ({error.strerror})") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BookError(f"{path}: not readable as YAML ({' '.join(str(error).split())})") from None
    except ValidationError as error:
        raise BookError(f"{path}: {problems(error)}") from None


def identify(path: Path, description: BookDescription, pdf_title: str | None) -> Book:
    """The record of a book: its description, its file's checksum, and an id made from name and checksum."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    slug = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:48].rstrip("-") or "book"
    fields = description.model_dump()
    fields["title"] = description.title or pdf_title or path.stem
    return Book(id=f"{slug}-{sha256[:8]}", file_name=path.name, sha256=sha256, **fields)


def problems(error: ValidationError) -> str:
    """All that pydantic found wrong, on one line: field, problem; field, problem."""
    return "; ".join(
        f"{'.'.join(str(part) for part in problem['loc']) or 'file'}: {problem['msg'].removeprefix('Value error, ')}"
        for problem in error.errors()
    )
