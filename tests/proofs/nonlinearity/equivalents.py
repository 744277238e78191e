"""Changes of this chapter's references that leave them right, and why."""

EQUIVALENTS = {
    "nonlinearity.relu": {
        "whole numbers stay whole numbers": """
            relu: result → in the type of the arguments
        """,
        "the larger of two, in any order": """
            return np.maximum(0, x) → return np.maximum(x, 0)
        """,
    },
    "nonlinearity.leaky_relu": {
        "slope times 0 is 0": """
            return np.where(x > 0, x, slope * x) → return np.where(x >= 0, x, slope * x)
        """,
    },
    "nonlinearity.sigmoid": {
        "e to the power of 0 is 1": """
            return np.where(x >= 0, 1, small) / (1 + small) → return np.where(x > 0, 1, small) / (1 + small)
        """,
        "beyond 50 a sigmoid is within 1e-21 of 0 or 1": """
            sigmoid: x → np.clip(x, -50, 50)
        """,
    },
    "nonlinearity.hinges": {
        "v and slopes are equally long": """
            w = np.ones(len(v)) → w = np.ones(len(slopes))
        """,
        "the xs rise, and there are two or more": """
            hinges: xs → np.squeeze(xs)
            hinges: xs → sorted(xs)
            hinges: xs → xs without repeats
            hinges: ys → np.squeeze(ys)
        """,
    },
}
