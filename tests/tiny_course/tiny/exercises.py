# %% [markdown]
# {header}

# %%
import numpy as np


# %%
def check(exercise_id):
    """Stands in for coursekit's, which these tests do not need."""
    return exercise_id


# %% [markdown]
# Write `double`.

# %%
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    y = x + x
    return y
    ### END SOLUTION


# %%
check("tiny.double")
