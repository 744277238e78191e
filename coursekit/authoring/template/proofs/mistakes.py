"""Wrong solutions that each check must name, and right ones that it must accept."""

from coursekit.authoring.proofs import mistake, variant


@mistake("SLUG.double", "squared", says="That is the square")
def double(x):
    return x * x


@mistake("SLUG.double", "returned as it was", says="nothing was added yet")
def double(x):
    return x


@mistake("SLUG.double", "three times", says="one x too many")
def double(x):
    return x + x + x


@variant("SLUG.double", "multiplied")
def double(x):
    return 2 * x


@variant("SLUG.double", "summed")
def double(x):
    return sum([x, x])
