"""A release is published whole or not at all, by people's leave only, and what is published never changes.

The real client of the Hub talks to a server that speaks the Hub's protocol; the real `load_dataset` reads from there.
"""

import json
import os
import shutil
import subprocess
import sys

import pytest

from emosapp_data.errors import EmosappError, ReleaseError
from emosapp_data.release.publish import prepare, publish
from emosapp_data.release.verify import read_release, sums
from tests.cli import emosapp
from tests.emosapp_data.release.publishing import REPO, contents, on_main
from tests.hub_datasets import READER, STRANGER, WRITER

LOAD = """
import json, sys
from datasets import load_dataset
name, revision, cache, *configuration = sys.argv[1:]
dataset = load_dataset(name, *configuration, revision=revision, cache_dir=cache)
print(json.dumps({split: rows.to_list() for split, rows in dataset.items()}))
"""


def loaded(name, revision, cache, *configuration) -> dict:
    """What `load_dataset` gives, in a process of its own: it reads the address of the Hub when it is imported."""
    code = [sys.executable, "-c", LOAD, str(name), revision, str(cache), *configuration]
    environment = {**os.environ, "HF_DATASETS_CACHE": str(cache), "HF_TOKEN": ""}
    return json.loads(subprocess.run(code, capture_output=True, text=True, check=True, env=environment).stdout)


def test_what_is_published_loads_as_the_folder_does(hub, shelf, tmp_path):
    folder = shelf / "read" / "0.1.0"
    result = emosapp("publish", folder, "--to", "someone/read")
    assert (result.returncode, result.stderr) == (0, "")
    commit = hub.datasets["someone/read"].head.id
    assert result.stdout.splitlines() == [
        "published read 0.1.0",
        f"address {hub.url}/datasets/someone/read",
        f"commit  {commit}",
        "tag     0.1.0",
        'load    load_dataset("someone/read", revision="0.1.0")',
    ]
    assert on_main(hub, "someone/read") == contents(folder)
    assert [one.message for one in hub.datasets["someone/read"].commits] == ["initial commit", "read 0.1.0"]
    for configuration in ((), ("dialogues",)):
        from_hub = loaded("someone/read", "0.1.0", tmp_path / "cache", *configuration)
        assert from_hub == loaded(folder, "main", tmp_path / "local", *configuration)
        assert sum(map(len, from_hub.values())) > 10


def test_the_next_version_takes_its_place_and_the_first_can_be_loaded_still(hub, shelf, tmp_path):
    first, second = shelf / "coping" / "0.1.0", shelf / "coping" / "0.2.0"
    publish(first, REPO, unreviewed=True)
    result = emosapp("publish", second, "--to", REPO, "--unreviewed")
    assert result.returncode == 0
    gone = sorted(contents(first).keys() - contents(second).keys())
    assert gone
    assert f"removed {', '.join(gone)}" in result.stdout
    assert on_main(hub) == contents(second)
    assert len(hub.datasets[REPO].commits) == 3
    assert list(hub.datasets[REPO].tags) == ["0.1.0", "0.2.0"]
    assert loaded(REPO, "0.1.0", tmp_path / "1", "dialogues") == loaded(first, "main", tmp_path / "2", "dialogues")
    assert loaded(REPO, "0.2.0", tmp_path / "3") == loaded(second, "main", tmp_path / "4")


def test_what_a_person_has_not_decided_is_not_published_whatever_one_asks(hub, shelf):
    folder = shelf / "knowledge" / "0.1.0"
    result = emosapp("publish", folder, "--to", "someone/knowledge", "--unreviewed")
    assert result.returncode == 2
    assert result.stderr.splitlines() == [
        f"error: {folder}: must not be published: 5 pairs ask for a person's decision (suicide 4, self harm 1), and nobody has "
        "decided: have them reviewed (emosapp review push), or keep them out with 'hold: [self_harm, suicide]' in the configuration "
        "of the release"
    ]
    assert hub.requests == []


def test_all_reasons_are_told_at_once_and_nothing_is_sent(hub, shelf, tmp_path):
    folder = shutil.copytree(shelf / "knowledge" / "0.1.0", tmp_path / "0.1.0")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["obstacles"] = ["unknown licence: A Book"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "SHA256SUMS").write_text(sums(folder))
    (folder / "README.md").write_text("Reviewed by hundreds.\n")
    result = emosapp("publish", folder, "--to", "someone/knowledge")
    assert result.returncode == 2
    for reason in (
        "README.md: changed since the release was made",
        "must not be published: unknown licence: A Book",
        "must not be published: 5 pairs ask for a person's decision",
        "must not be published: nobody has reviewed any of the 119 pairs: ",
    ):
        assert sum(reason in line for line in result.stderr.splitlines()) == 1
    assert all(line.startswith(f"error: {folder}") for line in result.stderr.splitlines())
    assert hub.requests == []


@pytest.mark.parametrize(
    ("kind", "rows", "what_to_do"),
    [
        ("dialogues", "5 dialogues ask", "keep them out of the release with --hold (self_harm, suicide)"),
        (
            "mixture",
            "5 conversations ask",
            "have them reviewed in the dataset that they come from, or keep them out with",
        ),
    ],
)
def test_what_to_do_is_what_one_can_do_with_such_a_dataset(shelf, tmp_path, kind, rows, what_to_do):
    folder = shutil.copytree(shelf / "knowledge" / "0.1.0", tmp_path / "0.1.0")
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "kind": kind}))
    lines = prepare(folder).obstacles
    assert any(
        f"must not be published: {rows} for a person's decision (" in line and what_to_do in line for line in lines
    )
    assert any(": nobody has reviewed any of the 119 " in line and "s: add --unreviewed, and" in line for line in lines)


def test_what_part_of_a_release_nobody_has_reviewed_is_told(shelf):
    obstacles = prepare(shelf / "begun" / "0.1.0").obstacles
    unreviewed = read_release(shelf / "begun" / "0.1.0").unreviewed
    assert unreviewed < 119
    assert any(f"nobody has reviewed {unreviewed} of the 119 pairs: " in line for line in obstacles)
    assert prepare(shelf / "coping" / "0.1.0").obstacles
    assert prepare(shelf / "coping" / "0.1.0", unreviewed=True).obstacles == ()
    assert prepare(shelf / "read" / "0.1.0").obstacles == ()


def test_a_dry_run_says_what_would_be_uploaded_and_sends_nothing(hub, shelf):
    folder = shelf / "coping" / "0.1.0"
    result = emosapp("publish", folder, "--to", REPO, "--unreviewed", "--dry-run", HF_TOKEN="")
    assert result.returncode == 0
    for name, data in contents(folder).items():
        assert f"{len(data):,}  {name}\n" in result.stdout
    assert f"address {hub.url}/datasets/{REPO}" in result.stdout
    assert "tag     0.1.0" in result.stdout
    refused = emosapp("publish", folder, "--to", REPO, "--dry-run")
    assert refused.returncode == 2
    assert "manifest.json" in refused.stdout
    assert "nobody has reviewed" in refused.stderr
    assert hub.requests == []


def test_what_is_published_already_is_left_as_it_is(hub, shelf):
    folder = shelf / "coping" / "0.1.0"
    commit = publish(folder, REPO, unreviewed=True).commit
    result = emosapp("publish", folder, "--to", REPO, "--unreviewed")
    assert result.returncode == 0
    assert result.stdout.startswith("already published")
    assert commit in result.stdout
    assert len(hub.datasets[REPO].commits) == 2


def test_a_version_is_never_published_with_other_content(hub, shelf):
    publish(shelf / "coping" / "0.1.0", REPO, unreviewed=True)
    dataset = hub.datasets[REPO]
    dataset.tags["0.2.0"] = dataset.head.id
    with pytest.raises(ReleaseError, match=r"0\.2\.0 is published already, with other content \("):
        publish(shelf / "coping" / "0.2.0", REPO, unreviewed=True)
    assert len(dataset.commits) == 2


@pytest.mark.parametrize("tagged", [True, False])
def test_an_older_version_never_takes_the_place_of_a_later_one(hub, shelf, tagged):
    publish(shelf / "coping" / "0.2.0", REPO, unreviewed=True)
    if not tagged:
        hub.datasets[REPO].tags.clear()
    with pytest.raises(ReleaseError, match=r"0\.2\.0 is published already; 0\.1\.0 is older"):
        publish(shelf / "coping" / "0.1.0", REPO, unreviewed=True)
    assert on_main(hub) == contents(shelf / "coping" / "0.2.0")


def test_a_dataset_that_is_none_of_ours_is_left_alone(hub, shelf):
    hub.new(REPO).add({"README.md": b"# Mine", "songs.csv": b"a,b\n"})
    with pytest.raises(ReleaseError, match=r"holds something else than a release of this toolkit \(songs\.csv\)"):
        publish(shelf / "coping" / "0.1.0", REPO, unreviewed=True)
    hub.datasets[REPO].add({"manifest.json": b"{}"})
    with pytest.raises(ReleaseError, match="holds something else"):
        publish(shelf / "coping" / "0.1.0", REPO, unreviewed=True)
    publish(shelf / "read" / "0.1.0", "lab/read")
    with pytest.raises(ReleaseError, match="holds the dataset 'read', not 'coping'"):
        publish(shelf / "coping" / "0.1.0", "lab/read", unreviewed=True)
    assert on_main(hub, "lab/read") == contents(shelf / "read" / "0.1.0")


def test_files_that_a_person_added_stay(hub, shelf):
    hub.new(REPO).add({"README.md": b"# Soon"})
    publish(shelf / "coping" / "0.1.0", REPO, unreviewed=True)
    hub.datasets[REPO].add({**hub.datasets[REPO].head.files, "photo.png": b"..."})
    publish(shelf / "coping" / "0.2.0", REPO, unreviewed=True)
    assert on_main(hub) == {**contents(shelf / "coping" / "0.2.0"), "photo.png": b"..."}
    assert not publish(shelf / "coping" / "0.2.0", REPO, unreviewed=True).new


def test_private_means_private(hub, shelf):
    folder = shelf / "read" / "0.1.0"
    assert publish(folder, "lab/secret", private=True).private
    assert hub.datasets["lab/secret"].private
    assert not publish(folder, "lab/secret").new
    publish(folder, "lab/open")
    with pytest.raises(ReleaseError, match="is public already"):
        publish(folder, "lab/open", private=True)


@pytest.mark.parametrize(
    ("token", "repo", "code", "message"),
    [
        ("", "someone/read", 2, "not signed in to the Hub: sign in with 'hf auth login'"),
        ("hf_nobody", "someone/read", 1, "the Hub does not accept the token (401): sign in with"),
        (READER, "someone/read", 1, "signed in is someone (organisations: lab; the token may only read); nothing was"),
        (STRANGER, "lab/read", 1, "no such owner as 'lab' (403: You don't have the rights to create a dataset"),
        (STRANGER, "lab/secret", 1, "no such owner as 'lab' (403"),
        (WRITER, "read", 2, "'read' is no name on the Hub: write OWNER/NAME"),
        (WRITER, "a/b/c", 2, "'a/b/c' is no name on the Hub: write OWNER/NAME"),
    ],
)
def test_what_the_hub_refuses_is_one_line_that_says_what_to_do(hub, shelf, monkeypatch, token, repo, code, message):
    hub.new("lab/secret", private=True)
    monkeypatch.setenv("HF_TOKEN", token)
    with pytest.raises(EmosappError) as told:
        publish(shelf / "read" / "0.1.0", repo)
    assert message in str(told.value)
    assert "\n" not in str(told.value)
    assert told.value.exit_code == code
    assert not token or token not in str(told.value)
    assert hub.datasets.keys() == {"lab/secret"}


@pytest.mark.parametrize(("token", "code"), [("hf_nobody", 1), ("hf_no\x01body", 2)])
def test_a_token_is_never_printed_not_even_for_those_who_look_for_a_fault(hub, shelf, token, code):
    result = emosapp("publish", shelf / "read" / "0.1.0", "--to", "someone/read", "--debug", HF_TOKEN=token)
    assert result.returncode == code
    assert "Traceback" in result.stderr
    assert "hf_no" not in result.stdout + result.stderr


def test_a_hub_that_cannot_be_reached_is_one_line(hub, shelf):
    result = emosapp("publish", shelf / "read" / "0.1.0", "--to", "a/b", HF_ENDPOINT="http://127.0.0.1:9")
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith("error: a/b: the connection to http://127.0.0.1:9 failed")
    assert line.endswith("; nothing was uploaded")
