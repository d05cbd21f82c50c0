"use strict";
// Finding, sorting and folding on a page that is whole without them.
(() => {
  const find = (id) => document.getElementById(id);
  const folds = [...document.querySelectorAll("details")];
  const table = find("full");
  const bodies = table ? [...table.tBodies] : [];
  const texts = bodies.map((body) => body.textContent.toLowerCase());

  function sift() {
    const words = find("sought").value.toLowerCase().split(/\s+/);
    const family = find("of-family").value;
    const mark = find("of-verdict").value;
    bodies.forEach((body, i) => {
      const fits = (!family || body.dataset.family === family) && (!mark || body.dataset.mark === mark);
      body.hidden = !fits || !words.every((word) => texts[i].includes(word));
    });
    count();
  }

  function count() {
    const shown = bodies.filter((body) => !body.hidden).length;
    find("counted").textContent = `${shown} of ${bodies.length} shown`;
  }

  function showAll() {
    for (const id of ["sought", "of-family", "of-verdict"]) find(id).value = "";
    sift();
  }

  // By what a cell shows: the first number in it, else its words; a dash comes last.
  function value(body, column) {
    const text = body.rows[0].cells[column].textContent.trim().replaceAll(",", "").replace("−", "-");
    const number = /-?\d+(\.\d+)?/.exec(text);
    if (column < 2) return text;
    if (!number) return NaN;
    return Number(number[0]) - (text.startsWith("<") ? 1e-9 : 0);
  }

  function compare(a, b) {
    return a < b ? -1 : Number(a > b);
  }

  // Names from their beginning, numbers from the largest; then the other way; then as it was: by
  // family, the weightiest first.
  function next(head) {
    const turns = ["descending", "ascending", "none"];
    if (head.cellIndex < 2) turns.splice(0, 2, "ascending", "descending");
    return turns[(turns.indexOf(head.ariaSort ?? "none") + 1) % 3];
  }

  function sort(head) {
    const turn = next(head);
    const sign = turn === "ascending" ? 1 : -1;
    const by = new Map(bodies.map((body) => [body, value(body, head.cellIndex)]));
    const last = (body) => Number.isNaN(by.get(body));
    const order = (a, b) => last(a) - last(b) || sign * compare(by.get(a), by.get(b));
    for (const other of table.tHead.rows[0].cells) other.ariaSort = null;
    if (turn !== "none") head.ariaSort = turn;
    table.classList.toggle("sorted", turn !== "none");
    table.append(...(turn === "none" ? bodies : bodies.toSorted(order)));
  }

  function makeSortable(head) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head));
    head.append(button);
  }

  // A link to an attack that is sifted away shows it again.
  function arrive() {
    const target = document.querySelector(":target");
    if (!target?.hidden) return;
    showAll();
    target.scrollIntoView();
  }

  function foldAll(open) {
    for (const fold of document.querySelectorAll("details.family")) fold.open = open;
  }

  let folded = [];
  addEventListener("beforeprint", () => {
    folded = folds.filter((fold) => !fold.open);
    for (const fold of folded) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of folded) fold.open = false;
  });

  if (!table) return;
  find("sought").addEventListener("input", sift);
  find("of-family").addEventListener("change", sift);
  find("of-verdict").addEventListener("change", sift);
  find("all").addEventListener("click", showAll);
  find("unfold")?.addEventListener("click", () => foldAll(true));
  find("fold")?.addEventListener("click", () => foldAll(false));
  addEventListener("hashchange", arrive);
  for (const head of table.tHead.rows[0].cells) makeSortable(head);
  // A handful is found without a search.
  for (const part of document.querySelectorAll(".live")) part.hidden = bodies.length <= 8;
  count();
})();
