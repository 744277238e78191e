"use strict";
const $ = (id) => document.getElementById(id);
const table = $("people"), body = table.tBodies[0], rows = [...body.rows];
const find = $("find"), every = $("every");
const [from, to] = table.dataset.heat.split(" ").map(Number);
const value = (row, k) => row.cells[k].textContent;
const number = /^[\d.]+( %)?$/;
let all = false;

const texts = new Map(rows.map((row) => {
  const said = [...row.querySelectorAll("a")].map((a) => $(a.textContent).childNodes[1].textContent);
  for (let k = from; k < to; k++) row.cells[k].style.setProperty("--share", 0.6 * value(row, k) + "%");
  return [row, [row.textContent, ...said].join(" ").toLowerCase()];
}));

function show() {
  const words = find.value.toLowerCase().split(/\s+/);
  let n = 0;
  for (const row of body.rows) {
    const found = words.every((word) => texts.get(row).includes(word));
    row.hidden = !found || (!all && n >= 50);
    n += found;
  }
  $("shown").textContent = all || n <= 50 ? `${n} of ${rows.length} learners` : `50 of ${n} learners`;
  every.hidden = all || n <= 50;
}

function sort(k, head) {
  const numeric = rows.some((row) => number.test(value(row, k)));
  const was = head.getAttribute("aria-sort");
  const down = was ? was === "ascending" : numeric;
  const key = (row) => (numeric ? parseFloat(value(row, k)) : value(row, k));
  const empty = (row) => /^[–?]?$|^never$/.test(value(row, k));
  rows.sort((a, b) => {
    if (empty(a) || empty(b)) return empty(a) - empty(b);
    const order = numeric ? key(a) - key(b) : key(a).localeCompare(key(b), "en", { numeric: true });
    return down ? -order : order;
  });
  for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  body.append(...rows);
  show();
}

[...table.tHead.rows[0].cells].forEach((head, k) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = head.textContent;
  button.onclick = () => sort(k, head);
  head.replaceChildren(button);
});
find.oninput = show;
every.onclick = () => { all = true; show(); };
find.closest("p").hidden = false;
show();
