# %% [markdown]
# {header}

# %%
from coursekit import ask, show

# %% [markdown]
# What happens to a number that is added to itself? Predict it before you read on.

# %%
ask("SLUG.prediction")

# %% [markdown]
# Adding {start} to itself gives {twice}. The bars show that the step from a number to its double is as long as the number itself.

# %%
show("SLUG.bars")

# %%
ask("SLUG.twice")

# %% [markdown]
# Now write it yourself, in [the exercises](../exercises/NOTEBOOK).
#
# {takeaways}
#
# {deeper}
