"""Publishing a release on the Hugging Face Hub: whole or not at all, and what is published never changes.

A version is one commit on the main branch, and a tag with its number, by which trainers pin it. Who is killed between the
two runs the same command again. Nothing is sent before the release is known to be allowed out.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from emosapp_data.errors import EmosappError, ReleaseError
from emosapp_data.release.hub import Commit, Hub, Remote, RemoteManifest
from emosapp_data.release.verify import MANIFEST, SUMS, files_of, problems, read_release
from emosapp_data.release.versions import VERSION, Version
from emosapp_data.schema import DatasetKind, Flag, Release

HARMLESS = {".gitattributes", "README.md"}
"""What the Hub itself puts into a new dataset."""
REVIEW = "have them reviewed (emosapp review push)"
REMEDIES = {
    DatasetKind.KNOWLEDGE: f"{REVIEW}, or keep them out with 'hold: [{{hold}}]' in the configuration of the release",
    DatasetKind.DIALOGUES: "keep them out of the release with --hold ({hold})",
    DatasetKind.MIXTURE: "have them reviewed in the dataset that they come from, or keep them out with 'hold: [{hold}]' in the recipe",
}
"""What to do where a person's decision is missing."""
SHOWN = 3
"""Files named in a message."""
NOTHING = "nothing was uploaded"
AGAIN = "run the same command again"


class Upload(NamedTuple):
    """What is to be published."""

    release: Release
    files: Mapping[str, Path]
    """All files by their path within the release."""
    obstacles: tuple[str, ...]
    """Why it must not be published, one line each."""


class Published(NamedTuple):
    """A version that is on the Hub."""

    address: str
    """Where a person finds it."""
    commit: str
    release: Release
    new: bool
    """Whether it was published now; false where it was there already."""
    private: bool
    gone: tuple[str, ...] = ()
    """Files of the version before that this one does not have."""
    remarks: tuple[str, ...] = ()
    """What the Hub has to say of the card."""


def prepare(folder: Path, unreviewed: bool = False) -> Upload:
    """See what would be published and what forbids it; no network is touched.

    Args:
        folder: the release.
        unreviewed: whether rows that nobody has reviewed may be published; the card says of them so in public.

    Raises:
        ReleaseError: the folder holds no release that can be read.
    """
    changed = problems(folder)
    try:
        release = read_release(folder)
    except ReleaseError:
        raise ReleaseError("\n".join(changed)) from None
    forbidden = [*release.obstacles, *_undecided(release), *([] if unreviewed else _unreviewed(release))]
    reasons = (f"{folder}: must not be published: {reason}" for reason in forbidden)
    return Upload(release, files_of(folder), (*changed, *reasons))


def publish(folder: Path, repository: str, private: bool = False, unreviewed: bool = False) -> Published:
    """Put a release on the Hub, unless it is there already.

    Args:
        folder: the release.
        repository: OWNER/NAME of the dataset; made where it is not there. The token is that of `hf auth login` or HF_TOKEN.
        private: whether a new dataset is private.
        unreviewed: whether rows that nobody has reviewed may be published.

    Raises:
        ReleaseError: it must not be published, or not there; nothing has changed.
        InputError: the name is none, or nobody is signed in.
        EmosappError: the Hub refuses, or cannot be reached; the message says in which state the dataset is then.
    """
    upload = prepare(folder, unreviewed)
    if upload.obstacles:
        raise ReleaseError("\n".join(upload.obstacles))
    hub, release = Hub(repository), upload.release
    with hub.telling(NOTHING):
        remote = hub.look() or hub.create(private)
        if private and not remote.private:
            raise ReleaseError(
                f"{repository}: is public already; --private only makes a new dataset private; {NOTHING}"
            )
        there = hub.files(remote.head)
        before = hub.manifest(remote.head) if MANIFEST in there else None
        _see_that_it_is_ours(repository, release, set(there), before)
        if tagged := remote.versions.get(release.version):
            _see_that_it_is_the_same(hub, tagged, upload)
            return Published(hub.address, tagged, release, new=False, private=remote.private)
        _see_that_none_is_later(repository, release, remote, before)
        old = {MANIFEST, SUMS, *(file.path for file in before.files)} if before else set()
        gone = tuple(sorted((old & there.keys()) - upload.files.keys()))
        whole = before is not None and not hub.differing(remote.head, upload.files)
    commit = Commit(remote.head, ()) if whole else _commit(hub, remote, upload, gone, before)
    with hub.telling(f"main holds {release.version} (commit {commit.id[:12]}) without its tag; {AGAIN}, which sets it"):
        hub.tag(commit.id, release.version, _title(release))
    gone = () if whole else gone
    return Published(hub.address, commit.id, release, True, remote.private, gone, commit.remarks)


def _undecided(release: Release) -> list[str]:
    """Why rows that ask for a person's decision keep a release from being published."""
    undecided, flagged, rows = release.undecided, release.flagged, release.kind.rows
    if not undecided:
        return []
    subjects = ", ".join(
        f"{flag.value.replace('_', ' ')} {release.flags[flag]:,}" for flag in Flag if flag in release.flags
    )
    asking = f"for a person's decision ({subjects})"
    if undecided < flagged:
        what = f"nobody has decided on {undecided:,} of the {rows(flagged)} that ask {asking}"
    else:
        what = f"{rows(undecided)} {'asks' if undecided == 1 else 'ask'} {asking}, and nobody has decided"
    return [f"{what}: {REMEDIES[release.kind].format(hold=', '.join(release.flags))}"]


def _unreviewed(release: Release) -> list[str]:
    """Why rows that nobody has reviewed keep a release from being published."""
    unreviewed, total, kind = release.unreviewed, sum(release.rows.values()), release.kind
    if not unreviewed:
        return []
    which = f"any of the {kind.rows(total)}" if unreviewed == total else f"{unreviewed:,} of the {kind.rows(total)}"
    review = f"{REVIEW}, or " if kind is DatasetKind.KNOWLEDGE else ""
    return [f"nobody has reviewed {which}: {review}add --unreviewed, and the card tells everybody so"]


def _see_that_it_is_ours(repository: str, release: Release, there: set[str], before: RemoteManifest | None) -> None:
    """See that the main branch holds nothing, or a version of this dataset.

    Raises:
        ReleaseError: it holds something else.
    """
    strange = sorted(there - HARMLESS)
    if before is None and strange:
        raise ReleaseError(
            f"{repository}: holds something else than a release of this toolkit ({_few(strange)}), which stays as it is; "
            f"choose another name with --to; {NOTHING}"
        )
    if before is not None and before.name != release.name:
        raise ReleaseError(
            f"{repository}: holds the dataset {before.name!r}, not {release.name!r}; choose another name with --to; {NOTHING}"
        )


def _see_that_it_is_the_same(hub: Hub, commit: str, upload: Upload) -> None:
    """Compare a version that is tagged on the Hub with the release.

    Raises:
        ReleaseError: it is another.
    """
    if other := hub.differing(commit, upload.files):
        raise ReleaseError(
            f"{hub.repository}: {upload.release.version} is published already, with other content ({_few(other)}), and what is "
            f"published never changes; release the next version and publish that; {NOTHING}"
        )


def _see_that_none_is_later(repository: str, release: Release, remote: Remote, before: RemoteManifest | None) -> None:
    """See that the main branch does not go back to an older version; one that waits for its tag counts, too.

    Raises:
        ReleaseError: it would.
    """
    known = {*remote.versions, *([before.version] if before and VERSION.fullmatch(before.version) else [])}
    if later := [version for version in known if Version.parse(version) > Version.parse(release.version)]:
        raise ReleaseError(
            f"{repository}: {max(later, key=Version.parse)} is published already; {release.version} is older and would "
            f"take its place; {NOTHING}"
        )


def _commit(hub: Hub, remote: Remote, upload: Upload, gone: tuple[str, ...], before: RemoteManifest | None) -> Commit:
    """Upload all files in one commit, and see that the Hub holds what was uploaded.

    Raises:
        EmosappError: it did not come to that; main is as it was unless the message says otherwise.
    """
    try:
        made = hub.commit(upload.files, gone, _title(upload.release), remote.head)
    except Exception as error:  # as in Hub.telling, and the state can only be found out now
        made = Commit(_made_after_all(hub, remote, upload, before, error), ())
    with hub.telling(f"the files are on main (commit {made.id[:12]}), but not compared and not tagged yet; {AGAIN}"):
        if other := hub.differing(made.id, upload.files):
            raise EmosappError(
                f"{hub.repository}: commit {made.id[:12]} does not hold what was uploaded ({_few(other)}), so it was not "
                f"tagged; see whether a .gitignore on the Hub or another program touched them, and {AGAIN}"
            )
    return made


def _made_after_all(hub: Hub, remote: Remote, upload: Upload, before: RemoteManifest | None, error: Exception) -> str:
    """The commit, where it was made although no answer came back.

    Raises:
        EmosappError: it was not made, or nobody knows.
    """
    try:
        now = hub.look()
        head = now.head if now else ""
        if head not in ("", remote.head) and not hub.differing(head, upload.files):
            return head
    except Exception:  # the first error is the one to tell
        raise hub.told(
            error, f"whether the upload came to its end is not known; {AGAIN}, which completes it"
        ) from error
    if head != remote.head:
        state = "main has changed, but does not hold this release; see what is there"
    elif before:
        state = f"nothing has changed, main still holds {before.version}; {AGAIN}"
    else:
        state = f"the dataset holds nothing of the release yet; {AGAIN}"
    raise hub.told(error, state) from error


def _title(release: Release) -> str:
    return f"{release.name} {release.version}"


def _few(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
