"""Changes of this chapter's references that leave them right, and why."""

EQUIVALENTS = {
    "layers.forward": {
        "the larger of two, in any order": """
            x = np.maximum(0, x @ W + b) → x = np.maximum(x @ W + b, 0)
        """,
    },
    "layers.read": {
        "the last axis of a table is axis 1": """
            p = softmax(forward(images, params), axis=1) → p = softmax(forward(images, params))
            p = softmax(forward(images, params), axis=1) → p = softmax(forward(images, params), axis=-1)
            return (p.argmax(axis=1), p.max(axis=1)) → return (p.argmax(axis=-1), p.max(axis=1))
            return (p.argmax(axis=1), p.max(axis=1)) → return (p.argmax(axis=1), p.max(axis=-1))
        """,
    },
    "layers.count_params": {
        "a sum is the same in any order": """
            for m, n in zip(sizes[:-1], sizes[1:]): → for m, n in list(zip(sizes[:-1], sizes[1:]))[::-1]:
        """,
        "zip ends with the shorter one": """
            for m, n in zip(sizes[:-1], sizes[1:]): → for m, n in zip(sizes, sizes[1:]):
            for m, n in zip(sizes[:-1], sizes[1:]): → for m, n in zip(sizes[:], sizes[1:]):
        """,
    },
    "layers.xor_net": {
        "twice the weights are right too": """
            xor_net: result → doubled when a call comes again
        """,
        "the same numbers over the same numbers change nothing": """
            xor_net: result → written into an earlier one
        """,
        "a list does as well as an array": """
            W1 = np.array([[1.0, -1.0], [-1.0, 1.0]]) → W1 = [[1.0, -1.0], [-1.0, 1.0]]
            b1 = np.array([0.0, 0.0]) → b1 = [0.0, 0.0]
            W2 = np.array([[1.0], [1.0]]) → W2 = [[1.0], [1.0]]
            b2 = np.array([-0.5]) → b2 = [-0.5]
        """,
        "other weights with the same answers": """
            W1 = np.array([[1.0, -1.0], [-1.0, 1.0]]) → W1 = np.array([[-1.0, 1.0], [1.0, -1.0]])
            W1 = np.array([[1.0, -1.0], [-1.0, 1.0]]) → W1 = np.array([[1.0, -1.5], [-1.0, 1.0]])
            W1 = np.array([[1.0, -1.0], [-1.0, 1.0]]) → W1 = np.array([[1.0, -1.0], [-1.5, 1.0]])
            W2 = np.array([[1.0], [1.0]]) → W2 = np.array([[1.5], [1.0]])
            W2 = np.array([[1.0], [1.0]]) → W2 = np.array([[1.0], [1.5]])
            b2 = np.array([-0.5]) → b2 = np.array([-0.75])
        """,
    },
    "layers.fold_net": {
        "the same numbers over the same numbers change nothing": """
            fold_net: result → written into an earlier one
        """,
        "a list does as well as an array": """
            b = np.array([0.0, -0.5]) → b = [0.0, -0.5]
            behind = np.array([[2.0], [-4.0]]) → behind = [[2.0], [-4.0]]
            params = [(np.array([[1.0, 1.0]]), b)] → params = [([[1.0, 1.0]], b)]
            params.append((behind, np.array([0.0]))) → params.append((behind, [0.0]))
            params.append((behind @ np.array([[1.0, 1.0]]), b)) → params.append((behind @ [[1.0, 1.0]], b))
        """,
        "every round does the same": """
            for _ in range(k - 1): → for _ in list(range(k - 1))[::-1]:
        """,
        "a column times a row is their product, entry by entry too": """
            params.append((behind @ np.array([[1.0, 1.0]]), b)) → params.append((behind * np.array([[1.0, 1.0]]), b))
        """,
        "the whole curve is shifted, its pieces stay": """
            params.append((behind, np.array([0.0]))) → params.append((behind, np.array([1.0])))
        """,
    },
    "layers.softmax": {
        "there is an axis to sum along": """
            softmax: x → x with an axis more where it has none
        """,
    },
}
