"""Numbers of this chapter's texts computed in another way, under the names of numbers.py."""


def twice():
    return 2 * 8


def square():
    return 8**2
