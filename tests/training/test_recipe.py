"""Recipes: what comes with the toolkit, what the command line changes, and what does not go together."""

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.errors import InputError
from training.recipe import Recipe, load_recipe, recipe_names

MODELS = ("llama-3.2-1b", "smollm2-135m")
VARIANTS = ("full", "lora-ptq", "qat-lora")


def write(folder, **values):
    path = folder / "recipe.yaml"
    path.write_text(yaml.safe_dump({"name": "mine", "model": "smollm2-135m", "variant": "qat-lora", **values}))
    return path


def problems(folder, **values):
    with pytest.raises(InputError) as error:
        load_recipe(write(folder, **values))
    assert error.value.exit_code == 2
    return [line.removeprefix(f"{folder / 'recipe.yaml'}: ") for line in str(error.value).splitlines()]


def test_there_is_a_recipe_for_each_model_and_variant():
    assert recipe_names() == sorted(["demo", *(f"{model}-{variant}" for model in MODELS for variant in VARIANTS)])


@pytest.mark.parametrize("name", [f"{model}-{variant}" for model in MODELS for variant in VARIANTS])
def test_a_recipe_of_the_toolkit_is_the_papers(name):
    recipe = load_recipe(name)
    assert recipe.name == name
    assert name.endswith(f"-{recipe.variant}")
    training = recipe.training
    assert (training.epochs, training.batch_size, training.learning_rate, training.warmup) == (5, 4, 3e-5, 0.01)
    assert (recipe.lora.rank, recipe.lora.alpha, recipe.lora.scale) == (16, 32, 2)
    assert recipe.lora.targets == ("q_proj", "k_proj", "v_proj", "o_proj")
    assert (recipe.quantization.group_size, recipe.quantization.from_step) == (32, 1000)


@pytest.mark.parametrize("name", [f"{model}-{variant}" for model in MODELS for variant in VARIANTS])
def test_its_head_says_how_it_is_run_and_every_value_says_whose_it_is(name):
    from training.recipe import _file  # noqa: PLC0415

    text = _file(name).read_text()
    assert f"#   emosapp train training/recipes/{name}.yaml --data paper-mixture@1.0.0 -w WORKSPACE -o RUN" in text
    body = text.partition("\nname: ")[2]
    for line in body.splitlines()[1:]:
        if re.match(r" *\w+:( |$)", line) and not re.fullmatch(r"lora:|system: null", line):
            assert "# the paper's" in line or "# ours" in line, line


def test_the_command_line_lies_over_the_file_and_none_changes_nothing(tmp_path):
    path = write(tmp_path, training={"epochs": 3, "seed": 7})
    recipe = load_recipe(path, {"training": {"epochs": 1, "seed": None}, "model": None})
    assert (recipe.training.epochs, recipe.training.seed, recipe.model) == (1, 7, "smollm2-135m")


@pytest.mark.parametrize("variant", ["full", "lora", "lora-ptq", "qat-lora"])
def test_the_resolved_recipe_is_read_as_the_same_and_tells_of_nothing_that_does_not_count(tmp_path, variant):
    recipe = load_recipe(write(tmp_path, variant=variant))
    (tmp_path / "resolved.yaml").write_text(recipe.to_yaml())
    assert load_recipe(tmp_path / "resolved.yaml") == recipe
    sections = {name for name in ("lora", "quantization") if f"\n{name}:" in recipe.to_yaml()}
    assert sections == {"full": set(), "lora": {"lora"}}.get(variant, {"lora", "quantization"})


def test_every_problem_has_a_line_of_its_own(tmp_path):
    found = problems(tmp_path, training={"epochs": 0, "learning_rat": 1}, lora={"targets": ["q_proj", "query"]})
    assert len(found) == 3
    assert {line.partition(":")[0] for line in found} == {"training.epochs", "training.learning_rat", "lora.targets.1"}


def test_what_does_not_go_together_is_named(tmp_path):
    assert problems(tmp_path, lora={"dropout": 0.1}) == [
        "lora.dropout: 0.1, but an adapter that is merged into the weight has no input of its own to leave out; choose 0, "
        "or quantization.adapter separate"
    ]
    assert len(problems(tmp_path, variant="full", lora={"rank": 8}, quantization={"group_size": 64})) == 2
    assert "quantizes after the training" in problems(tmp_path, variant="lora-ptq", quantization={"from_step": 5})[0]
    assert "q_proj given twice" in problems(tmp_path, lora={"targets": ["q_proj", "q_proj"]})[0]
    assert "group_size" in problems(tmp_path, quantization={"group_size": 48})[0]


def test_dropout_goes_with_an_adapter_of_its_own(tmp_path):
    recipe = load_recipe(write(tmp_path, lora={"dropout": 0.1}, quantization={"adapter": "separate"}))
    assert recipe.lora.dropout == 0.1


def test_quantization_that_would_never_begin_is_told_as_soon_as_it_is_known(tmp_path):
    assert (
        "begin at step 1,000, but the training has 400; choose a smaller one, such as 100"
        in problems(tmp_path, training={"max_steps": 400})[0]
    )
    recipe = load_recipe(write(tmp_path))
    recipe.check_steps(1001)
    with pytest.raises(InputError, match="would begin at step 1,000, but the training has 1,000"):
        recipe.check_steps(1000)
    load_recipe(write(tmp_path, variant="lora")).check_steps(10)


def test_a_recipe_that_is_not_there_names_those_that_are():
    with pytest.raises(InputError, match=r"no such recipe; give a YAML file or one of: .*smollm2-135m-qat-lora"):
        load_recipe("smollm3")


@given(
    sequences=st.integers(1, 5000),
    batch=st.integers(1, 9),
    accumulation=st.integers(1, 5),
    epochs=st.integers(1, 4),
    warmup=st.floats(0, 0.99),
)
def test_the_steps_go_through_all_sequences_and_the_warm_up_is_their_share(
    sequences, batch, accumulation, epochs, warmup
):
    training = {"epochs": epochs, "batch_size": batch, "accumulation": accumulation, "warmup": warmup}
    recipe = Recipe.model_validate({"name": "mine", "model": "smollm2", "variant": "lora", "training": training})
    steps = recipe.steps(sequences)
    assert (steps // epochs - 1) * batch * accumulation < sequences <= steps // epochs * batch * accumulation
    assert warmup * steps <= recipe.warmup_steps(steps) <= min(steps, warmup * steps + 1)
