"""What a dataset of dialogues is: its title, who made it, who may use it how, and which file was read."""

from importlib.resources import files
from pathlib import Path

from corpus.book import BookDescription, describe, read_description
from emosapp_data.errors import InputError
from emosapp_data.schema import DialogueSource


def describe_source(file: Path, about: str | None, options: BookDescription) -> BookDescription:
    """The description of a source: options first, then the one asked for, or the YAML file of the same name beside the file.

    Args:
        file: the file of dialogues.
        about: one that comes with the package by its name ('esconv', 'serveforemo'), or a YAML file by its path.
        options: what else is said.

    Raises:
        InputError: there is no such description, or it cannot be read.
    """
    if about is None:
        return describe(file, options)
    shipped = files("emosapp_data.dialogues") / "sources"
    known = sorted(entry.name.removesuffix(".yaml") for entry in shipped.iterdir() if entry.name.endswith(".yaml"))
    path = Path(str(shipped)) / f"{about.lower()}.yaml" if about.lower() in known else Path(about)
    if not path.is_file():
        raise InputError(f"--about {about}: no such description; give a YAML file or one of: {', '.join(known)}")
    return read_description(path).model_copy(update=options.model_dump(exclude_defaults=True))


def source_of(name: str, file: Path, sha256: str, description: BookDescription) -> DialogueSource:
    """The record of a source; without a title it is called by its name."""
    fields = description.model_dump()
    fields["title"] = description.title or name
    return DialogueSource(id=name, file_name=file.name, sha256=sha256, **fields)
