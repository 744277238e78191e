import coursekit.grading as door


def test_the_door_is_sorted_and_leads_somewhere():
    assert sorted(door.__all__) == door.__all__
    assert all(hasattr(door, name) for name in door.__all__)
