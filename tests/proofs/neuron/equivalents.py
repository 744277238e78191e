"""Changes of this chapter's references that leave them right, and why."""

EQUIVALENTS = {
    "neuron.neuron": {
        "two vectors have one product": """
            z = w @ x + b → z = x @ w + b
        """,
    },
    "neuron.repaired": {
        "a sum is the same in any order": """
            for i in range(len(x)): → for i in list(range(len(x)))[::-1]:
        """,
        "there are as many weights as inputs": """
            for i in range(len(x)): → for i in range(len(w)):
        """,
        "the larger of two is the same in any order": """
            return max(0, z + b) → return max(z + b, 0)
        """,
    },
    "neuron.share_right": {
        "a count is the same in any order": """
            for image, yes in zip(images, is_yes): → for image, yes in list(zip(images, is_yes))[::-1]:
        """,
        "there is an answer for each image": """
            return right / len(images) → return right / len(is_yes)
        """,
        "two vectors have one product": """
            z = neuron(image, w, b, lambda z: z) → z = neuron(w, image, b, lambda z: z)
        """,
    },
    "neuron.boundary": {
        "the second of two entries is the last": """
            if w[1] == 0: → if w[-1] == 0:
            return -(w[0] * x1 + b) / w[1] → return -(w[0] * x1 + b) / w[-1]
        """,
        "w holds two numbers": """
            boundary: w → np.squeeze(w)
            boundary: w → w[:2]
        """,
    },
    "neuron.gate": {
        "each name leads to its own line, in any order": """
            if name == 'AND':; if name == 'OR': → if name == 'OR':; if name == 'AND':
        """,
        "there are three names, AND the first of them by letter, OR the last": """
            if name == 'AND': → if name <= 'AND':
            if name == 'OR': → if name >= 'OR':
        """,
        "AND and OR have the same weights": """
            gate: result → written into an earlier one
        """,
        "other weights with the same answers": """
            gate: result → doubled when a call comes again
            return (np.array([-1.0]), 0.5) → return (np.array([-1.5]), 0.5)
            return (np.array([-1.0]), 0.5) → return (np.array([-1.0]), 0.75)
            return (np.array([1.0, 1.0]), -0.5) → return (np.array([1.5, 1.0]), -0.5)
            return (np.array([1.0, 1.0]), -0.5) → return (np.array([1.0, 1.5]), -0.5)
            return (np.array([1.0, 1.0]), -0.5) → return (np.array([1.0, 1.0]), -0.75)
        """,
        "a list does as well as an array, one number as well as a list of one": """
            return (np.array([-1.0]), 0.5) → return ([-1.0], 0.5)
            return (np.array([1.0, 1.0]), -1.5) → return ([1.0, 1.0], -1.5)
            return (np.array([1.0, 1.0]), -0.5) → return ([1.0, 1.0], -0.5)
            gate: result → np.squeeze(result)
        """,
    },
    "neuron.xor_best": {
        "the largest is the same in any order": """
            for w, b in neurons: → for w, b in list(neurons)[::-1]:
            best = max(best, right / 4) → best = max(right / 4, best)
            xor_best: neurons → neurons[::-1]
        """,
        "a count is the same in any order": """
            for x, label in zip(points, xor): → for x, label in list(zip(points, xor))[::-1]:
        """,
        "the count only grows, so the last is the largest": """
            best = max(best, right / 4) → best = max(best, right / 4)  # in the loop
        """,
        "two vectors have one product": """
            on = w @ x + b > 0 → on = x @ w + b > 0
        """,
    },
}
