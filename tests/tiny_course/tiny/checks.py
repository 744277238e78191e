from coursekit.quiz import exercise


@exercise("tiny.double", needs=("double",), points=2, hints=("Add.",), why="A sum is enough.")
def check_double(s, rng, expect):  # pragma: no cover
    mistakes = [
        (lambda x: x * x, "That is the square."),
        (lambda x: x, "That is the number itself."),
        (lambda x: 3 * x, "That is thrice."),
    ]
    expect.agrees(s.double, [{"x": float(rng.integers(4, 9))}], lambda x: 2 * x, mistakes=mistakes)
