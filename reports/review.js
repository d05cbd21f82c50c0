"use strict";
// Verdicts on the rows of this page: kept while it is open, remembered where the browser may, and
// saved as the lines that `judgekit gate --reviewed` reads. Nothing is ever sent.
(() => {
  const rows = [...document.querySelectorAll("article.row")];
  const find = (id) => document.getElementById(id);
  const place = document.body.dataset.review;
  let state = { reviewer: "", rows: rows.map(() => ({ verdict: "", note: "" })) };
  let current = 0;
  let remembers = true;
  let unsaved = false;

  const decided = () => state.rows.filter((row) => row.verdict);

  function recall() {
    try {
      const kept = localStorage.getItem(place);
      if (kept) state = JSON.parse(kept);
      localStorage.setItem(place, JSON.stringify(state));
    } catch {
      forgets();
    }
  }

  function remember() {
    unsaved = true;
    try {
      localStorage.setItem(place, JSON.stringify(state));
    } catch {
      forgets();
    }
  }

  function forgets() {
    remembers = false;
    find("forgets").hidden = false;
  }

  function show(i) {
    const { verdict, note } = state.rows[i];
    rows[i].dataset.verdict = verdict;
    for (const button of rows[i].querySelectorAll("button"))
      button.setAttribute("aria-pressed", String(button.value === verdict));
    rows[i].querySelector("textarea").value = note;
  }

  function count() {
    const n = (verdict) => decided().filter((row) => row.verdict === verdict).length;
    find("progress").textContent = `${decided().length} of ${rows.length} decided`;
    find("tally").textContent = `${n("keep")} keep, ${n("original")} original, ${n("drop")} drop`;
    find("done").value = decided().length;
  }

  function rule(i, verdict) {
    const button = rows[i].querySelector(`button[value=${verdict}]`);
    if (button.disabled) return;
    state.rows[i].verdict = state.rows[i].verdict === verdict ? "" : verdict;
    remember();
    show(i);
    count();
  }

  function mark(i) {
    rows[current].removeAttribute("aria-current");
    current = i;
    rows[i].setAttribute("aria-current", "true");
  }

  function go(i) {
    if (i < 0 || i >= rows.length) return;
    mark(i);
    rows[i].focus({ preventScroll: true });
    rows[i].scrollIntoView({ block: "start" });
  }

  function undecided() {
    const order = [...rows.keys()];
    const after = [...order.slice(current + 1), ...order.slice(0, current + 1)];
    return after.find((i) => !state.rows[i].verdict) ?? -1;
  }

  function line(row, i) {
    const { id, sha256 } = rows[i].dataset;
    const said = { id: JSON.parse(id), sha256, verdict: row.verdict, note: row.note };
    if (state.reviewer) said.reviewer = state.reviewer;
    return row.verdict ? `${JSON.stringify(said)}\n` : "";
  }

  function save() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(state.rows.map(line)));
    link.download = document.body.dataset.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    unsaved = false;
    const idle = state.rows.filter((row) => row.note && !row.verdict).length;
    const left = idle ? ` Notes without a verdict, left out: ${idle}.` : "";
    find("saved").textContent = `Verdicts saved to ${link.download}: ${decided().length}.${left}`;
  }

  const keys = {
    j: () => go(current + 1),
    ArrowRight: () => go(current + 1),
    k: () => go(current - 1),
    ArrowLeft: () => go(current - 1),
    u: () => go(undecided()),
    1: () => rule(current, "keep"),
    2: () => rule(current, "original"),
    3: () => rule(current, "drop"),
    n: () => rows[current].querySelector("textarea").focus(),
    s: save,
    "?": () => find("help").showModal(),
  };

  function press(event) {
    const writing = event.target.matches("textarea, input");
    if (writing && event.key === "Escape") rows[current].focus();
    const act = keys[event.key];
    if (writing || !act || event.ctrlKey || event.metaKey || event.altKey || find("help").open)
      return;
    event.preventDefault();
    act();
  }

  rows.forEach((row, i) => {
    row.addEventListener("focusin", () => mark(i));
    row.addEventListener("click", ({ target }) => {
      mark(i);
      if (target.value && target.matches("button")) rule(i, target.value);
    });
    row.querySelector("textarea").addEventListener("input", ({ target }) => {
      state.rows[i].note = target.value;
      remember();
    });
  });
  find("reviewer").addEventListener("input", ({ target }) => {
    state.reviewer = target.value.trim();
    remember();
  });
  find("save").addEventListener("click", save);
  find("keys").addEventListener("click", () => find("help").showModal());
  find("close").addEventListener("click", () => find("help").close());
  document.addEventListener("keydown", press);
  window.addEventListener("beforeunload", (event) => {
    if (unsaved && !remembers) event.preventDefault();
  });

  recall();
  rows.forEach((_, i) => show(i));
  find("reviewer").value = state.reviewer;
  count();
  mark(0);
  for (const part of document.querySelectorAll(".live")) part.hidden = false;
  find("needs-script").hidden = true;
})();
