"""A worker of the pool: `python -m coursekit.grader.worker LINE`."""

import sys

from coursekit.grader.pool import work

if __name__ == "__main__":  # pragma: no cover
    work(int(sys.argv[1]))
