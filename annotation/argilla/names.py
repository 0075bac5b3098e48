"""What datasets are called. The name carries the template's version, for Argilla cannot change the questions of a dataset."""

import re
from typing import NamedTuple

from annotation.template import Template

VERSION = 1
"""Version of the templates; to be raised with every change of fields, questions or labels."""


class DatasetName(NamedTuple):
    """A dataset's name in its parts."""

    name: str
    """Name of the data, such as 'knowledge'."""
    template: Template
    reviewers: int = 1
    """Responses that complete a record."""
    version: int = VERSION

    def __str__(self) -> str:
        """Such as 'knowledge-pairs-1', or 'knowledge-pairs-1-by-2' where two people review every pair."""
        several = f"-by-{self.reviewers}" if self.reviewers > 1 else ""
        return f"{self.name}-{self.template}-{self.version}{several}"


PATTERN = re.compile(rf"(?P<name>.+)-(?P<template>{'|'.join(Template)})-(?P<version>\d+)(?:-by-(?P<reviewers>\d+))?")


def read_name(text: str) -> DatasetName | None:
    """The parts of a dataset's name; none where it is not one of ours."""
    if not (match := PATTERN.fullmatch(text)):
        return None
    return DatasetName(match["name"], Template(match["template"]), int(match["reviewers"] or 1), int(match["version"]))
