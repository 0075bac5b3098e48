"""Checkpoints: only a whole one is gone on from."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from training.checkpoints import MARKER, find_checkpoints, mark


def checkpoint(folder, step, marked=True):
    path = folder / f"checkpoint-{step}"
    path.mkdir(parents=True)
    (path / "adapter_model.safetensors").write_bytes(bytes(range(step)))
    (path / "trainer_state.json").write_text("{}")
    if marked:
        mark(path)
    return path


def test_the_latest_whole_one_is_found_by_its_number_and_not_its_name(tmp_path):
    for step in (90, 100, 20):
        checkpoint(tmp_path, step)
    found = find_checkpoints(tmp_path)
    assert (found.latest, found.step, found.removed) == (tmp_path / "checkpoint-100", 100, ())


def test_what_a_killed_process_left_is_removed_and_told(tmp_path):
    whole = checkpoint(tmp_path, 10)
    checkpoint(tmp_path, 20, marked=False)
    found = find_checkpoints(tmp_path)
    assert (found.latest, found.removed) == (whole, ("checkpoint-20 (half-written)",))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["checkpoint-10"]


def test_nothing_is_found_where_nothing_is(tmp_path):
    assert find_checkpoints(tmp_path / "nowhere") == (None, 0, ())


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), cut=st.booleans())
def test_a_file_that_is_cut_or_changed_makes_it_no_checkpoint(tmp_path_factory, place, bit, cut):
    folder = tmp_path_factory.mktemp("run")
    path = checkpoint(folder, 40) / "adapter_model.safetensors"
    data = bytearray(path.read_bytes())
    at = int(place * len(data))
    data[at] ^= 1 << bit
    path.write_bytes(data[:at] if cut else data)
    found = find_checkpoints(folder)
    assert found.latest is None
    assert found.removed == ("checkpoint-40 (adapter_model.safetensors is missing or was changed)",)


@pytest.mark.parametrize("text", ["", "{", '{"step": 1}'])
def test_a_marker_that_cannot_be_read_marks_nothing(tmp_path, text):
    path = checkpoint(tmp_path, 5)
    (path / MARKER).write_text(text)
    assert find_checkpoints(tmp_path).latest is None
