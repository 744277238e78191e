# %% [markdown]
# {header}

# %%
from coursekit import check

# %% [markdown]
# Write `double`, which returns its number added to itself. `hint("SLUG.double")` helps, `solution("SLUG.double")` shows one way.

# %%
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION

# %%
check("SLUG.double")

# %% [markdown]
# Your function, used for a whole list of numbers:

# %%
print([double(x) for x in range(5)])

# %% [markdown]
# Back to [the lesson](../lessons/NOTEBOOK).
