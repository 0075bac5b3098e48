"""The project's own exceptions. Each says what happened, where, and what to do next."""


class EmosappError(Exception):
    """Something the user can be told in one line; the command line prints it and exits with `exit_code`."""

    exit_code = 1


class InputError(EmosappError):
    """A file, an option or a configuration that cannot be used as it is."""

    exit_code = 2


class BookError(InputError):
    """A book that cannot be read: damaged, encrypted, empty, missing or without text."""


class ExtractionError(EmosappError):
    """A book's lines and blocks do not add up: a bug, never the book's fault."""


class WorkspaceError(InputError):
    """A workspace that is missing, in use by another command, or written by an incompatible version."""


class ReleaseError(InputError):
    """A release that cannot be made or must not be published."""


class MissingPartError(InputError):
    """An optional dependency is not installed; the message holds the command that installs it."""


class ClusterError(InputError):
    """A cluster that cannot be reached, has no workers left, or has other versions than this machine."""
