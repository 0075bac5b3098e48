"""A real spreadsheet program opens the tables, and what it saves is read."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from annotation.files.importing import Known
from emosapp_data.schema import Decision, Span
from tests.annotation.files.desk import ITEM, OTHER, Desk, pair_of

pytestmark = pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice (soffice)")
COMMA, SEMICOLON, QUOTE, UTF_8, WINDOWS = ord(","), ord(";"), ord('"'), 76, 1
ITEMS = [
    ITEM.model_copy(update={"question": "=1+1", "answer": "- one\n- “two”, 'three'", "citation": '@x; "y"'}),
    OTHER.model_copy(update={"question": "1-2", "answer": "007"}),
]


def converted(source: Path, target: str, *options: str) -> Path:
    """Open a file in LibreOffice and save it as another."""
    folder = source.parent / "saved"
    profile = f"-env:UserInstallation={(source.parent / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", *options, "--convert-to", target, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / f"{source.stem}.{target.partition(':')[0]}"


@pytest.mark.parametrize(("delimiter", "encoding"), [(COMMA, UTF_8), (SEMICOLON, UTF_8), (SEMICOLON, WINDOWS)])
def test_libreoffice_opens_a_table_and_what_it_saves_is_read(tmp_path, delimiter, encoding):
    desk = Desk(tmp_path, known=Known({item.id: pair_of(item) for item in ITEMS}, {})).exported(*ITEMS)
    typed = {
        "factuality": 4,
        "issues": "vague, wording",
        "comment": "ja –\nso",
        "evidence_corrected": "It also mends the body.",
    }
    desk.filled({"decision": "edit", "corrected_answer": '\'=2 "quoted"', **typed}, {"decision": "reject"})
    opened = converted(desk.path, "ods", f"--infilter=CSV:{COMMA},{QUOTE},{UTF_8}")
    with zipfile.ZipFile(opened) as document:
        assert b"table:formula" not in document.read("content.xml")
    saved = converted(opened, f"csv:Text - txt - csv (StarCalc):{delimiter},{QUOTE},{encoding}")
    assert desk.take(saved).problems == ()
    first, second = sorted(desk.store.reviews(), key=lambda review: review.pair)
    assert (first.decision, second.decision) == (Decision.EDIT, Decision.REJECT)
    assert first.corrected_answer == '=2 "quoted"'
    assert first.evidence == (Span(start=22, end=45),)
    assert (first.ratings, first.comment) == ({"factuality": 4}, "ja –\nso")
