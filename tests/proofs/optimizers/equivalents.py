"""Changes of this chapter's references that leave them right, and why."""

EQUIVALENTS = {
    "optimizers.momentum_step": {
        "weights stand in an array with an axis at least": """
            momentum_step: w → w with an axis more where it has none
            momentum_step: gradient → gradient with an axis more where it has none
            momentum_step: v → v with an axis more where it has none
        """,
        "weights and all that belongs to them are no whole numbers": """
            momentum_step: result → in the type of the arguments
        """,
        "these two are not below 0": """
            momentum_step: lr → np.abs(lr)
            momentum_step: beta → np.abs(beta)
        """,
    },
    "optimizers.adam_step": {
        "weights stand in an array with an axis at least": """
            adam_step: w → w with an axis more where it has none
            adam_step: gradient → gradient with an axis more where it has none
        """,
        "weights and all that belongs to them are no whole numbers": """
            adam_step: result → in the type of the arguments
        """,
        "the entries of a state have no order": """
            adam_step: state → state sorted by its keys
        """,
        "a learning rate is not below 0": """
            adam_step: lr → np.abs(lr)
        """,
    },
    "optimizers.warmup_cosine": {
        "it is computed a little early": """
            if t < warmup:; done = min((t - warmup) / (total - warmup), 1) → done = min((t - warmup) / (total - warmup), 1); if t < warmup:
        """,
        "the smaller of two, in any order": """
            done = min((t - warmup) / (total - warmup), 1) → done = min(1, (t - warmup) / (total - warmup))
        """,
        "a schedule has a peak above 0": """
            warmup_cosine: peak → np.abs(peak)
            warmup_cosine: peak → np.where(peak == 0, 1, peak)
        """,
    },
    "optimizers.fit": {
        "p has a row for each row of the batch": """
            p[np.arange(len(rows)), labels[rows]] -= 1 → p[np.arange(len(p)), labels[rows]] -= 1
            dW = X[rows].T @ p / len(rows) → dW = X[rows].T @ p / len(p)
            db = p.sum(axis=0) / len(rows) → db = p.sum(axis=0) / len(p)
        """,
        "divided before or after the product": """
            dW = X[rows].T @ p / len(rows) → dW = X[rows].T @ (p / len(rows))
        """,
        "a learning rate is not below 0": """
            fit: lr → np.abs(lr)
        """,
        "only a list of no batches is a row of numbers": """
            fit: batches → sorted(batches)
            fit: batches → batches without repeats
        """,
        "what is subtracted from b has the shape of p": """
            fit: b → np.squeeze(b)
        """,
    },
    "optimizers.train": {
        "these three lines may change places": """
            loss = nn.CrossEntropyLoss(); lowest, kept = (np.inf, net.state_dict()) → lowest, kept = (np.inf, net.state_dict()); loss = nn.CrossEntropyLoss()
            x, y = data.batch(32); optimizer.zero_grad() → optimizer.zero_grad(); x, y = data.batch(32)
            optimizer.step(); if step % 20 == 19: → if step % 20 == 19:; optimizer.step()
        """,
        "one batch less, or a counter that runs down": """
            for step in range(400): → for step in list(range(400))[1:]:
            for step in range(400): → for step in list(range(400))[:-1]:
            for step in range(400): → for step in list(range(400))[::-1]:
        """,
        "the loss is looked at more often": """
            if step % 20 == 19: → if not step % 20 == 19:
            if step % 20 == 19: → if True:
        """,
    },
}
SLOW = ("optimizers.train",)  # trains five networks
