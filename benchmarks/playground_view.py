"""The playground as it is watched in JupyterLab: frames a second, what one costs the page and the kernel, other cells.

A network 2-8-8-1 on 250 points at batch 10 trains for some seconds at each speed. A frame counts when it shows another step
than the one before. Meanwhile the page asks the kernel for `1 + 1`, as a cell would, and notes when the answer is there.

    python -m benchmarks.playground_view              # a table
    python -m benchmarks.playground_view --seconds 20

Before that, for as long, nothing but the frames is counted: `page_ms` is the processor time of the page's main thread for a
frame shown, JupyterLab's own share included, with `script` and `layout` of it. It hardly depends on how fast the display is.

Needs Chromium, the dev extra, and a machine with nothing else to do: `display` says how many frames a second this one
shows at best. The kernel's time is read from /proc, so on Linux only.
"""

from __future__ import annotations

import argparse
import os
import statistics
from pathlib import Path

from playwright.sync_api import Page

from benchmarks.watching import course, notebook

CELL = (
    "import os\n\nfrom coursekit.widgets import Playground\n\nprint(os.getpid())\nPlayground(hidden=(8, 8))"
)
# Counts animation frames, and those that show another step; asks the kernel for 1 + 1 all the time.
WATCH = """
async (seconds) => {
  const clock = document.querySelector(".ck-epoch");
  const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const steps = () => Number(clock.textContent.split("step ")[1].replaceAll(",", ""));
  const [begin, first] = [performance.now(), steps()];
  const found = { display: 0, shown: 0, answers: [] };
  let before = first;
  const end = begin + 1000 * seconds;
  const answers = (async () => {
    while (performance.now() < end) {
      const asked = performance.now();
      await kernel.requestExecute({ code: "1 + 1", store_history: false }).done;
      found.answers.push(performance.now() - asked);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  })();
  while (performance.now() < end) {
    await new Promise(requestAnimationFrame);
    found.display += 1;
    const now = steps();
    if (now !== before) found.shown += 1;
    before = now;
  }
  await answers;
  return { ...found, seconds: (performance.now() - begin) / 1000, steps: steps() - first };
}
"""
# Counts the frames that show another step, and adds nothing to the work of one.
COUNT = """
async (seconds) => {
  let shown = 0;
  const clock = new MutationObserver(() => { shown += 1; });
  clock.observe(document.querySelector(".ck-epoch"), { childList: true });
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  return shown;
}
"""


def processor_seconds(process: str) -> float:
    """The processor time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def page_cost(page: Page, seconds: float) -> dict[str, float]:
    """Milliseconds of processor time of the page's main thread for a frame shown: in all, for scripts, for layout."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> dict[str, float]:
        return {each["name"]: each["value"] for each in devtools.send("Performance.getMetrics")["metrics"]}

    before, shown, after = spent(), page.evaluate(COUNT, seconds), spent()
    devtools.detach()
    a_frame = {name: 1000 * (after[name] - before[name]) / max(1, shown) for name in after}
    return {
        "page_ms": a_frame["TaskDuration"],
        "script_ms": a_frame["ScriptDuration"],
        "layout_ms": a_frame["LayoutDuration"] + a_frame["RecalcStyleDuration"],
    }


def watch(page: Page, kernel: str, pace: str, seconds: float) -> dict[str, float]:
    """Let it train at a pace, and note what was seen."""
    page.get_by_label("speed").select_option(pace)
    page.get_by_role("button", name="Rewind", exact=True).click()
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(1000)
    cost = page_cost(page, seconds)
    before = processor_seconds(kernel)
    seen = page.evaluate(WATCH, seconds)
    used = processor_seconds(kernel) - before
    page.get_by_role("button", name="Pause", exact=True).click()
    return {
        "display_per_s": seen["display"] / seen["seconds"],
        "frames_per_s": seen["shown"] / seen["seconds"],
        **cost,
        "epochs_per_frame": seen["steps"] / 25 / max(1, seen["shown"]),
        "kernel_share": used / seen["seconds"],
        "kernel_ms_per_frame": 1000 * used / max(1, seen["shown"]),
        "answer_ms": statistics.median(seen["answers"]),
    }


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=10)
    seconds: float = parser.parse_args().seconds
    with course({"playground": notebook(CELL)}) as lab:
        lab.show("playground.ipynb")
        kernel = lab.notebook.locator(".jp-RenderedText[data-mime-type$=stdout] pre").inner_text().strip()
        lab.widget(0)
        for pace in ("slow", "epoch", "full"):
            found = watch(lab.page, kernel, pace, seconds)
            print(pace, *(f"{name} {value:.2f}" for name, value in found.items()), sep="  ")


if __name__ == "__main__":
    main()
