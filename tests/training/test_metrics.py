"""Measurements of a run, and its curve."""

from hypothesis import given
from hypothesis import strategies as st

from training.callbacks import duration
from training.curve import HEIGHT, WIDTH, curve
from training.metrics import FILE, Point, append, cut, read_metrics


def test_what_is_written_is_read_and_half_a_line_does_not_count(tmp_path):
    points = [Point(step=10, seconds=1.5, loss=2.0), Point(step=10, seconds=1.6, held_out=2.1), Point(step=20, seconds=3, loss=1.9)]  # fmt: skip
    for point in points:
        append(tmp_path, point)
    with (tmp_path / FILE).open("a") as file:
        file.write('{"step": 30, "seco')
    metrics = read_metrics(tmp_path)
    assert list(metrics.points) == points
    assert (metrics.training, metrics.held_out) == ([(10, 2.0), (20, 1.9)], [(10, 2.1)])


def test_what_comes_after_a_checkpoint_is_measured_anew(tmp_path):
    for step in (10, 20, 30):
        append(tmp_path, Point(step=step, seconds=step, loss=1.0))
    cut(tmp_path, 20)
    assert [point.step for point in read_metrics(tmp_path).points] == [10, 20]


@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.floats(0, 20, allow_nan=False)), max_size=30),
    st.none() | st.integers(0, 10_000),
)
def test_every_point_of_the_curve_is_within_the_drawing(points, switch):
    drawn = curve([("training", "train", sorted(points))], switch)
    for line in drawn.lines:
        for place in line.points.split():
            x, y = map(float, place.split(","))
            assert 0 <= x <= WIDTH
            assert 0 <= y <= HEIGHT
    assert len(drawn.across) == len(drawn.up) == 5
    assert drawn.switch is None or 0 <= drawn.switch <= WIDTH


def test_times_are_told_in_words():
    assert [duration(seconds) for seconds in (5.2, 89, 720, 4800)] == ["5 s", "89 s", "12 min", "1 h 20 min"]
