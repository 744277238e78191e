"""Changes of the references that leave them right, as `python -m coursekit.authoring --mutants` prints them."""

SLOW = ("language.train_writer",)  # trains a network

EQUIVALENTS = {
    "language.merge_pair": {
        "a pair has two entries": """
            if k + 1 < len(pieces) and pieces[k] == pair[0] and (pieces[k + 1] == pair[1]): → if k + 1 < len(pieces) and pieces[k] == pair[0] and (pieces[k + 1] == pair[-1]):
            merge_pair: pair → pair[:2]
        """,
        "only numbers are doubled": """
            merge_pair: result → doubled when a call comes again
        """,
    },
    "language.train_bigram": {
        "the two lines need nothing of each other": """
            X, right = (np.eye(27)[first], np.eye(27)[second]); W = np.zeros((27, 27)) → W = np.zeros((27, 27)); X, right = (np.eye(27)[first], np.eye(27)[second])
        """,
        "every round does the same": """
            for _ in range(steps): → for _ in list(range(steps))[::-1]:
        """,
        "a factor may stand anywhere in a product": """
            W = W - lr * (X.T @ ((p - right) / len(first))) → W = W - lr * X.T @ ((p - right) / len(first))
            W = W - lr * (X.T @ ((p - right) / len(first))) → W = W - lr * (X.T @ (p - right) / len(first))
        """,
        "all of them have a row for each pair": """
            W = W - lr * (X.T @ ((p - right) / len(first))) → W = W - lr * (X.T @ ((p - right) / len(second)))
            W = W - lr * (X.T @ ((p - right) / len(first))) → W = W - lr * (X.T @ ((p - right) / len(X)))
            W = W - lr * (X.T @ ((p - right) / len(first))) → W = W - lr * (X.T @ ((p - right) / len(right)))
            W = W - lr * (X.T @ ((p - right) / len(first))) → W = W - lr * (X.T @ ((p - right) / len(p)))
        """,
        "one right answer is laid out as a row either way": """
            train_bigram: second → np.squeeze(second)
        """,
        "a rate is above 0": """
            train_bigram: lr → np.abs(lr)
            train_bigram: lr → np.where(lr == 0, 1, lr)
        """,
    },
    "language.causal_mask": {
        "1 and 0 do as well as True and False": """
            return np.tril(np.ones((n, n), dtype=bool)) → return np.tril(np.ones((n, n)))
        """,
        "tril makes a square of a single row": """
            return np.tril(np.ones((n, n), dtype=bool)) → return np.tril(np.ones(n, dtype=bool))
            return np.tril(np.ones((n, n), dtype=bool)) → return np.tril(np.ones((n,), dtype=bool))
        """,
        "the same mask over the same mask changes nothing": """
            causal_mask: result → written into an earlier one
        """,
    },
    "language.attention": {
        "a factor may stand anywhere in a product": """
            scores = q @ k.T / np.sqrt(q.shape[1]) → scores = q @ (k.T / np.sqrt(q.shape[1]))
        """,
        "queries and keys are equally long": """
            scores = q @ k.T / np.sqrt(q.shape[1]) → scores = q @ k.T / np.sqrt(k.shape[1])
        """,
        "the last axis of a table is axis 1": """
            scores = q @ k.T / np.sqrt(q.shape[1]) → scores = q @ k.T / np.sqrt(q.shape[-1])
            return softmax(scores, axis=1) @ v → return softmax(scores) @ v
            return softmax(scores, axis=1) @ v → return softmax(scores, axis=-1) @ v
        """,
        "the mask of a single place is repeated where it is needed": """
            attention: mask → np.squeeze(mask)
        """,
    },
    "language.sample": {
        "minus infinity stays what it is when it is divided": """
            kept = np.where(logits >= smallest, logits / temperature, -np.inf) → kept = np.where(logits >= smallest, logits, -np.inf) / temperature
        """,
        "all of them have an entry for each letter": """
            return rng.choice(len(p), p=p) → return rng.choice(len(logits), p=p)
            return rng.choice(len(p), p=p) → return rng.choice(len(kept), p=p)
        """,
        "a temperature is above 0": """
            sample: temperature → np.abs(temperature)
            sample: temperature → np.where(temperature == 0, 1, temperature)
        """,
    },
    "language.train_writer": {
        "another order of statements, another start or a step less, and still below 2.05": """
            block, to_scores = (nn.TransformerBlock(32, 4, rng=rng), nn.Linear(32, 27, rng=rng)); for table in (letter, place): → for table in (letter, place):; block, to_scores = (nn.TransformerBlock(32, 4, rng=rng), nn.Linear(32, 27, rng=rng))
            for table in (letter, place): → (left out)
            for table in (letter, place): → for table in list((letter, place))[1:]:
            for table in (letter, place): → for table in list((letter, place))[::-1]:
            for table in (letter, place):; def writer(ids): → def writer(ids):; for table in (letter, place):
            def writer(ids): → def writer(ids):  # in the loop
            table.weight.data *= 0.1 → table.weight.data *= 0.1  # after the loop
            def writer(ids):; parameters = [each for part in (letter, place, block, to_scores) for each in part.parameters()] → parameters = [each for part in (letter, place, block, to_scores) for each in part.parameters()]; def writer(ids):
            for step in range(steps): → for step in list(range(steps))[1:]:
            for step in range(steps): → for step in list(range(steps))[:-1]:
            table.weight.data *= 0.1 → (left out)
            table.weight.data *= 0.1 → table.weight.data += 0.1
            optimizer.param_groups[0]['lr'] = 0.006 * (1 - step / steps); rows = rng.integers(0, len(inputs), 32) → rows = rng.integers(0, len(inputs), 32); optimizer.param_groups[0]['lr'] = 0.006 * (1 - step / steps)
            loss = nn.CrossEntropyLoss()(scores, Tensor(targets[rows].ravel())); optimizer.zero_grad() → optimizer.zero_grad(); loss = nn.CrossEntropyLoss()(scores, Tensor(targets[rows].ravel()))
        """,
    },
}
