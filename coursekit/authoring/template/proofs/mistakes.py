"""More wrong solutions than the check knows, each with words of what it is told, and right ones that must pass."""

from coursekit.authoring.proofs import mistake, variant


@mistake("SLUG.double", "computed, not returned", says="Is a `return` missing?")
def double(x):
    y = x + x


@variant("SLUG.double", "multiplied")
def double(x):
    return 2 * x


@variant("SLUG.double", "summed")
def double(x):
    return sum([x, x])
