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
    "backprop.value": {
        "the larger of two numbers, in either order": """
            return Value(max(0.0, self.data), (self,), (float(self.data > 0),)) → return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))
        """,
        "True and False count as 1 and 0": """
            return Value(max(0.0, self.data), (self,), (float(self.data > 0),)) → return Value(max(0.0, self.data), (self,), (self.data > 0,))
        """,
        "neither needs the other": """
            order, seen = ([], set()); def visit(value): → def visit(value):; order, seen = ([], set())
            visit(self); self.grad = 1.0 → self.grad = 1.0; visit(self)
        """,
        "the first on the list was made from nothing": """
            for value in reversed(order): → for value in list(reversed(order))[:-1]:
        """,
        "nothing is behind itself": """
            seen.add(value); for parent in value.parents: → for parent in value.parents:; seen.add(value)
        """,
        "parents may be visited, and paid, in any order": """
            for parent in value.parents: → for parent in list(value.parents)[::-1]:
            for parent, slope in zip(value.parents, value.slopes): → for parent, slope in list(zip(value.parents, value.slopes))[::-1]:
        """,
    },
    "backprop.reader_gradients": {
        "the larger of two numbers, in either order": """
            h = np.maximum(0, z) → h = np.maximum(z, 0)
        """,
        "ReLU's result is above 0 where its sum is": """
            _, dW1, db1 = linear_backward(relu_backward(dh, z), x, W1) → _, dW1, db1 = linear_backward(relu_backward(dh, h), x, W1)
        """,
        "nobody asks for the gradient of the data, for which W1 is handed over": """
            _, dW1, db1 = linear_backward(relu_backward(dh, z), x, W1) → _, dW1, db1 = linear_backward(relu_backward(dh, z), x, z)
            _, dW1, db1 = linear_backward(relu_backward(dh, z), x, W1) → _, dW1, db1 = linear_backward(relu_backward(dh, z), x, h)
            _, dW1, db1 = linear_backward(relu_backward(dh, z), x, W1) → _, dW1, db1 = linear_backward(relu_backward(dh, z), x, dh)
            _, dW1, db1 = linear_backward(relu_backward(dh, z), x, W1) → _, dW1, db1 = linear_backward(relu_backward(dh, z), x, b1)
        """,
        "the label of a single row fits it, in an array or alone": """
            reader_gradients: labels → np.squeeze(labels)
        """,
        "there are two layers": """
            reader_gradients: params → params[:2]
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
