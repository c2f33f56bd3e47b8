"use strict";
// Search as you type: an input with data-suggest has a list below it; what is chosen is written into it (data-several:
// behind the last comma), and an entry of the search opens its page.
for (const input of document.querySelectorAll("input[data-suggest]")) {
  const kind = input.dataset.suggest;
  const several = "several" in input.dataset;
  const list = document.createElement("ul");
  const id = input.id + "-suggest";
  list.className = "suggest";
  list.id = id;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  input.parentElement.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", id], ["aria-expanded", "false"]])
    input.setAttribute(name, value);
  let hits = [], at = -1, turn = 0, known = null;
  const last = () => several ? input.value.split(",").pop().trim() : input.value.trim();
  const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const choose = (hit) => {
    if (!several) { location.href = new URL(hit.iri).pathname.replace(/^\/stackgen/, ""); return; }
    const parts = input.value.split(",").slice(0, -1).map((it) => it.trim());
    input.value = [...parts, hit.entry].join(", ") + ", ";
    close();
    input.focus();
  };
  const mark = (to) => {
    at = (to + hits.length) % hits.length;
    [...list.children].forEach((it, n) => it.setAttribute("aria-selected", n === at));
    input.setAttribute("aria-activedescendant", id + at);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const find = async (text) => {
    if (kind === "entry") return (await fetch("/api/v1/search?top=8&text=" + encodeURIComponent(text))).json();
    known ??= await (await fetch("/api/v1/list?what=" + kind)).json();
    const lower = text.toLowerCase();
    return known.filter((it) => it.entry.includes(lower) || it.name.toLowerCase().includes(lower)).slice(0, 8);
  };
  input.addEventListener("input", async () => {
    const mine = ++turn, text = last();
    if (!text) return close();
    const found = await find(text).catch(() => []);
    if (mine !== turn || !Array.isArray(found)) return;
    hits = found;
    list.replaceChildren(...hits.map((hit, n) => {
      const item = document.createElement("li");
      item.id = id + n;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.textContent = hit.name + (hit.kind && hit.kind !== "technology" ? " · " + hit.kind : "");
      item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(hit); });
      return item;
    }));
    list.hidden = !hits.length;
    at = -1;
    input.setAttribute("aria-expanded", String(!!hits.length));
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark(at < 0 ? -1 : at - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && at >= 0) choose(hits[at]);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
}
// Ctrl-Enter runs a query.
for (const text of document.querySelectorAll("textarea[data-submit]"))
  text.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) text.form.requestSubmit(); });
// Empty fields stay out of the address, so that a link says only what was chosen.
for (const form of document.querySelectorAll("form.builder"))
  form.addEventListener("submit", () => {
    for (const it of form.elements) {
      if (it.name) it.value = it.value.replace(/[\s,]+$/, "").replace(/\s*,\s*/g, ",");
      if (it.name && !it.value) it.disabled = true;
    }
  });
