# %% [markdown]
# {header}

# %%
import math

# %% [markdown]
# Twice 4 is {twice(4)}.
#
# {term double}

# %% tags=["remember-me"]
print(2 * 4)

# %%
print(math.floor(2.5))

# %% [markdown]
# {takeaways}
#
# {terms}
#
# {deeper}
