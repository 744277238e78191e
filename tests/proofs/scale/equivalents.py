"""Changes of this chapter's references that leave them right, and why."""

EQUIVALENTS = {
    "scale.mlp_cost": {
        "nothing says how half a byte is counted": """
            return (parameters, parameters * bits / 8, 2 * weights * batch) → return (parameters, parameters * bits // 8, 2 * weights * batch)
        """,
        "a sum is the same in any order": """
            for n_in, n_out in zip(sizes, sizes[1:]): → for n_in, n_out in list(zip(sizes, sizes[1:]))[::-1]:
        """,
        "the last time in the loop is after all others": """
            parameters = weights + biases → parameters = weights + biases  # in the loop
        """,
    },
    "scale.training_memory": {
        "bits are 8, 16 or 32": """
            each = 2 * bits / 8 + 4 * moments → each = 2 * bits // 8 + 4 * moments
            if bits < 32: → if bits < 31:
        """,
    },
    "scale.largest_width": {
        "the number of parameters depends on neither batch nor bits": """
            while mlp_cost([784, width + 1, width + 1, 10], 1, 32)[0] <= budget: → while mlp_cost([784, width + 1, width + 1, 10], 32, 1)[0] <= budget:
            while mlp_cost([784, width + 1, width + 1, 10], 1, 32)[0] <= budget: → while mlp_cost([784, width + 1, width + 1, 10], 2, 32)[0] <= budget:
            while mlp_cost([784, width + 1, width + 1, 10], 1, 32)[0] <= budget: → while mlp_cost([784, width + 1, width + 1, 10], 0, 32)[0] <= budget:
            while mlp_cost([784, width + 1, width + 1, 10], 1, 32)[0] <= budget: → while mlp_cost([784, width + 1, width + 1, 10], -1, 32)[0] <= budget:
            while mlp_cost([784, width + 1, width + 1, 10], 1, 32)[0] <= budget: → while mlp_cost([784, width + 1, width + 1, 10], 1, 33)[0] <= budget:
            while mlp_cost([784, width + 1, width + 1, 10], 1, 32)[0] <= budget: → while mlp_cost([784, width + 1, width + 1, 10], 1, 31)[0] <= budget:
            while mlp_cost([784, width + 1, width + 1, 10], 1, 32)[0] <= budget: → while mlp_cost([784, width + 1, width + 1, 10], 1, 0)[0] <= budget:
            while mlp_cost([784, width + 1, width + 1, 10], 1, 32)[0] <= budget: → while mlp_cost([784, width + 1, width + 1, 10], 1, 1)[0] <= budget:
            while mlp_cost([784, width + 1, width + 1, 10], 1, 32)[0] <= budget: → while mlp_cost([784, width + 1, width + 1, 10], 1, -32)[0] <= budget:
        """,
    },
    "scale.conversations": {
        "cards and models are counted in whole bytes and parameters, of which there are not fewer than none": """
            free = card - n * bits / 8 → free = card - n * bits // 8
            conversations: card → np.abs(card)
            conversations: card → np.round(card)
            conversations: card → np.where(card == 0, 1, card)
            conversations: n → np.abs(n)
            conversations: n → np.round(n)
        """,
        "the room is whole bytes, and rounded down either way where there is some": """
            return max(0, int(free // one)) → return max(int(free // one), 0)
            return max(0, int(free // one)) → return max(0, free // one)
            return max(0, int(free // one)) → return max(0, int(free) // one)
            return max(0, int(free // one)) → return max(0, int(free / one))
        """,
    },
    "scale.rounded": {
        "a scale below 0 has the same multiples, and the right one is never below 0": """
            top = 2 ** (bits - 1) - 1 → top = 1 - 2 ** (bits - 1)
            if scale == 0: → if scale <= 0:
        """,
        "weights are an array with an axis at least": """
            rounded: w → w with an axis more where it has none
        """,
    },
}
SLOW = ("scale.plan",)  # trains five networks
