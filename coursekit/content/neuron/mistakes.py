"""Wrong solutions that each check must name, and honest ones that it must accept."""

from coursekit.content.attempts import Mistake, Variant

MISTAKES = {
    "neuron.neuron": [
        Mistake(
            "no bias",
            "def neuron(x, w, b, activation):\n    return activation(np.sum(w * x))",
            "The bias is missing",
        ),
        Mistake(
            "bias multiplied",
            "def neuron(x, w, b, activation):\n    return activation(np.sum(w * x) * b)",
            "multiplied by b",
        ),
        Mistake(
            "bias taken away",
            "def neuron(x, w, b, activation):\n    return activation(np.sum(w * x) - b)",
            "the bias was taken away",
        ),
        Mistake(
            "activation before the bias",
            "def neuron(x, w, b, activation):\n    return activation(np.sum(w * x)) + b",
            "The bend came before the bias",
        ),
        Mistake(
            "absolute value",
            "def neuron(x, w, b, activation):\n    return activation(abs(np.sum(w * x) + b))",
            "The sign of the sum got lost",
        ),
        Mistake(
            "no bend",
            "def neuron(x, w, b, activation):\n    return np.sum(w * x) + b",
            "not bent yet",
        ),
        Mistake(
            "always ReLU",
            "def neuron(x, w, b, activation):\n    return max(0.0, np.sum(w * x) + b)",
            "another activation was handed in",
        ),
        Mistake(
            "each product bent",
            "def neuron(x, w, b, activation):\n    return np.sum(activation(w * x)) + b",
            "Each product was bent on its own",
        ),
        Mistake(
            "nothing summed",
            "def neuron(x, w, b, activation):\n    return activation(w * x + b)",
            "one number for each input",
        ),
        Mistake(
            "inputs and weights added",
            "def neuron(x, w, b, activation):\n    return activation(np.sum(w + x) + b)",
            "to weigh is to multiply",
        ),
        Mistake(
            "weights unused",
            "def neuron(x, w, b, activation):\n    return activation(np.sum(x) + b)",
            "The weights have no effect",
        ),
        Mistake(
            "mean of the products",
            "def neuron(x, w, b, activation):\n    return activation(np.mean(w * x) + b)",
            "the mean of the products",
        ),
        Mistake(
            "first input only",
            "def neuron(x, w, b, activation):\n    return activation(w[0] * x[0] + b)",
            "Only one of the inputs counts",
        ),
        Mistake(
            "printed, not returned",
            "def neuron(x, w, b, activation):\n    y = activation(np.sum(w * x) + b)",
            "Is a `return` missing?",
        ),
        Mistake(
            "input overwritten",
            "def neuron(x, w, b, activation):\n    x *= w\n    return activation(np.sum(x) + b)",
            "changed its input `x`",
        ),
    ],
    "neuron.boundary": [
        Mistake(
            "sign",
            "def boundary(w, b, x1):\n"
            "    if w[1] == 0:\n        raise ValueError('vertical')\n"
            "    return (w[0] * x1 + b) / w[1]",
            "The sign is wrong",
        ),
        Mistake(
            "weights swapped",
            "def boundary(w, b, x1):\n"
            "    if w[1] == 0:\n        raise ValueError('vertical')\n"
            "    return -(w[1] * x1 + b) / w[0]",
            "weights seem to be swapped",
        ),
        Mistake(
            "no bias",
            "def boundary(w, b, x1):\n"
            "    if w[1] == 0:\n        raise ValueError('vertical')\n"
            "    return -w[0] * x1 / w[1]",
            "The bias is missing",
        ),
        Mistake(
            "sign of the bias",
            "def boundary(w, b, x1):\n"
            "    if w[1] == 0:\n        raise ValueError('vertical')\n"
            "    return (b - w[0] * x1) / w[1]",
            "The bias has the wrong sign",
        ),
        Mistake(
            "no division",
            "def boundary(w, b, x1):\n"
            "    if w[1] == 0:\n        raise ValueError('vertical')\n"
            "    return -(w[0] * x1 + b)",
            "still to come",
        ),
        Mistake(
            "no brackets",
            "def boundary(w, b, x1):\n"
            "    if w[1] == 0:\n        raise ValueError('vertical')\n"
            "    return -w[0] * x1 - b / w[1]",
            "Only the bias was divided",
        ),
        Mistake(
            "vertical line not looked for",
            "def boundary(w, b, x1):\n    return -(w[0] * x1 + b) / w[1]",
            "infinity, expected ValueError",
        ),
        Mistake(
            "vertical line gives nothing",
            "def boundary(w, b, x1):\n    if w[1] != 0:\n        return -(w[0] * x1 + b) / w[1]",
            "you gave None",
        ),
        Mistake(
            "plain division by zero",
            "def boundary(w, b, x1):\n    return -(float(w[0]) * x1 + b) / float(w[1])",
            "divides by zero",
        ),
        Mistake(
            "the other weight looked at",
            "def boundary(w, b, x1):\n"
            "    if w[0] == 0:\n        raise ValueError('w1 is 0')\n"
            "    return -(w[0] * x1 + b) / w[1]",
            "Look at w[1], not w[0]",
        ),
        Mistake(
            "an error for every line",
            "def boundary(w, b, x1):\n    raise ValueError('vertical')",
            "Raise only where w[1] is 0",
        ),
        Mistake(
            "an assertion",
            "def boundary(w, b, x1):\n    assert w[1] != 0\n    return -(w[0] * x1 + b) / w[1]",
            "stops with AssertionError",
        ),
        Mistake(
            "another kind of error",
            "def boundary(w, b, x1):\n"
            "    if w[1] == 0:\n        raise Exception('vertical')\n"
            "    return -(w[0] * x1 + b) / w[1]",
            "stops with Exception",
        ),
        Mistake(
            "the error handed back",
            "def boundary(w, b, x1):\n"
            "    if w[1] == 0:\n        return ValueError('vertical')\n"
            "    return -(w[0] * x1 + b) / w[1]",
            "`return` hands the error back",
        ),
    ],
    "neuron.gate": [
        Mistake(
            "a point on the boundary",
            "def gate(name):\n    return np.array([1.0, 1.0]), -1.0",
            "on the boundary itself",
        ),
        Mistake(
            "too near the boundary",
            "def gate(name):\n    return np.array([1.0, 1.0]), -1.05",
            "too near the boundary",
        ),
        Mistake(
            "everything turned round",
            "def gate(name):\n    return np.array([-1.0, -1.0]), 1.5",
            "Every answer is turned round",
        ),
        Mistake(
            "sign of the bias",
            "def gate(name):\n    return np.array([1.0, 1.0]), 1.5",
            "The bias has the wrong sign",
        ),
        Mistake(
            "AND for OR",
            "def gate(name):\n    return (np.array([-1.0]), 0.5) if name == 'NOT' else (np.array([1.0, 1.0]), -1.5)",
            "AND is right. OR should be on",
        ),
        Mistake(
            "NOT that rises",
            "def gate(name):\n"
            "    if name == 'NOT':\n        return np.array([1.0]), 0.5\n"
            "    return np.array([1.0, 1.0]), -1.5 if name == 'AND' else -0.5",
            "No bias helps these weights",
        ),
        Mistake(
            "NOT with two weights",
            "def gate(name):\n"
            "    if name == 'NOT':\n        return np.array([-1.0, -1.0]), 0.5\n"
            "    return np.array([1.0, 1.0]), -1.5 if name == 'AND' else -0.5",
            "NOT has one input",
        ),
        Mistake(
            "no bias",
            "def gate(name):\n    return np.array([1.0, 1.0])",
            "`return w, b`",
        ),
        Mistake(
            "AND alone",
            "def gate(name):\n    if name == 'AND':\n        return np.array([1.0, 1.0]), -1.5",
            'AND is right. gate("OR") gives None',
        ),
        Mistake(
            "an endless weight",
            "def gate(name):\n    return np.array([np.inf, 1.0]), -1.5",
            "not finite",
        ),
    ],
    "neuron.xor_best": [
        Mistake(
            "claims 1.0",
            "def xor_best(neurons):\n    return 1.0",
            "No single neuron gets all four",
        ),
        Mistake(
            "the ceiling from memory",
            "def xor_best(neurons):\n    return 0.75",
            "the share of this one is asked",
        ),
        Mistake(
            "each point by its own neuron",
            "def xor_best(neurons):\n"
            "    hits = [any((np.sum(w * x) + b > 0) == label for w, b in neurons) for x, label in zip(points, xor)]\n"
            "    return np.mean(hits)",
            "one neuron has to get all its points itself",
        ),
        Mistake(
            "the last neuron",
            "def xor_best(neurons):\n"
            "    for w, b in neurons:\n"
            "        best = np.mean([(np.sum(w * x) + b > 0) == label for x, label in zip(points, xor)])\n"
            "    return best",
            "keep the best seen so far",
        ),
        Mistake(
            "the first neuron",
            "def xor_best(neurons):\n"
            "    for w, b in neurons:\n"
            "        return np.mean([(np.sum(w * x) + b > 0) == label for x, label in zip(points, xor)])",
            "a `return` inside the loop",
        ),
        Mistake(
            "the mean of the crowd",
            "def xor_best(neurons):\n"
            "    hits = [(np.sum(w * x) + b > 0) == label for w, b in neurons for x, label in zip(points, xor)]\n"
            "    return np.mean(hits)",
            "the mean over the neurons",
        ),
        Mistake(
            "a count that runs on",
            "def xor_best(neurons):\n"
            "    best, right = 0.0, 0\n"
            "    for w, b in neurons:\n"
            "        for x, label in zip(points, xor):\n"
            "            right += (np.sum(w * x) + b > 0) == label\n"
            "        best = max(best, right / 4)\n"
            "    return best",
            "The count runs on",
        ),
        Mistake(
            "a count for a share",
            "def xor_best(neurons):\n"
            "    return max(sum((np.sum(w * x) + b > 0) == label for x, label in zip(points, xor)) for w, b in neurons)",
            "divided by 4",
        ),
        Mistake(
            "on below zero",
            "def xor_best(neurons):\n"
            "    return max(np.mean([(np.sum(w * x) + b < 0) == label for x, label in zip(points, xor)]) for w, b in neurons)",
            "the share of wrong answers",
        ),
        Mistake(
            "no bias",
            "def xor_best(neurons):\n"
            "    return max(np.mean([(np.sum(w * x) > 0) == label for x, label in zip(points, xor)]) for w, b in neurons)",
            "Is the bias in the sum?",
        ),
        Mistake(
            "on at zero too",
            "def xor_best(neurons):\n"
            "    return max(np.mean([(np.sum(w * x) + b >= 0) == label for x, label in zip(points, xor)]) for w, b in neurons)",
            "Two points have z = 0 here",
        ),
    ],
}

VARIANTS = {
    "neuron.neuron": [
        Variant(
            "a loop",
            "def neuron(x, w, b, activation):\n"
            "    z = b\n"
            "    for i in range(len(x)):\n"
            "        z += w[i] * x[i]\n"
            "    return activation(z)",
        ),
        Variant(
            "products, then their sum",
            "def neuron(x, w, b, activation):\n    return activation((w * x).sum() + b)",
        ),
        Variant(
            "float32",
            "def neuron(x, w, b, activation):\n"
            "    x, w = np.float32(x), np.float32(w)\n"
            "    return activation(np.float32(b) + np.dot(x, w))",
        ),
        Variant(
            "plain Python",
            "def neuron(x, w, b, activation):\n"
            "    return float(activation(sum(wi * xi for wi, xi in zip(list(w), list(x))) + b))",
        ),
    ],
    "neuron.boundary": [
        Variant(
            "slope and intercept",
            "def boundary(w, b, x1):\n"
            "    w1, w2 = w\n"
            "    if w2 == 0:\n        raise ValueError('no x2')\n"
            "    return -w1 / w2 * x1 - b / w2",
        ),
        Variant(
            "float32",
            "def boundary(w, b, x1):\n"
            "    w1, w2 = np.float32(w)\n"
            "    if not w2:\n        raise ValueError('no x2')\n"
            "    return (np.float32(b) + w1 * np.float32(x1)) / -w2",
        ),
        Variant(
            "the division's own error passed on",
            "def boundary(w, b, x1):\n"
            "    w1, w2 = [float(each) for each in w]\n"
            "    try:\n        return -(w1 * x1 + b) / w2\n"
            "    except ZeroDivisionError as error:\n        raise ValueError('the line is vertical') from error",
        ),
    ],
    "neuron.gate": [
        Variant(
            "a table of lists",
            "def gate(name):\n    return {'AND': ([2, 1], -2.5), 'OR': ([5, 5], -1), 'NOT': ([-4], 2)}[name]",
        ),
        Variant(
            "scaled a hundredfold, float32",
            "def gate(name):\n"
            "    table = {'AND': ([100, 100], -150), 'OR': ([100, 100], -50), 'NOT': ([-100], 50)}\n"
            "    w, b = table[name]\n"
            "    return np.float32(w), np.float32(b)",
        ),
        Variant(
            "exactly at the margin",
            "def gate(name):\n"
            "    table = {'AND': ([0.2, 0.2], -0.3), 'OR': ([0.2, 0.2], -0.1), 'NOT': (-0.2, 0.1)}\n"
            "    return table[name]",
        ),
    ],
    "neuron.xor_best": [
        Variant(
            "all points at once",
            "def xor_best(neurons):\n    return max(np.mean((points @ w + b > 0) == xor) for w, b in neurons)",
        ),
        Variant(
            "with the neuron of the first exercise",
            "def xor_best(neurons):\n"
            "    best = 0\n"
            "    for w, b in neurons:\n"
            "        right = 0\n"
            "        for x, label in zip(points, xor):\n"
            "            on = neuron(x, w, b, relu) > 0\n"
            "            if on and label == 1 or not on and label == 0:\n"
            "                right = right + 1\n"
            "        if right > best:\n"
            "            best = right\n"
            "    return best / 4",
        ),
        Variant(
            "float32, own table of points",
            "def xor_best(neurons):\n"
            "    shares = []\n"
            "    for w, b in neurons:\n"
            "        w1, w2 = np.float32(w)\n"
            "        on = [b > 0, w2 + b > 0, w1 + b > 0, w1 + w2 + b > 0]\n"
            "        shares.append(np.float32(sum(o == x for o, x in zip(on, [0, 1, 1, 0]))) / 4)\n"
            "    return max(shares)",
        ),
    ],
}
