"""The page's side of the messages, run by Node without a page: a model that keeps what it is sent."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from coursekit.widgets import SceneWidget
from coursekit.widgets.core import assets

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None, reason="no node here; the browser tests run the same scripts"
)

PAGE = """
import { Client } from "./widget.mjs";
const spec = { controls: [{ name: "w" }], frames_of: "" };
const sent = [];
let receive;
const state = { _spec: spec };
const model = { get: (name) => state[name], on: (_, handle) => { receive = handle; }, send: (message) => sent.push(message) };
const client = new Client(model);
const scene = { words: "", panels: [{ marks: [{ kind: "Text" }] }] };
const reply = { type: "scene", reply: true, values: { w: 1 }, hidden: [], cost: "", progress: 1, scene };
"""
BEGIN = "client.begin();"


def run(tmp_path, script, begin=BEGIN):
    """The messages that the page sends when these lines run after its first request."""
    (tmp_path / "widget.mjs").write_text(f"{SceneWidget._esm}\nexport {{ Client }};")
    (tmp_path / "page.mjs").write_text(
        f"{PAGE}{begin}{script}\nconsole.log(JSON.stringify(sent)); process.exit();"
    )
    done = subprocess.run(["node", tmp_path / "page.mjs"], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


FIRST = {"type": "set_state", "values": {}, "full": True, "advance": False}


def test_a_page_begins_by_asking_for_every_mark(tmp_path):
    assert run(tmp_path, "") == [FIRST]


def test_a_page_asks_for_nothing_where_the_picture_came_with_the_output(tmp_path):
    begin = "state._first = [{ ...reply, reply: false, version: 1, base: null }, [null]]; client.begin();"
    assert run(tmp_path, "", begin) == []
    assert run(tmp_path, "receive({ ...reply, version: 2, base: 1 }, [null]);", begin) == []


@pytest.mark.parametrize("base", ["null", "undefined"])
def test_a_scene_without_a_base_is_shown_as_it_is(tmp_path, base):
    assert run(tmp_path, f"receive({{ ...reply, version: 1, base: {base} }}, [null]);") == [FIRST]


@pytest.mark.parametrize("mark", ["null", "undefined"])
def test_a_mark_that_is_not_sent_again_is_kept(tmp_path, mark):
    script = f"""
    receive({{ ...reply, version: 1, base: null }}, [null]);
    const kept = {{ words: "", panels: [{{ marks: [{mark}] }}] }};
    receive({{ ...reply, version: 2, base: 1, scene: kept }}, [null]);
    """
    assert run(tmp_path, script) == [FIRST]


def test_a_scene_on_a_base_that_was_missed_is_asked_for_in_full(tmp_path):
    assert run(tmp_path, "receive({ ...reply, version: 7, base: 6 }, [null]);") == [FIRST, FIRST]


def test_a_computation_that_takes_time_is_pulled_on(tmp_path):
    sent = run(tmp_path, "receive({ ...reply, version: 1, base: null, progress: 0.5 }, [null]);")
    assert sent[1:] == [{"type": "set_state", "values": {}, "full": False, "advance": True}]


def test_a_scene_without_arrays_may_come_without_a_part(tmp_path):
    assert run(tmp_path, "receive({ ...reply, version: 1, base: undefined });") == [FIRST]


def painted(tmp_path, script):
    """What these lines print, with `unpack` and `paint` of paint.js."""
    (tmp_path / "paint.mjs").write_text((assets.STATIC / "paint.js").read_text(encoding="utf-8"))
    page = tmp_path / "paint-page.mjs"
    page.write_text(f'import {{ paint, unpack }} from "./paint.mjs";\n{script}')
    done = subprocess.run(["node", page], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_bytes_are_read_in_every_form_in_which_a_notebook_hands_them_over(tmp_path):
    script = """
    const floats = new Float32Array([1, 2, 3, 4]);
    const odd = new Uint8Array(17);
    odd.set(new Uint8Array(floats.buffer), 1);
    const parts = [floats.buffer, new Uint8Array(floats.buffer), new DataView(floats.buffer), odd.subarray(1)];
    const meta = { panels: [{ marks: [{ kind: "Line", x: [0, 2], y: [8, 2] }] }] };
    const found = parts.map((part) => unpack(meta, part, undefined).panels[0].marks[0]);
    console.log(JSON.stringify(found.map(({ x, y }) => [...x, ...y])));
    """
    assert painted(tmp_path, script) == [[1, 2, 3, 4]] * 4


@pytest.mark.parametrize("hole", ["NaN", "Infinity", "-Infinity"])
def test_a_number_that_is_not_finite_leaves_a_gap_in_a_line(tmp_path, hole):
    script = f"""
    globalThis.window = {{}};
    const calls = [];
    const keep = (name) => (...given) => calls.push([name, ...given.map(Math.round)]);
    const g = new Proxy({{}}, {{ get: (_, name) => keep(name), set: () => true }});
    const canvas = {{ style: {{}}, getContext: () => g }};
    const marks = [{{ kind: "Line", x: [0, 1, 2, 3, 4], y: [0, 1, {hole}, 3, 4], width: 1 }}];
    const panel = {{ x: [0, 4], y: [0, 4], axes: false, share: 1, marks, title: undefined, x_ticks: undefined }};
    paint(canvas, {{ panels: [panel], aspect: 1 }}, {{}}, 216);
    console.log(JSON.stringify(calls.filter(([name]) => /To$/.test(name))));
    """
    assert painted(tmp_path, script) == [
        ["moveTo", 8, 208], ["lineTo", 58, 158], ["moveTo", 158, 58], ["lineTo", 208, 8],
    ]  # fmt: skip


def laid_out(tmp_path, width, panels, **options):
    """Where `paint` puts panels of aspect 2 together: each title's place, and the size of the canvas."""
    script = f"""
    globalThis.window = {{}};
    let at = [1, 0];
    const found = [];
    const g = new Proxy({{}}, {{
      get: (_, name) => (...given) => {{
        if (name === "setTransform") at = [given[0], given[5]];
        if (name === "fillText") found.push([given[1] * at[0], at[1] + given[2] * at[0], at[0]].map((x) => Math.round(x * 100) / 100));
      }},
      set: () => true,
    }});
    const canvas = {{ style: {{}}, getContext: () => g }};
    const panels = {json.dumps(panels)}.map((more) => ({{ x: [0, 1], y: [0, 1], share: 1, marks: [], title: "t", x_ticks: [], ...more }}));
    paint(canvas, {{ panels, aspect: 2 }}, {{}}, {width}, {json.dumps(options)});
    console.log(JSON.stringify([found.filter(([, , scale], k) => k < panels.length), canvas.width, canvas.height]));
    """
    return painted(tmp_path, script)


DRAWING = {"axes": False}


def test_panels_with_room_stand_beside_each_other_and_without_it_below(tmp_path):
    side_by_side = [[[120, 12, 1], [360, 12, 1]], 480, 240]
    assert laid_out(tmp_path, 480, [DRAWING, DRAWING], stack=True) == side_by_side
    places, width, height = laid_out(tmp_path, 290, [DRAWING, DRAWING], stack=True)
    assert (width, height) == (290, 580)  # each keeps its shape
    assert places == [[145, 12, 1], [145, 302, 1]]
    places, _, _ = laid_out(tmp_path, 400, [DRAWING] * 4, stack=True)
    assert [(x, y) for x, y, _ in places] == [(100, 12), (300, 12), (100, 412), (300, 412)]
    assert laid_out(tmp_path, 240, [DRAWING, DRAWING])[1:] == [240, 150]  # as in the options of a card


def test_a_panel_alone_in_its_row_is_no_tower_unless_its_shape_matters(tmp_path):
    wide, small = {"title": "t" * 40}, {"share": 0.5, "title": "t"}
    panels = [{**DRAWING, "square": True, **wide}, {**DRAWING, "square": True, **wide}, small]
    *_, height = laid_out(tmp_path, 600, panels, stack=True)
    first = round(600 / (2 * 2 / 2.5))
    assert height == first + 420
    panels[2] = {**small, "square": True}
    *_, height = laid_out(tmp_path, 600, panels, stack=True)
    assert height == first + round(600 / (2 * 0.5 / 2.5))


def test_bars_alone_in_their_row_are_lower_than_wide_so_that_the_controls_stay_in_view(tmp_path):
    plot, bars = {"axes": True, "y_label": "price", "y_ticks": []}, {"axes": True, "y_ticks": []}
    *_, height = laid_out(tmp_path, 330, [plot, bars], stack=True)
    assert height == 330 + round(0.75 * 330)


def test_words_get_smaller_before_they_run_into_each_other(tmp_path):
    ((x, _, scale),), width, height = laid_out(tmp_path, 215, [DRAWING], stack=True)
    assert (x, scale, width) == (107.5, 0.5, 215)
    assert height == round(215 / 2)  # the picture keeps its shape
    assert laid_out(tmp_path, 430, [DRAWING], stack=True)[0][0][2] == 1
