"""The command line as a user meets it."""

import json
import signal
import subprocess
import sys
import time

import pytest

from emosapp_data.schema import Block, Passage, QAPair
from tests.cli import command, emosapp, held


@pytest.fixture(scope="module")
def built_by_command(sample_book, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli") / "workspace"
    return folder, emosapp("build", sample_book, "-o", folder)


def test_build_ends_with_the_table_three_pairs_and_the_paths(built_by_command):
    folder, result = built_by_command
    assert result.returncode == 0
    ends = [line for line in result.stderr.splitlines() if " left" not in line]  # a slow machine is told more often
    assert [line.split(":")[0] for line in ends] == ["extract", "generate", "check", "near_duplicates"]
    assert "key terms and review questions" in result.stdout
    assert result.stdout.count("[pair-") == 3
    assert str(folder / "releases" / "knowledge" / "0.1.0") in result.stdout
    assert str(folder / "report.html") in result.stdout


def test_the_files_of_the_workspace_hold_records(built_by_command):
    folder, _ = built_by_command
    for name, record in (("blocks", Block), ("passages", Passage), ("pairs", QAPair)):
        lines = (folder / f"{name}.jsonl").read_text().splitlines()
        assert lines
        assert all(record.model_validate_json(line) for line in lines)
    statuses = {json.loads(line)["status"] for line in (folder / "pairs.jsonl").read_text().splitlines()}
    assert statuses == {"kept", "rejected"}


def test_status_shows_that_the_sums_add_up(built_by_command):
    result = emosapp("status", built_by_command[0])
    assert result.returncode == 0
    assert "The sums add up" in result.stdout
    steps = json.loads(emosapp("status", built_by_command[0], "--json").stdout)["steps"]
    for step in steps:
        assert step["items"] == step["kept"] + sum(step["rejected"].values()) + step["failed"]


def test_explain_tells_the_story_of_a_pair_from_the_page_to_the_verdicts(built_by_command):
    folder, _ = built_by_command
    pair = json.loads((folder / "pairs.jsonl").read_text().splitlines()[0])
    result = emosapp("explain", pair["id"], "-w", folder)
    assert result.returncode == 0
    for words in (
        pair["question"],
        pair["evidence"][0]["quote"],
        "PDF page 8",
        "Key Terms",
        "grounded v2",
        "CC-BY-4.0",
    ):
        assert words in result.stdout
    story = json.loads(emosapp("explain", pair["id"][:12], "-w", folder, "--json").stdout)
    assert story["places"][0]["lines"]


def test_explain_says_when_no_pair_has_the_id(built_by_command):
    result = emosapp("explain", "pair-ffffffff", "-w", built_by_command[0])
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("error: no pair has the id 'pair-ffffffff'")


def test_each_step_by_itself_gives_the_release_of_build(built_by_command, sample_book, tmp_path):
    folder = tmp_path / "steps"
    for arguments in (
        ("extract", sample_book, "-o", folder),
        ("generate", folder),
        ("check", folder),
        ("release", folder),
        ("report", folder),
    ):
        result = emosapp(*arguments)
        assert result.returncode == 0, result.stderr
    ours, theirs = (
        path / "releases" / "knowledge" / "0.1.0" / "manifest.json" for path in (folder, built_by_command[0])
    )
    assert ours.read_bytes() == theirs.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("build", "--licence", "Creative Commons", "book.pdf"), "no SPDX licence"),
        (("build", "--config", "missing.yaml", "book.pdf"), "missing.yaml: no such file"),
        (("build", "--title", "One", "a.pdf", "b.pdf"), "for one book only"),
        (("build", "a.pdf", "a.pdf"), "given twice: a.pdf"),
        (("build", "--version", "one", "a.pdf"), "release.version"),
        (("buld", "a.pdf"), "Did you mean 'build'?"),
        (("status", "nowhere"), "no workspace here"),
        (("check", "nowhere"), "no workspace here"),
    ],
)
def test_a_mistake_gives_one_line_and_exit_code_2(arguments, message, tmp_path):
    result = subprocess.run(command(*arguments), capture_output=True, text=True, check=False, cwd=tmp_path)
    assert result.returncode == 2
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_step_whose_input_is_missing_says_which_command_makes_it(sample_book, tmp_path):
    emosapp("extract", sample_book, "-o", tmp_path / "workspace", "--quiet")
    result = emosapp("check", tmp_path / "workspace")
    assert result.returncode == 2
    assert f"run 'emosapp generate {tmp_path / 'workspace'}' first" in result.stderr


def test_a_second_command_on_the_workspace_is_told_who_has_it(sample_book, tmp_path):
    with held(tmp_path / "workspace") as holder:
        result = emosapp("build", sample_book, "-o", tmp_path / "workspace", "--quiet")
    assert result.returncode == 2
    assert f"in use by process {holder.pid}" in result.stderr


def test_ctrl_c_ends_with_one_line_and_the_same_command_goes_on(sample_book, tmp_path):
    build = command("build", sample_book, "-o", tmp_path / "workspace", "--quiet")
    with subprocess.Popen(build, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        while not (tmp_path / "workspace" / "ledger.sqlite").exists():
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
    assert (process.returncode, errors) == (130, "stopped; run the same command again to go on where it stopped\n")
    assert subprocess.run(build, capture_output=True, check=False).returncode == 0


def test_a_traceback_is_shown_with_debug_only(tmp_path):
    assert "Traceback" not in emosapp("build", tmp_path / "missing.pdf", "-o", tmp_path / "w").stderr
    assert "Traceback" in emosapp("build", tmp_path / "missing.pdf", "-o", tmp_path / "w", "--debug").stderr


def test_doctor_names_the_command_that_mends_what_is_missing():
    findings = json.loads(emosapp("doctor", "--json").stdout)
    parts = {finding["part"]: finding for finding in findings}
    assert parts["core"]["ok"]
    assert all(finding["ok"] or finding["remedy"] for finding in findings)


def test_help_does_not_load_what_only_some_commands_need():
    heavy = "pymupdf pyarrow datasets pydantic sqlite3 jinja2 lemminflect".split()
    code = f"import sys; from emosapp_data.cli import app; import emosapp_data.cli.app; print([name for name in {heavy} if name in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_schemas_are_written_one_file_a_record(tmp_path):
    emosapp("schema", "-o", tmp_path)
    assert json.loads((tmp_path / "QAPair.schema.json").read_text())["properties"]["evidence"]


def test_a_release_without_a_licence_is_not_published(sample_book, tmp_path):
    (tmp_path / "bare.pdf").write_bytes(sample_book.read_bytes())
    emosapp("build", tmp_path / "bare.pdf", "-o", tmp_path / "workspace", "--quiet")
    result = emosapp(
        "publish", tmp_path / "workspace" / "releases" / "knowledge" / "0.1.0", "--to", "someone/knowledge"
    )
    assert result.returncode == 2
    assert "must not be published: unknown licence" in result.stderr


def test_a_release_that_was_changed_is_not_published(built):
    folder = built.releases / "knowledge" / "0.1.0"
    data = bytearray((folder / "data" / "train.parquet").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "data" / "train.parquet").write_bytes(data)
    result = emosapp("publish", folder, "--to", "someone/knowledge")
    assert result.returncode == 2
    assert "train.parquet: changed since the release was made" in result.stderr
