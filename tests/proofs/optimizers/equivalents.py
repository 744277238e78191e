"""Changes of this chapter's references that leave them right, and why."""

EQUIVALENTS = {
    "optimizers.sgd_step": {
        "weights stand in an array with an axis at least": """
            sgd_step: w → w with an axis more where it has none
            sgd_step: gradient → gradient with an axis more where it has none
        """,
        "weights and all that belongs to them are no whole numbers": """
            sgd_step: result → in the type of the arguments
        """,
        "a learning rate is not below 0": """
            sgd_step: lr → np.abs(lr)
        """,
    },
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
    "optimizers.adamw_step": {
        "weights stand in an array with an axis at least": """
            adamw_step: w → w with an axis more where it has none
            adamw_step: gradient → gradient with an axis more where it has none
        """,
        "weights and all that belongs to them are no whole numbers": """
            adamw_step: result → in the type of the arguments
        """,
        "the entries of a state have no order": """
            adamw_step: state → state sorted by its keys
        """,
        "these two are not below 0": """
            adamw_step: lr → np.abs(lr)
            adamw_step: decay → np.abs(decay)
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
    "optimizers.train": {
        "these three lines may change places": """
            loss = nn.BCEWithLogitsLoss(); lowest, kept = (np.inf, net.state_dict()) → lowest, kept = (np.inf, net.state_dict()); loss = nn.BCEWithLogitsLoss()
            x, y = data.batch(32); optimizer.zero_grad() → optimizer.zero_grad(); x, y = data.batch(32)
            optimizer.step(); if step % 20 == 19: → if step % 20 == 19:; optimizer.step()
        """,
        "one batch less, or a counter that runs down": """
            for step in range(600): → for step in list(range(600))[1:]:
            for step in range(600): → for step in list(range(600))[:-1]:
            for step in range(600): → for step in list(range(600))[::-1]:
        """,
        "the loss is looked at more often": """
            if step % 20 == 19: → if not step % 20 == 19:
            if step % 20 == 19: → if True:
        """,
    },
}
SLOW = ("optimizers.train",)  # trains five networks
