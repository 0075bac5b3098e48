"use strict";

(() => {
  const byId = (id) => document.getElementById(id);
  const book = JSON.parse(byId("book").textContent);
  const numbers = book.pages.map(([number]) => number);
  const kinds = new Map(book.kinds.map(([id, name, , sign]) => [id, { name, sign }]));
  const KEPT_PAGES = 12;

  const options = { boxes: true, removed: true, order: false, wide: false };
  const hidden = new Set();
  const pages = new Map();
  let current = numbers[0];
  let chosen = null;

  // --- Pages come as scripts: nothing else can be loaded from a folder without a server.

  const file = (number, suffix) => `pages/${String(number).padStart(4, "0")}.${suffix}`;

  function load(number) {
    const script = document.createElement("script");
    script.src = file(number, "js");
    script.onload = () => script.remove();
    script.onerror = () => {
      script.remove();
      if (number === current) fail(`${file(number, "js")} could not be loaded. It has to lie beside this page.`);
    };
    document.head.append(script);
  }

  window.showPage = (page) => {
    pages.set(page.number, page);
    if (page.number === current) show(page);
    for (const number of pages.keys()) {
      if (pages.size <= KEPT_PAGES) break;
      if (number !== current) pages.delete(number);
    }
  };

  function turnTo(number, block = null) {
    current = number;
    chosen = block;
    remember();
    const index = numbers.indexOf(number);
    byId("slider").value = index;
    byId("number").value = number;
    byId("label").value = book.pages[index][1] ?? "";
    byId("previous").disabled = index === 0;
    byId("next").disabled = index === numbers.length - 1;
    document.querySelector("#pages [aria-current]")?.removeAttribute("aria-current");
    const entry = byId("pages").children[index].firstChild;
    entry.setAttribute("aria-current", "page");
    entry.scrollIntoView({ block: "nearest" });
    if (pages.has(number)) show(pages.get(number));
    else load(number);
  }

  function turn(steps) {
    const index = numbers.indexOf(current) + steps;
    turnTo(numbers[Math.min(Math.max(index, 0), numbers.length - 1)]);
  }

  function nearest(number) {
    return numbers.reduce((best, other) => (Math.abs(other - number) < Math.abs(best - number) ? other : best));
  }

  function remember() {
    const hash = `#p=${current}${chosen ? `&b=${chosen}` : ""}`;
    if (location.hash !== hash) history.replaceState(null, "", hash);
  }

  function followAddress() {
    const address = new URLSearchParams(location.hash.slice(1));
    turnTo(nearest(Number(address.get("p")) || numbers[0]), address.get("b"));
  }

  // --- One page

  function show(page) {
    page.parts ??= [];
    const picture = byId("picture");
    byId("sheet").querySelector(".problem")?.remove();
    byId("sheet").style.setProperty("--ratio", page.width / page.height);
    picture.style.visibility = "hidden";
    picture.onload = () => {
      picture.style.visibility = "";
      const next = numbers[numbers.indexOf(page.number) + 1];
      if (next && page.number === current) new Image().src = file(next, "jpg");
      if (next && !pages.has(next)) load(next);
    };
    picture.alt = `Page ${page.number} of ${book.title}`;
    picture.src = file(page.number, "jpg");
    describe(page);
    drawBoxes(page);
    listBlocks(page);
    applyFilters();
    if (chosen) choose(page.parts.findIndex((part) => part.id === chosen), true);
    else byId("blocks").scrollTop = 0;
  }

  function fail(message) {
    byId("boxes").replaceChildren();
    byId("blocks").replaceChildren();
    byId("picture").style.visibility = "hidden";
    byId("sheet").querySelector(".problem")?.remove();
    byId("sheet").prepend(element("p", "problem", message));
  }

  function describe(page) {
    const lines = page.parts.reduce((sum, part) => sum + (part.lines ?? []).length, 0);
    const removed = page.parts.filter((part) => part.reason).length;
    const label = page.label ? ` · printed ${page.label}` : "";
    byId("where").replaceChildren(
      element("b", "", `Page ${page.number}`),
      ` of ${numbers.at(-1)}${label} `,
      element("span", "soft", `${count(page.parts.length, "block")}, ${count(lines, "line")}, ${removed} removed`),
    );
    for (const button of document.querySelectorAll(".legend [data-kind]")) {
      const found = page.parts.filter((part) => part.kind === button.dataset.kind).length;
      button.querySelector("em").textContent = found;
      button.classList.toggle("none", found === 0);
    }
  }

  // --- The boxes over the picture

  function drawBoxes(page) {
    const svg = byId("boxes");
    svg.setAttribute("viewBox", `0 0 ${page.width} ${page.height}`);
    const taken = page.parts.flatMap((part) => part.lines ?? []);
    const groups = page.parts.map((part, index) => {
      const group = shape("g", { "data-kind": part.kind, "data-index": index, class: part.reason ? "removed" : "" });
      const lines = part.lines ?? [];
      lines.forEach((line, place) => group.append(rectangle(line, 0, { class: "line", "data-line": place })));
      for (const rows of stretches(lines)) group.append(shape("path", { class: "outline", d: outline(rows) }));
      if (lines.length) group.append(badge(lines[0], `${index + 1} ${kinds.get(part.kind).sign}`, taken, page));
      const title = shape("title", {});
      title.textContent = `${index + 1} ${name(part)}${part.reason ? ` – removed: ${why(part)}` : ""}`;
      group.prepend(title);
      return group;
    });
    svg.replaceChildren(shape("g", { id: "order" }), ...groups);
  }

  /** Rows of lines that stand under each other; a block that goes on in another column has several stretches. */
  function stretches(lines) {
    const found = [];
    for (const [, x0, y0, x1, y1] of lines) {
      const rows = found.at(-1);
      const [left, top, right, bottom] = rows?.at(-1) ?? [];
      if (rows && y0 < top - 2) found.push([[x0, y0, x1, y1]]);
      else if (rows && y0 < (top + bottom) / 2) {
        rows[rows.length - 1] = [Math.min(left, x0), top, Math.max(right, x1), Math.max(bottom, y1)];
      } else if (rows && y0 < bottom + 3 * (y1 - y0) && x0 < right + 20 && x1 > left - 20) rows.push([x0, y0, x1, y1]);
      else found.push([[x0, y0, x1, y1]]);
    }
    return found;
  }

  /** The shape of a paragraph: its first row may be indented, its last one may end early. */
  function outline(rows) {
    const margin = 1.2;
    const first = rows[0];
    const last = rows.at(-1);
    const left = Math.min(...(rows.length > 1 ? rows.slice(1) : rows).map(([x0]) => x0)) - margin;
    const right = Math.max(...(rows.length > 1 ? rows.slice(0, -1) : rows).map(([, , x1]) => x1)) + margin;
    let [start, end] = [first[0] - margin, last[2] + margin];
    if (start >= end || Math.abs(start - left) < 8) start = Math.min(start, left);
    if (start >= end || Math.abs(end - right) < 8) end = Math.max(end, right);
    const [top, bottom] = [first[1] - margin, last[3] + margin];
    const under = rows.length > 1 ? (first[3] + rows[1][1]) / 2 : bottom;
    const over = rows.length > 1 ? (rows.at(-2)[3] + last[1]) / 2 : top;
    return `M${start} ${top}H${right}V${over}H${end}V${bottom}H${left}V${under}H${start}Z`;
  }

  /** Number and sign, left of a block's first line; over it where another line stands there. */
  function badge([, x0, y0, , y1], label, taken, page) {
    const unit = Math.max(page.width, page.height) / 720;
    const width = (3.7 * label.length + 2.4) * unit;
    const beside = x0 - width - 1.6;
    const free = beside >= 0 && !taken.some((box) => box[1] < x0 - 3 && box[3] > beside + 2 && box[2] < y1 && box[4] > y0);
    const [x, y] = free ? [beside, y0] : [x0, Math.max(0, y0 - 6 * unit)];
    const group = shape("g", { class: "badge" });
    const text = shape("text", { x: x + width / 2, y: y + 6.2 * unit, "font-size": 6.2 * unit });
    text.textContent = label;
    group.append(shape("rect", { x, y, width, height: 8 * unit, rx: 1.6 * unit }), text);
    return group;
  }

  /** A line beside each stretch of each block that is shown, and on to the next. */
  function drawOrder() {
    const page = pages.get(current);
    const place = byId("order");
    if (!page || !place) return;
    place.replaceChildren();
    if (!options.order) return;
    const shown = page.parts.filter((part) => part.lines?.length && part.kind !== "furniture" && visible(part));
    let from = null;
    for (const rows of shown.flatMap((part) => stretches(part.lines))) {
      const [x, y] = [rows[0][0] - 5, rows[0][1] - 1];
      const left = Math.min(...rows.map(([x0]) => x0));
      const end = [left - 5 < x - 15 ? left - 5 : x, rows.at(-1)[3] - 1];
      if (from) place.append(shape("path", { class: "order", d: `M${from}L${x} ${y}` }));
      if (rows.length > 1) place.append(shape("path", { class: "run", d: `M${x} ${y + 1}L${end}` }));
      from = rows.length > 1 ? end : [x, y + 8];
    }
  }

  // --- The list of blocks

  function listBlocks(page) {
    const list = [];
    let section = null;
    page.parts.forEach((part, index) => {
      const path = (part.section ?? []).join(" › ");
      if (part.kind !== "furniture" && path !== section) {
        section = path;
        list.push(element("li", "section", path || "in no section"));
      }
      list.push(entry(part, index));
    });
    if (!list.length) list.push(element("li", "empty", "No text was found on this page."));
    byId("blocks").replaceChildren(...list);
  }

  function entry(part, index) {
    const item = element("li", part.reason ? "removed" : "");
    item.dataset.kind = part.kind;
    item.dataset.index = index;
    item.tabIndex = 0;
    const facts = element("div", "facts");
    facts.append(
      element("i", "sign", `${index + 1} ${kinds.get(part.kind).sign}`),
      element("b", "", name(part)),
      element("span", "", part.lines ? count(part.lines.length, "line") : "place unknown"),
      element("code", "", part.id),
    );
    item.append(facts);
    if (part.reason) item.append(element("p", "why", `removed – ${why(part)}`));
    item.append(part.rows?.length ? table(part.rows) : text(part));
    return item;
  }

  function text(part) {
    const paragraph = element("p", "text");
    if (part.first_page < current) paragraph.append(link(part, part.first_page, `← from page ${part.first_page}`), " ");
    if (part.before) paragraph.append(element("span", "elsewhere", part.before));
    if (part.marker) paragraph.append(element("span", "marker", part.marker), " ");
    const starts = (part.lines ?? []).map(([start]) => start);
    const term = part.term ?? 0;
    const cuts = [...new Set([0, ...starts, term, part.text.length])].sort((one, other) => one - other);
    cuts.slice(0, -1).forEach((cut, place) => {
      const piece = element("span", "", part.text.slice(cut, cuts[place + 1]));
      piece.dataset.line = Math.max(0, starts.findLastIndex((start) => start <= cut));
      if (cut < term) piece.style.fontWeight = 700;
      paragraph.append(piece);
    });
    if (part.after) paragraph.append(element("span", "elsewhere", part.after));
    if (part.last_page > current) paragraph.append(" ", link(part, part.last_page, `to page ${part.last_page} →`));
    return paragraph;
  }

  function table(rows) {
    const frame = element("div", "cells");
    const cells = frame.appendChild(element("table", ""));
    for (const row of rows) cells.insertRow().append(...row.map((cell) => element("td", "", cell)));
    return frame;
  }

  // --- Pointing, choosing, filtering

  function visible(part) {
    return !hidden.has(part.kind) && (options.removed || !part.reason);
  }

  function applyFilters() {
    const page = pages.get(current);
    for (const node of document.querySelectorAll("[data-index]")) {
      node.style.display = page && visible(page.parts[node.dataset.index]) ? "" : "none";
    }
    document.body.classList.toggle("bare", !options.boxes);
    document.body.classList.toggle("wide", options.wide);
    for (const button of document.querySelectorAll("[data-option]")) {
      button.setAttribute("aria-pressed", options[button.dataset.option]);
    }
    for (const button of document.querySelectorAll(".legend [data-kind]")) {
      button.setAttribute("aria-pressed", !hidden.has(button.dataset.kind));
    }
    drawOrder();
  }

  function mark(name, index, line) {
    for (const node of document.querySelectorAll(`#boxes .${name}, #blocks .${name}`)) node.classList.remove(name);
    if (index === undefined) return;
    for (const node of document.querySelectorAll(`[data-index="${index}"]`)) node.classList.add(name);
    if (line === undefined) return;
    for (const node of document.querySelectorAll(`[data-index="${index}"] [data-line="${line}"]`)) node.classList.add(name);
  }

  function point(event) {
    const index = event.target.closest("[data-index]")?.dataset.index;
    if (index === undefined) return;
    mark("on", index, event.target.closest("[data-line]")?.dataset.line);
    if (event.currentTarget.id === "boxes") item(index)?.scrollIntoView({ block: "nearest" });
  }

  function item(index) {
    return document.querySelector(`#blocks [data-index="${index}"]`);
  }

  function choose(index, scroll) {
    const part = pages.get(current)?.parts[index];
    chosen = part ? part.id : null;
    mark("chosen", part ? index : undefined);
    remember();
    if (part && scroll) item(index).scrollIntoView({ block: "center" });
  }

  function pick(event) {
    const index = event.target.closest("[data-index]")?.dataset.index;
    if (index === undefined || event.target.closest("a") || String(getSelection())) return;
    choose(pages.get(current).parts[index].id === chosen ? -1 : Number(index), event.currentTarget.id === "boxes");
  }

  function step(steps) {
    const parts = pages.get(current)?.parts ?? [];
    const shown = parts.map((_, index) => index).filter((index) => visible(parts[index]));
    const place = shown.indexOf(parts.findIndex((part) => part.id === chosen));
    const next = place < 0 ? (steps > 0 ? 0 : shown.length - 1) : place + steps;
    if (shown[next] !== undefined) choose(shown[next], true);
  }

  function toggle(option) {
    options[option] = !options[option];
    applyFilters();
  }

  // --- Small helpers

  function name(part) {
    const level = part.level ? `, level ${part.level}` : "";
    return kinds.get(part.kind).name + level;
  }

  function why(part) {
    const [reason, explanation] = book.reasons[part.reason];
    return part.reason === part.kind ? explanation : `${reason}: ${explanation}`;
  }

  function count(number, thing) {
    return `${number} ${thing}${number === 1 ? "" : "s"}`;
  }

  function element(tag, className, content = "") {
    const node = document.createElement(tag);
    if (className) node.className = className;
    node.textContent = content;
    return node;
  }

  function link(part, page, content) {
    const node = element("a", "", content);
    node.href = `#p=${page}&b=${part.id}`;
    return node;
  }

  function shape(tag, attributes) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  }

  function rectangle([, x0, y0, x1, y1], margin, attributes) {
    const size = { x: x0 - margin, y: y0 - margin, width: x1 - x0 + 2 * margin, height: y1 - y0 + 2 * margin };
    return shape("rect", { ...size, ...attributes });
  }

  // --- Setting up

  function listPages() {
    const most = Math.max(1, ...book.pages.map(([, , blocks]) => blocks));
    byId("pages").append(
      ...book.pages.map(([number, label, blocks, removed]) => {
        const row = element("a", "row");
        row.href = `#p=${number}`;
        row.title = `${count(blocks, "block")}, ${removed} removed`;
        const amount = element("span", "amount");
        for (const part of [blocks - removed, removed]) {
          amount.appendChild(element("i", "")).style.width = `${(100 * part) / most}%`;
        }
        row.append(element("span", "", number), element("span", "", label ?? ""), amount);
        const listed = element("li", "");
        listed.append(row);
        return listed;
      }),
    );
  }

  const KEYS = {
    ArrowLeft: () => turn(-1),
    ArrowRight: () => turn(1),
    Home: () => turnTo(numbers[0]),
    End: () => turnTo(numbers.at(-1)),
    j: () => step(1),
    k: () => step(-1),
    r: () => toggle("removed"),
    o: () => toggle("order"),
    b: () => toggle("boxes"),
    w: () => toggle("wide"),
    "?": () => byId("help").showModal(),
    Escape: () => choose(-1),
    Enter: () => document.activeElement.closest("#blocks [data-index]")?.click(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
    if (event.target.closest("input") || !KEYS[event.key]) return;
    if (event.key === "Enter" && !event.target.closest("#blocks li")) return;
    event.preventDefault();
    KEYS[event.key]();
  });
  byId("previous").onclick = () => turn(-1);
  byId("next").onclick = () => turn(1);
  byId("slider").oninput = (event) => turnTo(numbers[event.target.value]);
  byId("number").onchange = (event) => turnTo(nearest(Number(event.target.value) || current));
  byId("label").onchange = (event) => {
    const wanted = event.target.value.trim();
    turnTo((book.pages.find(([, label]) => label === wanted) ?? [current])[0]);
  };
  byId("ask").onclick = () => byId("help").showModal();
  byId("all").onclick = () => {
    hidden.clear();
    applyFilters();
  };
  for (const button of document.querySelectorAll("[data-option]")) {
    button.onclick = () => toggle(button.dataset.option);
  }
  for (const button of document.querySelectorAll(".legend [data-kind]")) {
    const kind = button.dataset.kind;
    button.onclick = () => {
      if (!hidden.delete(kind)) hidden.add(kind);
      applyFilters();
    };
    button.ondblclick = () => {
      for (const other of kinds.keys()) hidden.add(other);
      hidden.delete(kind);
      applyFilters();
    };
  }
  for (const id of ["boxes", "blocks"]) {
    byId(id).addEventListener("mouseover", point);
    byId(id).addEventListener("mouseleave", () => mark("on"));
    byId(id).addEventListener("click", pick);
  }
  window.addEventListener("hashchange", followAddress);
  listPages();
  followAddress();
})();
