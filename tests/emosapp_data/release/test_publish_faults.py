"""Whatever fails while a release is published: main is whole, the message says how it stands, and running again gets there."""

import subprocess
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emosapp_data.errors import EmosappError
from emosapp_data.release.publish import publish
from tests.cli import command, emosapp
from tests.emosapp_data.release.publishing import REPO, contents, on_main
from tests.hub_stand_in import Fault


@pytest.mark.parametrize(("pattern", "commits"), [("PUT /objects/", 2), ("POST .*/commit/", 2), ("POST .*/tag/", 3)])
def test_whoever_is_killed_runs_the_command_again(hub, shelf, pattern, commits):
    first, second = shelf / "coping" / "0.1.0", shelf / "coping" / "0.2.0"
    publish(first, REPO, unreviewed=True)
    hub.objects.clear()
    arguments = ("publish", second, "--to", REPO, "--unreviewed")
    process = subprocess.Popen(command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    hub.faults.append(Fault(pattern, hook=process.kill, times=99))
    process.communicate()
    hub.faults.clear()
    assert len(hub.datasets[REPO].commits) == commits
    assert on_main(hub) == contents(first if commits == 2 else second)
    assert list(hub.datasets[REPO].tags) == ["0.1.0"]
    result = emosapp(*arguments)
    assert (result.returncode, result.stderr) == (0, "")
    assert len(hub.datasets[REPO].commits) == 3
    assert on_main(hub) == contents(second)
    assert hub.datasets[REPO].tags["0.2.0"] == hub.datasets[REPO].head.id


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (
            Fault("PUT /objects/", 403, 99),
            r"403.*; nothing has changed, main still holds 0\.1\.0; run the same command",
        ),
        (Fault("POST .*/preupload/", 401, 99), r"does not accept the token \(401\).*main still holds 0\.1\.0"),
        (Fault("POST .*/commit/", 500), r"a fault of its own.*\(500.*main still holds 0\.1\.0"),
        (Fault("POST .*/commit/"), r"the connection to http.* failed.*main still holds 0\.1\.0"),
        (Fault(".*/(commit/main|coping)$", times=99), r"the connection to http.* failed.*nothing was uploaded"),
    ],
)
def test_an_upload_that_fails_leaves_main_as_it_was_and_says_so(hub, shelf, fault, message):
    publish(shelf / "coping" / "0.1.0", REPO, unreviewed=True)
    hub.objects.clear()
    hub.faults.append(fault)
    with pytest.raises(EmosappError, match=message) as told:
        publish(shelf / "coping" / "0.2.0", REPO, unreviewed=True)
    assert "\n" not in str(told.value)
    assert "Signature" not in str(told.value)
    assert on_main(hub) == contents(shelf / "coping" / "0.1.0")


# What the client does not try again by itself, so that no example waits.
FAULTS = st.one_of(
    st.builds(
        Fault,
        st.sampled_from(["PUT /objects/", "POST .*/preupload/", "POST .*/batch", "GET .*/tree/"]),
        st.just(403),
        afterwards=st.booleans(),
    ),
    st.builds(
        Fault,
        st.sampled_from(["POST .*/commit/", "POST .*/tag/", "GET .*/refs", "POST .*/create", "GET .*/coping$"]),
        st.sampled_from([0, 500, 403]),
        afterwards=st.booleans(),
    ),
)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.lists(FAULTS, max_size=3), second=st.lists(FAULTS, max_size=3))
def test_whatever_fails_main_is_whole_and_running_again_gets_there(hub, shelf, first, second):
    hub.datasets.clear()
    hub.objects.clear()
    states: list[dict[str, bytes]] = [{}]
    for version, faults in {"0.1.0": first, "0.2.0": second}.items():
        states.append(contents(shelf / "coping" / version))
        hub.faults[:] = [replace(fault) for fault in faults]
        for attempt in range(len(faults) + 1):
            try:
                publish(shelf / "coping" / version, REPO, unreviewed=True)
                break
            except EmosappError:
                assert attempt < len(faults)
            finally:
                assert REPO not in hub.datasets or on_main(hub) in states[-2:]
        assert on_main(hub) == states[-1]
    dataset = hub.datasets[REPO]
    assert [commit.message for commit in dataset.commits] == ["initial commit", "coping 0.1.0", "coping 0.2.0"]
    assert dataset.tags == {"0.1.0": dataset.commits[1].id, "0.2.0": dataset.commits[2].id}


def test_a_commit_whose_answer_got_lost_is_found_and_tagged(hub, shelf):
    hub.faults.append(Fault("POST .*/commit/", afterwards=True))
    assert publish(shelf / "coping" / "0.1.0", REPO, unreviewed=True).new
    assert len(hub.datasets[REPO].commits) == 2
    assert hub.datasets[REPO].tags == {"0.1.0": hub.datasets[REPO].head.id}


def test_where_nobody_knows_whether_the_commit_was_made_that_is_said(hub, shelf):
    hub.faults.append(Fault("POST .*/commit/", hook=lambda: hub.faults.append(Fault("GET ", times=99))))
    with pytest.raises(
        EmosappError, match="whether the upload came to its end is not known; run the same command again"
    ):
        publish(shelf / "coping" / "0.1.0", REPO, unreviewed=True)


def test_a_tag_that_fails_is_set_by_the_next_run(hub, shelf):
    hub.faults.append(Fault("POST .*/tag/", 500))
    with pytest.raises(EmosappError, match=r"main holds 0\.1\.0 \(commit [0-9a-f]{12}\) without its tag; run the same"):
        publish(shelf / "coping" / "0.1.0", REPO, unreviewed=True)
    assert publish(shelf / "coping" / "0.1.0", REPO, unreviewed=True).new
    assert len(hub.datasets[REPO].commits) == 2


@pytest.mark.parametrize("fault", [Fault("PUT /objects/", 500), Fault("PUT /objects/"), Fault("POST .*/batch", 503)])
def test_a_short_fault_of_the_store_is_tried_again(hub, shelf, fault):
    hub.faults.append(fault)
    publish(shelf / "coping" / "0.1.0", REPO, unreviewed=True)
    assert on_main(hub) == contents(shelf / "coping" / "0.1.0")


def test_somebody_elses_commit_is_not_overwritten(hub, shelf):
    publish(shelf / "coping" / "0.1.0", REPO, unreviewed=True)
    dataset = hub.datasets[REPO]
    hub.faults.append(Fault("POST .*/commit/", hook=lambda: dataset.add({"theirs.txt": b"mine"}), afterwards=True))
    with pytest.raises(EmosappError, match="main has changed, but does not hold this release"):
        publish(shelf / "coping" / "0.2.0", REPO, unreviewed=True)
    assert dataset.head.files == {"theirs.txt": b"mine"}


def test_what_the_hub_does_not_hold_as_it_was_uploaded_is_not_tagged(hub, shelf):
    hub.new(REPO)
    publish(shelf / "coping" / "0.1.0", REPO, unreviewed=True)
    hub.datasets[REPO].add({**hub.datasets[REPO].head.files, ".gitignore": b"data/train.parquet"})
    with pytest.raises(
        EmosappError, match=r"does not hold what was uploaded \(data/train\.parquet\), so it was not tagged"
    ):
        publish(shelf / "coping" / "0.3.0", REPO, unreviewed=True)
    assert list(hub.datasets[REPO].tags) == ["0.1.0"]
    hub.datasets[REPO].add({name: data for name, data in hub.datasets[REPO].head.files.items() if name != ".gitignore"})
    assert publish(shelf / "coping" / "0.3.0", REPO, unreviewed=True).new
    assert on_main(hub) == contents(shelf / "coping" / "0.3.0")
