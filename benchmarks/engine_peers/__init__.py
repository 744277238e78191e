"""The engines that are timed: each module has VARIANTS and `trainer(workload, variant, dtype)`.

A trainer is a function without arguments that does one training step (zero_grad, forward, backward, update) and
returns the loss in the engine's own form; `wait()` blocks until queued work is done and `value(loss)` is a float.
"""
