from coursekit.quiz import exercise


@exercise("tiny.double", needs=("double",), points=2, hints=("Add.",), why="A sum is enough.")
def check_double(s, rng, expect):  # pragma: no cover
    x = float(rng.integers(3, 9))
    diagnoses = [(x * x, "That is the square."), (x, "That is the number itself."), (3 * x, "That is thrice.")]
    expect.close(s.double(x), 2 * x, given={"x": x}, diagnoses=diagnoses)
