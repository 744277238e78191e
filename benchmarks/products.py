"""Products of matrices in the browser's Python: the engine's choice beside NumPy's `matmul`, for X @ Y, Xᵀ @ Y and X @ Yᵀ.

    python -m benchmarks.products FOLDER    # from `python -m coursekit.lab.site.distribution FOLDER`

Runs under Node, so without a page; the clock counts processor time. coursekit.engine.products keeps the figures.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from pathlib import Path

from coursekit.engine import products
from coursekit.lab.site.distribution import require_whole

SHAPES = (
    (128, 784, 128), (128, 128, 128), (128, 100, 100), (128, 128, 32), (32, 784, 32), (32, 48, 48), (32, 8, 1)
)  # fmt: skip

SCRIPT = """
const [folder, source, code] = JSON.parse(require("fs").readFileSync(0, "utf8"));
import(folder + "/pyodide.mjs").then(async ({ loadPyodide }) => {
  const python = await loadPyodide({ indexURL: folder + "/", packages: ["numpy"] });
  globalThis.processor = () => { const used = process.cpuUsage(); return (used.user + used.system) / 1000; };
  python.FS.writeFile("products.py", source);
  await python.runPythonAsync(code);
});
"""

CODE = """
import sys
sys.path.insert(0, ".")
import numpy as np, products
from js import processor

def milliseconds(compute):
    repeats = 1
    while True:
        began = processor()
        for _ in range(repeats): compute()
        if (spent := processor() - began) > 5: break
        repeats *= 3
    found = [spent / repeats]
    for _ in range(5):
        began = processor()
        for _ in range(repeats): compute()
        found.append((processor() - began) / repeats)
    return min(found)

rng = np.random.default_rng(0)
turned = lambda matrix: np.ascontiguousarray(matrix.T).T
for dtype in ("float32", "float64"):
    for m, n, p in SHAPES:
        x, y = rng.normal(size=(m, n)).astype(dtype), rng.normal(size=(n, p)).astype(dtype)
        times = [(milliseconds(lambda: a @ b), milliseconds(lambda: products.product(a, b)))
                 for a, b in ((x, y), (turned(x), y), (x, turned(y)))]
        print(f"{dtype} ({m}, {n}) ({n}, {p})".ljust(32), *(f"{a:8.3f} {b:8.3f}" for a, b in times), sep="  ")
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder.resolve()
    require_whole(folder)
    source = Path(products.__file__).read_text(encoding="utf-8")
    asked = json.dumps([str(folder), source, CODE.replace("SHAPES", repr(SHAPES))])
    print("milliseconds, NumPy's and the engine's: X @ Y, then Xᵀ @ Y, then X @ Yᵀ")
    subprocess.run(["node", "-e", SCRIPT], input=asked, text=True, check=True)


if __name__ == "__main__":
    main()
