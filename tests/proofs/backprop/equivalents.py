"""Changes of this chapter's references that leave them right, and why."""

EQUIVALENTS = {
    "backprop.numerical_grad": {
        "a nudge of about this size": """
            h = 1e-05 → h = 1.5e-05
        """,
        "down and up, divided by the same distance with its sign": """
            h = 1e-05 → h = -1e-05
        """,
        "every entry is filled": """
            slopes = np.zeros(len(x)) → slopes = np.ones(len(x))
        """,
        "the entries may be filled in any order": """
            for i in range(len(x)): → for i in list(range(len(x)))[::-1]:
        """,
        "x and slopes are equally long": """
            for i in range(len(x)): → for i in range(len(slopes)):
            nudge = np.zeros(len(x)) → nudge = np.zeros(len(slopes))
        """,
    },
    "backprop.loss_backward": {
        "the label of a single row fits it, in an array or alone": """
            loss_backward: labels → np.squeeze(labels)
        """,
        "the last of two axes": """
            e = np.exp(z - z.max(axis=1, keepdims=True)) → e = np.exp(z - z.max(axis=-1, keepdims=True))
            p = e / e.sum(axis=1, keepdims=True) → p = e / e.sum(axis=-1, keepdims=True)
        """,
        "there are as many labels as rows": """
            p[np.arange(len(z)), labels] -= 1 → p[np.arange(len(labels)), labels] -= 1
            p[np.arange(len(z)), labels] -= 1 → p[np.arange(len(e)), labels] -= 1
            p[np.arange(len(z)), labels] -= 1 → p[np.arange(len(p)), labels] -= 1
            return p / len(z) → return p / len(labels)
            return p / len(z) → return p / len(e)
            return p / len(z) → return p / len(p)
        """,
    },
    "backprop.backward": {
        "a dict is a row of its keys, in their order": """
            gradient = dict.fromkeys(names, 0.0) → gradient = dict.fromkeys(graph, 0.0)
            for name in reversed(names): → for name in reversed(graph):
            for name in reversed(names): → for name in reversed(gradient):
        """,
        "the first node was computed from none": """
            for name in reversed(names): → for name in list(reversed(names))[:-1]:
        """,
        "a sum is the same in any order": """
            for parent, slope in graph[name]: → for parent, slope in list(graph[name])[::-1]:
        """,
    },
    "backprop.relu_backward": {
        "only the sign of z counts": """
            relu_backward: z → np.clip(z, -50, 50)
        """,
        "whole numbers stay whole numbers": """
            relu_backward: result → in the type of the arguments
        """,
    },
    "backprop.linear_backward": {
        "whole numbers stay whole numbers": """
            linear_backward: result → in the type of the arguments
        """,
    },
    "backprop.dead_units": {
        "only the sign of Z counts": """
            dead_units: Z → np.clip(Z, -50, 50)
        """,
        "1 and 0 do as well as True and False": """
            dead_units: result → in the type of the arguments
        """,
    },
}
