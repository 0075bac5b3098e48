"""How often a `.pte` takes the choice of the model that it was exported from, and how often that model takes its own.

    python -m benchmarks.evaluation_agreement RUN BUNDLE --data FOLDER [--limit 250] [--benchmarks mhqa:b,boolq:a]

Computations of one trained model are asked the same items: the converted model in transformers; the `.pte`; the converted model with
each layer's input disturbed by a millionth, as sums in another order do it. The last is the measure of the others: what a millionth
changes, no other arithmetic can keep. With --eager also the exported model in PyTorch, and with --harness lm-eval's own model for
transformers.
"""

import argparse
import tempfile
from pathlib import Path
from typing import Any


def main() -> None:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=250)
    parser.add_argument("--benchmarks", default="mhqa:b,boolq:a")
    parser.add_argument("--harness", type=int, default=0, help="items of each benchmark for lm-eval's own model")
    parser.add_argument(
        "--eager", action="store_true", help="ask the exported model in PyTorch as well, which takes long"
    )
    options = parser.parse_args()

    from emosapp_data.progress import reporter  # noqa: PLC0415
    from evaluation.agreement import agreement  # noqa: PLC0415
    from evaluation.choosing import chosen_benchmarks  # noqa: PLC0415
    from evaluation.models import Wanted, open_model  # noqa: PLC0415
    from evaluation.record import Kind  # noqa: PLC0415
    from evaluation.run import Asked, evaluate  # noqa: PLC0415
    from export.verify.reference import disturbed  # noqa: PLC0415

    asked = Asked(chosen_benchmarks(options.benchmarks, "a", options.data), options.data, options.limit)
    run, bundle = str(options.run), str(options.bundle)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)

        def ask(opened: Any, name: str, what: Asked = asked) -> Path:
            opened = opened._replace(tested=opened.tested.model_copy(update={"name": name}))
            evaluate(opened, what, home / name, reporter(), name, lambda _: None)
            return home / name

        converted = open_model(Wanted(run, kind=Kind.QUANTIZED))
        reference = ask(converted, "converted")
        exported = ask(open_model(bundle), "pte")
        _show(agreement(reference, exported))
        if options.harness:
            few = asked._replace(limit=options.harness)
            _show(agreement(reference, ask(_harness(converted), "lm-eval", few)))
        with disturbed(converted.lm.reader.model):
            _show(agreement(reference, ask(converted, "disturbed")))
        if options.eager:
            eager = ask(open_model(Wanted(bundle, kind=Kind.EAGER, checkpoint=options.run)), "eager")
            _show(agreement(eager, exported))


def _harness(opened: Any) -> Any:
    """The same model as lm-eval's own model for transformers computes it."""
    from lm_eval.models.huggingface import HFLM  # noqa: PLC0415

    lm = HFLM(pretrained=opened.lm.reader.model, tokenizer=opened.lm.tokenizer, batch_size=1, device="cpu")
    return opened._replace(lm=lm, tested=opened.tested.model_copy(update={"sha256": "0" * 64}))


def _show(found: Any) -> None:
    apart = f"{found.explained} of {len(found.disagreements)} others lead by no more than scores differ"
    print(
        f"{found.first} and {found.second}: {found.same} of {found.items} ({found.share:.1%}), scores {found.typical:.4f} apart; {apart}"
    )


if __name__ == "__main__":
    main()
