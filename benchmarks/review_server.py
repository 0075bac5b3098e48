"""Review in Argilla at full size: pushing, pushing again, pulling, and filters, against a server as 'emosapp review serve' starts it.

Everything is on one machine: the server, its worker and the client share its cores. What bounds a push is told by the processor
time that server and client take. The pull runs as a process of its own, whose peak memory is measured.

    python benchmarks/review_server.py [--pairs 15000] [--answered 0.33] [--environment FOLDER]
"""

import argparse
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from annotation.argilla.client import Client
from annotation.argilla.push import BATCH, Load, push
from annotation.argilla.records import pair_draft
from annotation.item import CheckNote, ReviewItem
from annotation.server.access import Access
from annotation.server.home import Home
from annotation.server.processes import Part
from annotation.server.reviewers import Place
from annotation.server.serving import serve, stop_all
from annotation.template import Template
from emosapp_data.progress import Silent
from emosapp_data.schema import Flag, Span

PAIRS = 15_000
NAME = "benchmark"
SENTENCES = (
    "A habit that a familiar cue sets off, such as number {}, needs little thought and lasts for years.",
    "People who sleep badly are more easily irritated the next day, and find it harder to see what another feels.",
    "Slow breathing calms the body within minutes, and so it often helps before an exam or a difficult talk.",
    "Listening without giving advice is harder than it looks, and it is what most people say helped them.",
)
PULL = """
import sys
from pathlib import Path
from emosapp_data.cli.review.work import pull
workspace, home, name = sys.argv[1:]
pull(Path(workspace), name=name, home=Path(home), quiet=True, as_json=True)
status = Path("/proc/self/status").read_text()
print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")), file=sys.stderr)
"""
"""Runs 'emosapp review pull' and tells the peak of its memory in KB; what `resource` tells holds that of the parent too."""
PEOPLE = ("first", "second", "third", "fourth")


class Cost(NamedTuple):
    """What something took, in seconds."""

    wall: float
    client: float
    """Processor time of this process."""
    server: float
    """Processor time of the server's process."""


class Pulling(NamedTuple):
    """What a pull took and brought."""

    seconds: float
    """From the start of the process to its end."""
    peak: float
    """Largest memory of the process, in MB."""
    new: int
    responses: int


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    parser.add_argument("--answered", type=float, default=1 / 3, help="share of the pairs that people have reviewed")
    parser.add_argument("--environment", type=Path, help="the server's Python environment, where it is made already")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        try:
            serve(home, [Place(name, "reviewers") for name in PEOPLE], free_port(), options.environment)
            measure(home, Path(folder) / "workspace", options.pairs, options.answered)
        finally:
            stop_all(home)


def measure(home: Home, workspace: Path, pairs: int, answered: float) -> None:
    """Measure and print, against a running server."""
    access = home.access()
    drafts = [pair_draft(item(number)) for number in range(pairs)]
    print(f"{pairs:,} pairs")
    first = timed(home, lambda: push(access, NAME, Template.PAIRS, [Load("reviewers", 1, drafts)], Silent()))
    print(f"push         {first.wall:7.1f} s  {pairs / first.wall:.0f}/s  {shares(first)}")
    again = timed(home, lambda: push(access, NAME, Template.PAIRS, [Load("reviewers", 1, drafts)], Silent()))
    print(f"push again   {again.wall:7.1f} s  nothing to send  {shares(again)}")
    number = respond(access, drafts[: int(pairs * answered)])
    print(f"responses    {number:,}")
    for turn in ("pull", "pull again"):
        found = measure_pull(home.path, workspace)
        assert found.responses == number
        print(f"{turn:<12} {found.seconds:7.1f} s  peak {found.peak:.0f} MB  {found.new:,} new")
    filters(access)
    memory = psutil.Process(home.processes.read().parts[Part.SERVER].pid).memory_info().rss / 1e6
    print(f"server       {memory:.0f} MB")


def measure_pull(home: Path, workspace: Path) -> Pulling:
    """Run 'emosapp review pull' in a process of its own."""
    begin = time.monotonic()
    command = [sys.executable, "-c", PULL, str(workspace), str(home), NAME]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds = time.monotonic() - begin
    content = json.loads(done.stdout)
    peak = int(done.stderr.split()[-1]) / 1024
    return Pulling(seconds, peak, content["reviews"]["new"], sum(content["statuses"].values()))


def respond(access: Access, drafts: list[Any]) -> int:
    """Submit a response to each, as one of the reviewers; in bulk, for this is not what is measured."""
    with Client(access) as client:
        users = {user.name: user.id for user in client.users()}
        dataset = next(each.id for each in client.datasets() if each.name.startswith(NAME))
        metadata = {record["external_id"]: record["metadata"] for record in client.records(dataset)}
        for start in range(0, len(drafts), BATCH):
            items = [
                {
                    "external_id": draft.id,
                    "metadata": metadata[draft.id],
                    "responses": [
                        {
                            "user_id": users[PEOPLE[number % len(PEOPLE)]],
                            "status": "submitted",
                            "values": {
                                "decision": {"value": ("accept", "edit", "reject")[number % 3]},
                                "corrected_question": {"value": draft.fields["question"]},
                                "corrected_answer": {"value": draft.fields["answer"] + " Often." * (number % 3 == 1)},
                                "factuality": {"value": 1 + number % 5},
                            },
                        }
                    ],
                }
                for number, draft in enumerate(drafts[start : start + BATCH], start)
            ]
            client.ask("PUT", f"/datasets/{dataset}/records/bulk", {"items": items})
    return len(drafts)


def filters(access: Access) -> None:
    """The first 100 of several filters."""
    with Client(access) as client:
        dataset = next(each.id for each in client.datasets() if each.name.startswith(NAME))
        path = f"/datasets/{dataset}/records/search"
        for name, query in queries():
            begin = time.monotonic()
            found = client.ask("POST", path, query, limit=100, include="responses,suggestions")
            seconds = time.monotonic() - begin
            print(f"first 100    {seconds:7.2f} s  {name}: {found['total']:,} found")


def queries() -> Iterator[tuple[str, dict[str, Any]]]:
    """Filters that curators use."""
    rank = {"sort": [{"scope": {"entity": "metadata", "metadata_property": "rank"}, "order": "asc"}]}
    flag = terms({"entity": "metadata", "metadata_property": "flags"}, "suicide")
    pages = {"type": "range", "scope": {"entity": "metadata", "metadata_property": "page"}, "ge": 100, "le": 120}
    pending = terms({"entity": "record", "property": "status"}, "pending")
    mine = terms({"entity": "response", "property": "status"}, "submitted")
    rejected = terms({"entity": "response", "question": "decision"}, "reject")
    yield "all, by rank", rank
    yield "pending, by rank", {"filters": both(pending), **rank}
    yield "flag", {"filters": both(flag)}
    yield "pages 100 to 120", {"filters": both(pages), **rank}
    yield "flag, pages, pending", {"filters": both(flag, pages, pending), **rank}
    yield "submitted", {"filters": both(mine)}
    yield "rejected", {"filters": both(rejected), **rank}
    yield "one word", {"query": {"text": {"q": "breathing"}}}
    yield "a phrase", {"query": {"text": {"q": '"number 1234"'}}}
    yield "one word, pending, by rank", {"query": {"text": {"q": "habit"}}, "filters": both(pending), **rank}


def terms(scope: dict[str, str], value: str) -> dict[str, Any]:
    """A filter for one value."""
    return {"type": "terms", "scope": scope, "values": [value]}


def both(*conditions: dict[str, Any]) -> dict[str, Any]:
    """All of the conditions."""
    return {"type": "and", "and": list(conditions)}


def item(number: int) -> ReviewItem:
    """A pair beside a passage of a page's length."""
    passage = "\n\n".join(" ".join(SENTENCES).format(number + turn) for turn in range(3))
    return ReviewItem(
        id=f"pair-{number:016x}",
        question=f"What sets off habit number {number}, and how long does it last?",
        answer="A familiar cue sets it off, and it lasts for years.",
        passage=passage,
        evidence=(Span(start=0, end=passage.index(".") + 1),),
        citation=f"A Book of Habits, “{number % 12 + 1} Habits”, p. {number % 400 + 1}",
        book=f"habits-{number % 7}",
        section=(f"{number % 12 + 1} Habits",),
        pdf_page=number % 400 + 1,
        generator="textbook" if number % 2 else "a-model",
        rank=number,
        doubt=1 - number / PAIRS if number < PAIRS else 0.0,
        flags=(Flag.SUICIDE,) if number % 50 == 0 else (),
        checks=(CheckNote(check="supported", says="0.80 of 1"),) if number % 5 == 0 else (),
    )


def timed(home: Home, work: Any) -> Cost:
    """Do it, and see what it took."""
    server = psutil.Process(home.processes.read().parts[Part.SERVER].pid)
    begin, client, before = time.monotonic(), time.process_time(), sum(server.cpu_times()[:2])
    work()
    return Cost(time.monotonic() - begin, time.process_time() - client, sum(server.cpu_times()[:2]) - before)


def shares(cost: Cost) -> str:
    """How busy server and client were."""
    return f"(server busy {cost.server / cost.wall:.0%} of one core, client {cost.client / cost.wall:.0%})"


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


if __name__ == "__main__":
    main()
