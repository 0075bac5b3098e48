"""What the base model's licence asks for is done, and what is not known forbids passing a bundle on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("torch")

from emosapp_data.errors import InputError
from export.bundle.base_licences import base_licence, bundle_name, bundle_terms, licence_files, missing_text
from tests.export.bundle.bundles import LLAMA, SMOLLM2, base_folder, dataset, make
from training.record import UsedModel

NOTICE = (
    "Llama 3.2 is licensed under the Llama 3.2 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved."
)


def model(name: str) -> UsedModel:
    return UsedModel(name=name, origin="folder", parameters=1, trained=1)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("meta-llama/Llama-3.2-1B-Instruct", "llama-3.2"),
        ("unsloth/llama-3.2-3b", "llama-3.2"),
        ("/models/Llama3.2-1B", "llama-3.2"),
        ("meta-llama/Llama-3.1-8B", "llama-3.1"),
        ("smollm2-135m", "smollm2"),
        ("HuggingFaceTB/SmolLM2-360M-Instruct", "smollm2"),
        ("TinyLlama/TinyLlama-1.1B", "unknown"),
        ("llama-3.21", "unknown"),
        ("somebody/model", "unknown"),
    ],
)
def test_a_licence_is_known_by_the_name_of_the_model(name, expected):
    assert base_licence(model(name)).id == expected


def test_the_readme_of_a_model_tells_its_licence(tmp_path):
    for said, expected in (("mit", "MIT"), ("apache-2.0", "Apache-2.0"), ("other", None), ("[1, 2]", None)):
        (tmp_path / "README.md").write_text(f"---\nlanguage: en\nlicense: {said}\n---\n# Model\n", encoding="utf-8")
        assert base_licence(model("m"), tmp_path).licence == expected
    (tmp_path / "README.md").write_text("---\nlicense: llama3.2\n---\n", encoding="utf-8")
    assert base_licence(model("m"), tmp_path).id == "llama-3.2"
    (tmp_path / "README.md").write_text("# No header\n\nlicense: mit\n", encoding="utf-8")
    assert base_licence(model("m"), tmp_path).id == "unknown"


def test_whoever_exports_may_tell_the_licence():
    assert base_licence(model("m"), declared="LLAMA3.2").id == "llama-3.2"
    assert base_licence(model("m"), declared="bsd-3-clause").licence == "BSD-3-Clause"
    with pytest.raises(InputError, match=r"free for all: no licence; give one of llama-3\.2, "):
        base_licence(model("m"), declared="free for all")


def test_a_llama_is_called_so_and_says_what_it_was_built_with(tmp_path):
    folder = tmp_path / "demo"
    manifest = make(folder, model=LLAMA)
    assert (manifest.name, manifest.asked_name) == ("Llama-demo", "demo")
    assert manifest.licence == "LicenseRef-Llama-3.2-Community AND CC-BY-4.0"
    assert manifest.publishable
    card, notice = (folder / "README.md").read_text(), (folder / "NOTICE").read_text()
    assert "# Llama-demo\n\n**Built with Llama**" in card
    assert NOTICE in notice.splitlines()
    assert NOTICE in card
    assert "https://www.llama.com/llama3_2/use-policy/" in notice
    assert (folder / "licences" / "LICENSE").read_text() == "You may.\n"
    assert 'Show "Built with Llama" in the app' in (folder / "ANDROID.md").read_text()


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=20))
def test_the_name_of_whatever_is_made_from_a_llama_begins_with_its_name(name):
    licence = base_licence(LLAMA)
    named = bundle_name(name, licence)
    assert named.startswith("Llama")
    assert bundle_name(named, licence) == named
    assert bundle_name(name, base_licence(SMOLLM2)) == name


def test_a_name_is_not_doubled():
    assert bundle_name("llama-3.2-1b-qat", base_licence(LLAMA)) == "Llama-3.2-1b-qat"
    assert bundle_name("Llama-mine", base_licence(LLAMA)) == "Llama-mine"


def test_smollm2_says_that_it_was_changed(tmp_path):
    manifest = make(tmp_path / "demo")
    assert (manifest.name, manifest.asked_name) == ("demo", None)
    assert manifest.licence == "Apache-2.0 AND CC-BY-4.0"
    notice = (tmp_path / "demo" / "NOTICE").read_text()
    assert "SmolLM2 is by Hugging Face, and licensed under the Apache License, Version 2.0." in notice
    assert "made from HuggingFaceTB/SmolLM2-135M-Instruct, and changed: an adapter (LoRA) was trained" in notice
    assert "it was quantized (4 and 8 bits)" in notice


def test_a_model_of_unknown_licence_must_not_be_passed_on(tmp_path):
    manifest = make(tmp_path / "demo", model=model("somebody"))
    assert manifest.licence is None
    assert not manifest.publishable
    card = (tmp_path / "demo" / "README.md").read_text()
    assert "license: unknown" in card
    assert "## Must not be passed on\n\n- unknown licence: base model somebody." in card
    assert "Must not be passed on: unknown licence" in (tmp_path / "demo" / "NOTICE").read_text()


def test_data_of_unknown_licence_must_not_be_passed_on_in_a_model(tmp_path):
    for used in (SMOLLM2, LLAMA):
        terms = bundle_terms(base_licence(used), [dataset(licence=None)])
        assert terms.licence is None
        assert terms.obstacles == ("unknown licence: knowledge 1.0.0",)


def test_what_licences_ask_for_together():
    llama, smol = base_licence(LLAMA), base_licence(SMOLLM2)
    assert bundle_terms(llama, []) == ("LicenseRef-Llama-3.2-Community", ())
    assert bundle_terms(smol, []) == ("Apache-2.0", ())
    assert bundle_terms(llama, [dataset(licence="CC0-1.0")]).licence == "LicenseRef-Llama-3.2-Community"
    both = [dataset(), dataset("esconv", "CC-BY-NC-4.0")]
    assert bundle_terms(llama, both) == ("LicenseRef-Llama-3.2-Community AND CC-BY-NC-4.0", ())
    alike = bundle_terms(llama, [dataset(licence="CC-BY-SA-4.0")])
    assert len(alike.obstacles) == 1
    assert "CC-BY-SA-4.0 asks for its own terms" in alike.obstacles[0]
    assert "no derivatives" in bundle_terms(llama, [dataset(licence="CC-BY-ND-4.0")]).obstacles[0]


@given(st.permutations(["CC-BY-4.0", "CC-BY-NC-4.0", "CC0-1.0", "MIT"]), st.sampled_from([LLAMA, SMOLLM2]))
def test_the_order_of_the_data_changes_nothing(licences, used):
    terms = bundle_terms(base_licence(used), [dataset(each, each) for each in licences])
    expected = bundle_terms(base_licence(used), [dataset(each, each) for each in sorted(licences)])
    assert terms == expected


def test_a_bundle_without_the_text_of_the_licence_must_not_be_passed_on(tmp_path):
    base = tmp_path / "base model"
    base.mkdir()
    (base / "USE_POLICY.md").write_text("rules\n", encoding="utf-8")
    manifest = make(tmp_path / "demo", base=base)
    assert manifest.licence == "Apache-2.0 AND CC-BY-4.0"
    assert not manifest.publishable
    assert "the text of the Apache License, Version 2.0 has to go with it" in manifest.obstacles[0]
    assert (tmp_path / "demo" / "licences" / "USE_POLICY.md").is_file()
    assert make(tmp_path / "other", base=None).obstacles == manifest.obstacles


def test_of_the_base_model_only_licence_files_are_taken(tmp_path):
    base = base_folder(tmp_path)
    (base / "licenses").mkdir()
    (base / "Notice.txt").write_text("n\n", encoding="utf-8")
    found = licence_files(base)
    assert [path.name for path in found] == ["LICENSE", "Notice.txt"]
    assert missing_text(base_licence(SMOLLM2), found) is None
