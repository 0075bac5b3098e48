"""Ctrl-C is heard, also where a library would swallow it."""

import signal
import threading
from pathlib import Path

import pytest

from corpus.mupdf import pymupdf
from corpus.pdf import Pdf
from emosapp_data.processes import uninterrupted


def test_ctrl_c_is_heard_at_the_end_of_what_must_not_be_divided() -> None:
    before = signal.getsignal(signal.SIGINT)
    reached = []

    @uninterrupted()
    def work() -> None:
        signal.raise_signal(signal.SIGINT)
        reached.append("the end")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert reached == ["the end"]
    assert signal.getsignal(signal.SIGINT) is before


def test_an_error_within_is_not_hidden_and_ctrl_c_is_heard_afterwards_as_ever() -> None:
    with pytest.raises(ZeroDivisionError), uninterrupted():
        _ = 1 / 0
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_another_thread_may_use_it() -> None:
    done = []

    def work() -> None:
        with uninterrupted():
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done


def test_ctrl_c_while_a_pdf_is_opened_is_not_lost(sample_book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyMuPDF asks for entries of the metadata that are not there, and drops what its own exception raises meanwhile."""
    error = pymupdf.mupdf.FzErrorGeneric
    made = error.__init__

    def interrupted(self: object, message: str) -> None:
        signal.raise_signal(signal.SIGINT)
        made(self, message)

    monkeypatch.setattr(error, "__init__", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Pdf(sample_book)
