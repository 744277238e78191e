"""Changes of the references that leave them right, as `python -m coursekit.authoring --mutants` prints them.

They stand under the exercise and the reason, a line each:

    "SLUG.double": {
        "a sum is the same in any order": '''
            return x + 1 → return 1 + x
        ''',
    },
"""

EQUIVALENTS = {}
