"""Models under test give what lm-eval's own model gives, whatever is read once for many requests."""

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("lm_eval")
pytest.importorskip("torchao")
pytest.importorskip("executorch")

from lm_eval.api.instance import Instance

from emosapp_data.errors import InputError
from evaluation.models import Wanted, open_model
from evaluation.models.reader import TransformersReader
from evaluation.models.token_lm import TokenLM
from evaluation.record import Kind
from tests.cli import emosapp
from tests.export.small import CONTEXT, PREFILL, plain_cut, small_run, smollm2  # noqa: F401 - fixtures

REQUESTS = [
    (context, continuation)
    for context in (
        "Question: Which hormone is released in stress?\nAnswer:",
        "Question: Which hormone is released in sleep, and by whom was it found first?\nAnswer:",
        "A student who cannot sleep before an examination may try",
        "",
    )
    for continuation in (" cortisol", " insulin, and glucagon, in turn", " a walk in the park before bed", " A", " B")
]


def scored(lm, requests=REQUESTS):
    return lm.loglikelihood([Instance("loglikelihood", {}, each, 0) for each in requests], disable_tqdm=True)


@pytest.fixture(scope="module")
def opened(plain_cut):  # noqa: F811
    return open_model(str(plain_cut))


@pytest.fixture(scope="module")
def bundle(small_run, tmp_path_factory):  # noqa: F811
    folder = tmp_path_factory.mktemp("bundles") / "small"
    done = emosapp("export", small_run, "-o", folder, "--context", CONTEXT, "--prefill", PREFILL, "--no-verify")
    assert done.returncode == 0, done.stderr
    return folder


def test_log_likelihoods_are_those_of_lm_evals_own_model(opened):
    from lm_eval.models.huggingface import HFLM  # noqa: PLC0415

    theirs = HFLM(pretrained=opened.lm.reader.model, tokenizer=opened.lm.tokenizer, batch_size=1, device="cpu")
    for (ours, greedy), (expected, likeliest) in zip(scored(opened.lm), scored(theirs), strict=True):
        assert ours == pytest.approx(expected, abs=1e-3)
        assert greedy == likeliest


def test_what_is_read_once_for_many_requests_changes_no_figure(opened):
    together = scored(opened.lm)
    for request, (score, greedy) in zip(REQUESTS, together, strict=True):
        opened.lm._scored = None
        ((alone, likeliest),) = scored(opened.lm, [request])
        assert score == pytest.approx(alone, abs=1e-4)
        assert greedy == likeliest


def test_a_text_that_is_too_long_loses_its_beginning_as_in_lm_eval(opened):
    class Short:
        context = 24

        def __getattr__(self, name):
            return getattr(opened.lm.reader, name)

    lm = TokenLM(Short(), opened.lm.tokenizer)
    context = "one two three four five six seven " * 8
    (long,) = scored(lm, [(context, " eight nine")])
    ids = opened.lm.tok_encode(context + " eight nine")[-25:]
    rest = opened.lm.tokenizer.decode(ids[:-2])
    (short,) = scored(lm, [(rest, opened.lm.tokenizer.decode(ids[-2:]))])
    assert long[0] == pytest.approx(short[0], abs=1e-3)


def test_the_pte_scores_as_the_model_before_it_was_lowered(bundle, small_run):  # noqa: F811
    runtime = open_model(str(bundle))
    eager = open_model(Wanted(str(bundle), kind=Kind.EAGER, checkpoint=small_run))
    assert runtime.tested.kind is Kind.RUNTIME
    assert runtime.tested.sha256 != eager.tested.sha256
    ours, theirs = np.array(scored(runtime.lm))[:, 0], np.array(scored(eager.lm))[:, 0]
    assert np.corrcoef(ours, theirs)[0, 1] > 0.999
    assert np.sqrt(np.mean((ours - theirs) ** 2)) < 0.02 * np.std(theirs)


def test_a_quantized_run_is_known_as_one_and_told_apart_from_its_bundle(small_run, bundle):  # noqa: F811
    found = open_model(str(small_run))
    assert (found.tested.kind, found.tested.variant) == (Kind.QUANTIZED, "qat-lora")
    assert found.tested.sha256 != open_model(str(bundle)).tested.sha256


def test_an_answer_is_the_same_each_time_and_ends_where_it_must(bundle):
    answerer = open_model(str(bundle)).answerer()
    first = answerer.answer("Be kind.", "I feel lonely.", 12)
    answerer.answer(None, "Something else.", 5)
    assert answerer.answer("Be kind.", "I feel lonely.", 12) == first
    assert "<|im_end|>" not in first


@pytest.mark.parametrize(
    ("wanted", "what"),
    [
        (Wanted("nowhere"), "no such folder"),
        (Wanted("nowhere", kind=Kind.RUNTIME), "no bundle; 'emosapp export' writes one"),
        (Wanted("model", kind=Kind.ENDPOINT), "server's address with --base-url"),
    ],
)
def test_what_cannot_be_opened_is_said_in_a_line(wanted, what):
    with pytest.raises(InputError, match=what):
        open_model(wanted)


def test_a_folder_is_not_computed_as_what_it_does_not_hold(plain_cut, small_run):  # noqa: F811
    with pytest.raises(InputError, match="holds no quantized model"):
        open_model(Wanted(str(plain_cut), kind=Kind.QUANTIZED))
    with pytest.raises(InputError, match="holds a quantized model, so it is no checkpoint"):
        open_model(Wanted(str(small_run), kind=Kind.CHECKPOINT))


def test_an_adapter_is_computed_on_top_of_the_model_that_it_names(plain_cut, opened, tmp_path):  # noqa: F811
    import torch  # noqa: PLC0415
    from peft import LoraConfig, get_peft_model  # noqa: PLC0415

    from training.models import find_model, load_model  # noqa: PLC0415

    torch.manual_seed(0)
    config = LoraConfig(
        r=4, lora_alpha=8, target_modules=["q_proj", "v_proj"], init_lora_weights=False, task_type="CAUSAL_LM"
    )
    model = get_peft_model(load_model(find_model(str(plain_cut))), config)
    model.save_pretrained(tmp_path / "adapter")
    found = open_model(str(tmp_path / "adapter"))
    assert found.tested.kind is Kind.ADAPTER
    expected = scored(TokenLM(TransformersReader(model.eval()), opened.lm.tokenizer))
    assert [score for score, _ in scored(found.lm)] == pytest.approx([score for score, _ in expected], abs=1e-3)
    assert found.tested.sha256 != opened.tested.sha256
