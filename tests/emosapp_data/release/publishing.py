"""What is on the Hub's stand-in, for tests of publishing."""

from pathlib import Path

from emosapp_data.release.verify import files_of
from tests.hub_stand_in import HubStandIn

REPO = "someone/coping"


def contents(folder: Path) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in files_of(folder).items()}


def on_main(hub: HubStandIn, repo: str = REPO) -> dict[str, bytes]:
    """What the main branch holds, without what the Hub itself put there."""
    return {name: data for name, data in hub.datasets[repo].head.files.items() if name != ".gitattributes"}
