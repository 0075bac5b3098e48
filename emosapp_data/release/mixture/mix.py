"""From a recipe to a release: read the datasets, leave out what must not be in the training, draw, and write."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from emosapp_data.config.mixture import ComponentConfig, MixtureConfig
from emosapp_data.errors import ReleaseError
from emosapp_data.progress import Reporter
from emosapp_data.release.build import Made, Wanted, make_release
from emosapp_data.release.mixture.components import Opened, open_components
from emosapp_data.release.mixture.content import MixtureContent
from emosapp_data.release.mixture.conversation import Conversation, Drawn, LeftOut, left_out
from emosapp_data.release.mixture.draw import draw
from emosapp_data.release.mixture.leak import find_leaks
from emosapp_data.release.mixture.read import read_conversations
from emosapp_data.release.mixture.reasons import list_of
from emosapp_data.release.verify import read_release
from emosapp_data.release.versions import existing_versions
from emosapp_data.schema import DatasetKind, Reason
from emosapp_data.workspace import write_jsonl


class Mixed(NamedTuple):
    """A mixture that was released, and what is not in it."""

    made: Made
    left_out: tuple[LeftOut, ...]
    """Conversations that are not in it; every other one of the components is."""
    listed: Path
    """The file that lists them."""


def mix(recipe: MixtureConfig, workspace: Path, wanted: Wanted, reporter: Reporter) -> Mixed:
    """Make a release of conversations drawn from released datasets.

    Args:
        recipe: what it is mixed from.
        workspace: where the release is made, and where datasets are of which the recipe says nothing else.
        wanted: which version.
        reporter: shows progress.

    Raises:
        ReleaseError: a dataset is missing, changed, or not fit for what is asked of it; nothing is left; the version
            exists with other content, or the changes need a larger one.
    """
    folder = releases_of(workspace)
    _see_that_it_is_a_mixture(folder / recipe.name)
    components = open_components(recipe, workspace)
    available = _read(components, reporter)
    out = {(each.dataset, each.origin): each for each in _left_out(components, available, reporter)}
    drawn: list[Drawn] = []
    dropped = list(out.values())
    for opened in components:
        left = [each for each in available[opened.release.name] if (each.dataset, each.origin) not in out]
        found = draw(left, opened.config, recipe.seed)
        drawn += found.drawn
        dropped += found.left_out
    with reporter.step("release", len(drawn), "conversations") as advance:
        made = make_release(MixtureContent(recipe, components, available, drawn, dropped), folder, wanted)
        advance(len(drawn))
    listed = list_of(workspace, recipe.name)
    write_jsonl(listed, dropped)
    return Mixed(made, tuple(dropped), listed)


def releases_of(workspace: Path) -> Path:
    """Where the releases of a workspace are; a folder that holds datasets itself is a folder of releases."""
    inside = workspace / "releases"
    holds = not inside.is_dir() and any(existing_versions(path) for path in workspace.glob("*") if path.is_dir())
    return workspace if holds else inside


def _see_that_it_is_a_mixture(home: Path) -> None:
    versions = existing_versions(home)
    if versions and (kind := read_release(home / versions[-1]).kind) is not DatasetKind.MIXTURE:
        raise ReleaseError(f"{home}: holds {kind.row}s; give the mixture another name")


def _read(components: Sequence[Opened], reporter: Reporter) -> dict[str, list[Conversation]]:
    found = {}
    with reporter.step("read", len(components), "datasets") as advance:
        for opened in components:
            found[opened.release.name] = read_conversations(opened)
            advance(1)
    return found


def _left_out(
    components: Sequence[Opened], available: dict[str, list[Conversation]], reporter: Reporter
) -> Iterator[LeftOut]:
    """What is left out before anything is drawn, each conversation once."""
    seen = set()
    for opened in components:
        for conversation in available[opened.release.name]:
            if why := _unfit(conversation, opened.config):
                seen.add((conversation.dataset, conversation.origin))
                yield left_out(conversation, *why)
    pairs = {opened.release.name for opened in components if opened.release.kind is DatasetKind.KNOWLEDGE}
    total = sum(map(len, available.values()))
    with reporter.step("compare", total, "conversations") as advance:
        leaks = find_leaks(available, pairs)
        advance(total)
    yield from (leak for leak in leaks if (leak.dataset, leak.origin) not in seen)


def _unfit(conversation: Conversation, config: ComponentConfig) -> tuple[Reason, str] | None:
    """Why the recipe does not want a conversation; none where it does."""
    if not conversation.answers:
        return Reason.NO_EXCHANGE, ""
    if config.failed == "leave_out" and conversation.failed:
        return Reason.FAILED_DIALOGUE, ""
    if config.failed == "only" and not conversation.failed:
        return Reason.NOT_FAILED, ""
    if held := [flag for flag in conversation.undecided if flag in config.hold]:
        return Reason.AWAITS_REVIEW, ", ".join(flag.explanation for flag in held)
    return None
