CHOSEN = {"what is doubled": "4 8"}

answer = 16


def twice(x):
    return 2 * x
