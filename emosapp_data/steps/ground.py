"""Step `ground`: from the drafts in a model's replies to candidate pairs that hold the passage's own words."""

from collections.abc import Iterator
from typing import NamedTuple

from emosapp_data.config import GenerationConfig, ModelConfig
from emosapp_data.engine import Engine
from emosapp_data.generation.asking import VERSION as ASKING
from emosapp_data.generation.asking import Asked, sampling
from emosapp_data.generation.base import NoPair
from emosapp_data.generation.drafts import Draft
from emosapp_data.generation.grounding import VERSION, ground
from emosapp_data.generation.prompt import Prompt
from emosapp_data.ledger import Ledger, Outcome, Result, Step
from emosapp_data.models.access import identity
from emosapp_data.progress import Reporter
from emosapp_data.schema import Origin, Passage, content_id
from emosapp_data.steps.ask import ASK, passages
from emosapp_data.steps.base import BATCH, batched
from emosapp_data.steps.spread import Each, run_batches

GROUND = "ground"
GENERATOR = "model"
"""Name of the generator, as the pairs have it."""


class Found(NamedTuple):
    """A draft, and where it comes from."""

    draft: Draft
    passage: Passage
    origin: Origin


def ground_drafts(
    ledger: Ledger, config: GenerationConfig, model: ModelConfig, engine: Engine, reporter: Reporter
) -> None:
    """Look for the quote of every draft in its passage.

    Raises:
        ClusterError: the engine has no workers any more; what was done is on record.
    """
    prompt = Prompt.load(config.prompt)
    origin = Origin(
        generator=GENERATOR,
        version=ASKING,
        element="",
        pattern=prompt.name,
        model=identity(model),
        prompt_hash=prompt.hash,
        parameters=sampling(model),
    )
    step = Step(GROUND, VERSION, {"origin": origin.model_dump(mode="json")})
    total = sum(item.result.makes for item in ledger.items(ASK))
    drafts = batched(_drafts(ledger, origin), BATCH)
    run_batches(ledger, step, drafts, total, Each(_ground), engine, reporter, "drafts")


def _drafts(ledger: Ledger, origin: Origin) -> Iterator[tuple[str, Found]]:
    """Every draft. Its id holds its content, so that another reply to the same call is judged anew."""
    replies = (item for item in ledger.items(ASK) if item.result.outcome is Outcome.KEPT)
    reply = next(replies, None)
    for passage in passages(ledger):
        while reply and reply.input.startswith(f"{passage.id}/"):
            asked = Asked.model_validate(reply.result.output)
            for number, draft in enumerate(asked.drafts):
                place = {"round": int(reply.input.rpartition("/")[2]), "draft": number}
                made = origin.model_copy(
                    update={
                        "element": passage.id,
                        "pattern": f"{origin.pattern}/{draft.kind or 'unnamed'}",
                        "parameters": {**origin.parameters, **place},
                    }
                )
                yield f"{reply.input}/{number}/{content_id('draft', list(draft))}", Found(draft, passage, made)
            reply = next(replies, None)


def _ground(found: Found) -> Result:
    made = ground(found.draft, found.passage, found.origin)
    if isinstance(made, NoPair):
        return Result(Outcome.REJECTED, made.reason, made.detail)
    return Result(Outcome.KEPT, output=made.model_dump(mode="json", exclude_defaults=True), makes=1)
