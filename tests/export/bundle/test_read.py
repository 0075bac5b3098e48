"""Whether a bundle can be used is told in one line."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("torch")

from emosapp_data.errors import InputError
from export.bundle import check_context, draft_folder, read_bundle
from export.bundle.files import MANIFEST, SUMS
from tests.export.bundle.bundles import contents, here, make, rewrite

FILES = (
    "ANDROID.md",
    "NOTICE",
    "README.md",
    "SHA256SUMS",
    "chat_template.jinja",
    "licences/LICENSE",
    "manifest.json",
    "model.pte",
    "tokenizer.json",
    "tokenizer_config.json",
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A bundle that is not to be changed, or is put right again."""
    folder = tmp_path_factory.mktemp("bundle") / "demo"
    make(folder)
    return folder


@pytest.fixture
def bundle(whole, tmp_path):
    """A copy of it."""
    return Path(shutil.copytree(whole, tmp_path / "demo"))


def refused(folder, **options) -> str:
    """The one line that is said of a bundle that cannot be used."""
    with pytest.raises(InputError) as error:
        read_bundle(folder, **options)
    line = str(error.value)
    assert "\n" not in line
    return line


def test_a_bundle_holds_the_model_and_all_that_one_has_to_know_of_it(whole):
    found = {path.relative_to(whole).as_posix() for path in whole.rglob("*") if path.is_file()}
    assert found == set(FILES)
    read = read_bundle(whole)
    assert (read.model, read.tokenizer) == (whole / "model.pte", whole / "tokenizer.json")
    assert set(read.manifest.files) == set(FILES) - {MANIFEST, SUMS}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.sampled_from(FILES), st.floats(0, 1, exclude_max=True), st.integers(1, 255))
def test_a_flipped_byte_anywhere_gives_one_line_that_names_the_file(whole, name, where, flip):
    path = whole / name
    before = path.read_bytes()
    changed = bytearray(before)
    changed[int(where * len(before))] ^= flip
    path.write_bytes(changed)
    try:
        assert name in refused(whole)
    finally:
        path.write_bytes(before)


def test_a_changed_file_is_named_with_both_checksums_and_what_to_do(bundle):
    (bundle / "model.pte").write_bytes(bytes(255) + b"!")
    line = refused(bundle)
    assert line.startswith(f"{bundle / 'model.pte'}: changed since the export (checksum ")
    assert line.endswith("copy the bundle again, or export again")
    assert line.count("…") == 2


@pytest.mark.parametrize("name", [name for name in FILES if name not in (MANIFEST, SUMS)])
@pytest.mark.parametrize("hashes", [True, False])
def test_a_missing_file_is_named(bundle, name, hashes):
    (bundle / name).unlink()
    assert refused(bundle, hashes=hashes).startswith(f"{bundle / name}: missing")


def test_without_hashes_a_file_of_another_size_is_found_and_one_of_the_same_size_is_not(bundle):
    (bundle / "model.pte").write_bytes(bytes(256))
    assert read_bundle(bundle, hashes=False).folder == bundle
    (bundle / "model.pte").write_bytes(bytes(100))
    assert "model.pte: has 100 bytes, and the manifest says 256" in refused(bundle, hashes=False)


def test_what_others_put_beside_it_is_none_of_its_business(bundle):
    (bundle / ".gitattributes").write_text("*.pte filter=lfs\n", encoding="utf-8")
    assert read_bundle(bundle)


def test_a_folder_without_a_bundle_is_told_from_a_run_and_from_half_a_bundle(bundle, tmp_path):
    assert "no such folder" in refused(tmp_path / "nowhere")
    assert "not a folder" in refused(bundle / "model.pte")
    assert "no bundle here" in refused(tmp_path)
    (tmp_path / "run.json").write_text("{}", encoding="utf-8")
    assert f"a run, not a bundle; export it first: emosapp export {tmp_path} -o BUNDLE" in refused(tmp_path)
    (bundle / MANIFEST).unlink()
    assert refused(bundle).startswith(f"{bundle / MANIFEST}: missing, which says what model.pte is")


def test_another_manifest_is_no_bundle(tmp_path):
    (tmp_path / MANIFEST).write_text('{"name": "knowledge", "version": "1.0.0"}', encoding="utf-8")
    assert "not the manifest of a bundle" in refused(tmp_path)
    (tmp_path / MANIFEST).write_text("[1, 2", encoding="utf-8")
    assert f"{tmp_path / MANIFEST}: not readable as JSON" in refused(tmp_path)


def test_a_bundle_without_checksums_is_not_trusted(bundle):
    (bundle / SUMS).unlink()
    assert refused(bundle).startswith(f"{bundle / SUMS}: missing")
    assert read_bundle(bundle, hashes=False)


def test_a_manifest_with_a_field_of_no_sense_says_which(bundle):
    rewrite(bundle, context="long")
    assert "the first at context" in refused(bundle)


def test_a_manifest_may_not_name_files_elsewhere(bundle):
    files = json.loads((bundle / MANIFEST).read_bytes())["files"]
    for name in ("../secret", "/etc/passwd", "..\\secret"):
        found = json.loads((bundle / MANIFEST).read_bytes())
        found["files"] = {**files, name: files["model.pte"]}
        (bundle / MANIFEST).write_text(json.dumps(found), encoding="utf-8")
        assert "no file within the bundle" in refused(bundle, hashes=False)


def test_a_bundle_of_another_format_names_both_formats_and_the_versions(bundle):
    rewrite(bundle, format=2, tool="9.0.0", future={"unknown": True})
    line = refused(bundle)
    assert "a bundle of format 2, by emosapp-data 9.0.0" in line
    assert "reads format 1: install the version that wrote it, or a newer one" in line
    rewrite(bundle, format=0)
    assert refused(bundle).endswith("export again")


def test_a_bundle_of_another_executorch_names_both_versions_and_what_to_install(bundle):
    pytest.importorskip("executorch")
    rewrite(bundle, libraries={"executorch": "0.7.0+cpu"})
    line = refused(bundle)
    assert f"exported by executorch 0.7.0, but {here()} is installed" in line
    assert "pip install 'executorch==0.7.0', or export again" in line
    major, minor, *_ = here().split(".")
    rewrite(bundle, libraries={"executorch": f"{major}.{minor}.99"})
    assert read_bundle(bundle)


def test_a_context_that_does_not_fit_says_what_does(whole):
    manifest = read_bundle(whole).manifest
    check_context(manifest, 1)
    check_context(manifest, 256)
    with pytest.raises(InputError, match=r"a context of 257 tokens: demo was exported with 256; .* --context 257"):
        check_context(manifest, 257)
    with pytest.raises(InputError, match="holds nothing"):
        check_context(manifest, 0)


def test_only_what_takes_long_is_told(whole, monkeypatch):
    told = []
    read_bundle(whole, say=told.append)
    assert told == []
    monkeypatch.setattr("export.bundle.read.LARGE", 1)
    read_bundle(whole, say=told.append)
    assert told == ["comparing 0.0 GB with their checksums"]


def test_contents_are_what_the_manifest_says(whole):
    manifest, given = read_bundle(whole).manifest, contents()
    for field in ("variant", "scheme", "context", "prefill", "vocabulary", "bos", "eos", "data", "training", "model"):
        assert getattr(manifest, field) == getattr(given, field)
    assert not draft_folder(whole).exists()
