from __future__ import annotations

from benchmarks.playground import compare, frame, row


def test_the_benchmark_times_steps_and_the_parts_of_a_frame():
    theirs, ours = compare((4, 2), 10, None, rounds=1)
    assert theirs is None
    assert 1 < ours < 10_000
    assert row((4, 2), 10, 10.0, 40.0).split() == ["2-4-2-1", "10", "10.0", "40.0", "4.00"]
    *parts, share = frame(rounds=1)
    assert [line.split(":")[0].strip() for line in parts[1:3]] == [
        "25 steps",
        "18 heat maps, weights and curves, packed",
    ]
    assert share.endswith("% of a core")
