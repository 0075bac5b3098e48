"""What the ledger knows of pairs that a release no longer holds."""

from collections.abc import Collection, Mapping, Sequence

from emosapp_data.ledger import Ledger, Outcome
from emosapp_data.release.diff import History, LeftOut
from emosapp_data.schema import Reason
from emosapp_data.steps.check import judged
from emosapp_data.steps.review import Reviewed, reviewed

NOT_MADE = LeftOut("not_made", "the latest run of this workspace does not make this pair")


def history_of(
    ledger: Ledger,
    found: Sequence[Reviewed] | None = None,
    choice: Mapping[str, tuple[Reason, str]] | None = None,
) -> History:
    """What the latest run knows of all pairs; it may be later than the releases that are compared.

    Args:
        ledger: the ledger.
        found: the pairs as people's reviews leave them, where they have been read already.
        choice: the pairs that the release leaves out; without it, those of the latest release.
    """
    entries = reviewed(ledger) if found is None else found
    originals = {entry.pair.id: entry.original for entry in entries if entry.pair.id != entry.original}

    def left_out(ids: Collection[str]) -> Mapping[str, LeftOut]:
        wanted = set(ids)
        why = dict.fromkeys(wanted, NOT_MADE)
        for pair in judged(ledger):
            if pair.id in wanted:
                failed = next((verdict for verdict in pair.verdicts if not verdict.passed), None)
                why[pair.id] = LeftOut(_name(failed.reason), failed.detail) if failed else LeftOut("unknown", "")
        for entry in entries:
            if entry.reason:
                for known in wanted & {entry.original, entry.pair.id}:
                    why[known] = LeftOut(entry.reason.value, entry.detail)
        chosen = _release_step(ledger) if choice is None else choice
        return why | {
            pair: LeftOut(reason.value, detail) for pair, (reason, detail) in chosen.items() if pair in wanted
        }

    return History(originals, left_out)


def _release_step(ledger: Ledger) -> dict[str, tuple[Reason, str]]:
    return {
        item.input: (item.result.reason, item.result.detail)
        for item in ledger.items("release")
        if item.result.outcome is Outcome.REJECTED and item.result.reason
    }


def _name(reason: Reason | None) -> str:
    return reason.value if reason else "unknown"
