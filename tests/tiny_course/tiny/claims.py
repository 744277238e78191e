from coursekit.content.claims import Claims

claims = Claims()
claims.given("What is twice 8?", why="chosen for the question")


@claims("Twice 4 is 8.")
def twice():
    return 4, 2 * 4


@claims("answer 16", at="number")
def key():
    return 2 * 8


@claims("slip 64", at="number")
def squared():
    return 8**2


@claims("slip 0.5", at="number")
def halved():
    return 0.5
