"""Which Argilla is spoken to: one that is named, or the one of `emosapp review serve`."""

import os
from pathlib import Path

from annotation.server.access import Access
from emosapp_data.errors import InputError

URL, KEY = "ARGILLA_API_URL", "ARGILLA_API_KEY"
"""Environment variables, as Argilla's own client has them. The key is never an option: options are seen by all users of a machine."""


def find_access(url: str | None = None, home: Path | None = None) -> Access:
    """The Argilla to speak to.

    Args:
        url: address of a server; its key comes from the environment.
        home: folder of a server that `emosapp review serve` started; it goes before the address in the environment.

    Raises:
        InputError: none is named and none was started here, or the key is missing.
    """
    from annotation.server.home import local_access  # noqa: PLC0415

    named = url or (None if home else os.environ.get(URL))
    if named is None:
        if local := local_access(home):
            return local
        raise InputError(
            f"no Argilla to speak to: 'emosapp review serve' starts one here; for another, give its address with --url"
            f" or in {URL}, and an owner's key in {KEY}"
        )
    address = named.strip().rstrip("/")
    if not address.startswith(("http://", "https://")):
        raise InputError(f"{address}: the address of an Argilla begins with http:// or https://")
    if key := os.environ.get(KEY):
        return Access(address, key)
    if (local := local_access(home)) and local.url == address:
        return local
    raise InputError(f"{address}: its key is missing; put the API key of an owner (in Argilla: My settings) into {KEY}")
