"""Page numbers: the one printed on a page, or else the one that its neighbours or the PDF imply."""

from corpus.numerals import number_value, roman
from corpus.page import Page


def page_labels(pages: list[Page], printed: dict[int, str]) -> dict[int, str]:
    """The label of each page that has one, by PDF page.

    A page without a printed number takes its label from the PDF, if the PDF has labels, and otherwise counts on from the
    numbered page before it (or back from the one behind it): chapter openings often carry no number.
    """
    labels = dict(printed)
    for page in pages:
        if page.number not in labels and page.pdf_label:
            labels[page.number] = page.pdf_label
    for step, order in ((1, pages), (-1, pages[::-1])):
        for page in order:
            if page.number not in labels and (before := labels.get(page.number - step)) is not None:
                value = number_value(before)
                if value is not None and value + step > 0:
                    labels[page.number] = str(value + step) if before.isdigit() else roman(value + step)
    return labels
