"""Changes of this chapter's references that leave them right, and why."""

EQUIVALENTS = {
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
    "nonlinearity.repaired": {
        "the larger of two, in any order": """
            h = np.maximum(0, z) → h = np.maximum(z, 0)
        """,
        "a single bias is added to every sum, as a list and as a number": """
            repaired: b1 → np.squeeze(b1)
            repaired: b2 → np.squeeze(b2)
        """,
        "whole numbers stay whole numbers": """
            repaired: result → in the type of the arguments
        """,
    },
    "nonlinearity.share_right": {
        "there is one column": """
            z = repaired(images, W1, b1, W2, b2)[:, 0] → z = repaired(images, W1, b1, W2, b2)[:, -1]
        """,
        "one answer for one image, as a list and by itself": """
            share_right: is_odd → np.squeeze(is_odd)
        """,
        "a single bias is added to every sum, as a list and as a number": """
            share_right: b1 → np.squeeze(b1)
            share_right: b2 → np.squeeze(b2)
        """,
        "the output has one bias": """
            share_right: b2 → b2[::-1]
            share_right: b2 → b2[:2]
            share_right: b2 → sorted(b2)
            share_right: b2 → b2 without repeats
        """,
    },
}
