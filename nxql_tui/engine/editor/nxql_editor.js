"use strict";

const FORMATS = ["csv", "html", "xml", "json"];
const NUMBER = /^-?[0-9]+(\.[0-9]+)?$/;
const QUANTITY = /(-?[0-9]+(?:\.[0-9]+)?) ?(bytes|[KMGT]B|%|MHz|bps|[μµ]s|ms|min|s|h|d)/g;
const SCALES = {
  bytes: 1, KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40, "%": 0.01, MHz: 1, bps: 1,
  "μs": 0.001, "µs": 0.001, ms: 1, s: 1000, min: 60000, h: 3600000, d: 86400000,
};

const element = (id) => document.getElementById(id);
const values = new Map();
let headings = [];
let types = [];
let rows = [];
let shown = [];
let order = { column: -1, direction: 0 };
let page = 0;
let underWay = null;

function placeholders() {
  const numbers = [...element("query").value.matchAll(/%([1-9][0-9]*)/g)].map((found) => Number(found[1]));
  return [...new Set(numbers)].sort((one, other) => one - other);
}

function showParameters() {
  const wanted = placeholders();
  const there = [...element("parameters").querySelectorAll("input")].map((input) => Number(input.dataset.number));
  if (wanted.join() === there.join()) return;
  element("parameters").replaceChildren(...wanted.map((number) => {
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.id = `p${number}`;
    input.dataset.number = number;
    input.value = values.get(number) ?? "";
    input.addEventListener("input", () => values.set(number, input.value));
    label.append(`%${number} `, input);
    return label;
  }));
}

function requestPairs(format) {
  const pairs = new URLSearchParams({ query: element("query").value, format });
  for (const box of document.querySelectorAll("input[name=platform]:checked")) pairs.append("platform", box.value);
  for (const number of placeholders()) pairs.append(`p${number}`, values.get(number) ?? "");
  if (element("formatted").checked) pairs.append("hr", "true");
  return pairs;
}

function authorization() {
  const bytes = new TextEncoder().encode(`${element("user").value}:${element("password").value}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

async function send(event) {
  event?.preventDefault();
  underWay?.abort();
  const question = new AbortController();
  underWay = question;
  const began = performance.now();
  showRunning(true);
  showError("");
  try {
    const response = await fetch("/2/query", {
      method: "POST",
      body: requestPairs("xml"),
      // Without the browser's own credentials a 401 is ours to show, not a prompt.
      credentials: "omit",
      headers: { Authorization: authorization() },
      signal: question.signal,
    });
    const text = await response.text();
    if (underWay !== question) return;
    if (response.ok) showAnswer(text, response.headers.get("NX_EXEC_TIME"), performance.now() - began);
    else showRefusal(response.status, text);
  } catch (error) {
    if (underWay !== question) return;
    if (error.name === "AbortError") element("state").textContent = "Cancelled.";
    else showError("The Engine cannot be reached: is it still running?");
  } finally {
    if (underWay === question) {
      underWay = null;
      showRunning(false);
    }
  }
}

function showRunning(running) {
  element("cancel").hidden = !running;
  if (running) element("state").textContent = "Loading…";
  else if (element("state").textContent === "Loading…") element("state").textContent = "";
}

function showError(text) {
  element("error").hidden = text === "";
  element("error").replaceChildren(text);
}

function showRefusal(status, text) {
  element("answer").hidden = true;
  if (status === 401) return showError("The Engine refused this user or password.");
  if (status === 403) return showError("The Web API is not licensed on this Engine.");
  const page = new DOMParser().parseFromString(text, "text/html");
  const message = page.getElementById("error_message")?.textContent ?? `The Engine answered with status ${status}.`;
  showError(message);
  const wrong = message.match(/'([^']+)'/)?.[1];
  for (const item of page.querySelectorAll("#error_options li")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = item.textContent;
    button.addEventListener("click", () => replaceWord(wrong, item.textContent));
    element("error").append(element("error").querySelector("button") ? "" : "\n", button);
  }
}

function replaceWord(wrong, right) {
  const query = element("query");
  const at = wrong === undefined ? -1 : findWord(query.value, wrong);
  if (at >= 0) query.setRangeText(right, at, at + wrong.length, "end");
  showError("");
  showParameters();
  query.focus();
}

function findWord(text, word) {
  const isName = (character) => character !== undefined && /[\w#.:/%*-]/.test(character);
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isName(text[at - 1]) && !isName(text[at + word.length])) return at;
  }
  return text.indexOf(word);
}

function showAnswer(text, engineTime, ownTime) {
  const table = new DOMParser().parseFromString(text, "text/xml");
  const header = [...table.querySelectorAll("table > header > *")];
  headings = header.map((cell) => cell.textContent);
  types = header.map((cell) => cell.getAttribute("type"));
  rows = [...table.querySelectorAll("table > body > r")].map((row) => [...row.children].map((cell) => cell.textContent));
  order = { column: -1, direction: 0 };
  page = 0;
  for (const format of FORMATS) element(`link_${format}`).href = `/2/query?${requestPairs(format)}`;
  element("state").textContent = `Engine ${engineTime} ms, in all ${Math.round(ownTime)} ms`;
  element("answer").hidden = false;
  sortRows();
}

function sortKey(text) {
  if (NUMBER.test(text)) return Number(text);
  const parts = [...text.matchAll(QUANTITY)];
  if (parts.length && text.replace(QUANTITY, "").trim() === "") {
    return parts.reduce((sum, [, number, unit]) => sum + Number(number) * SCALES[unit], 0);
  }
  return text;
}

function compare(one, other) {
  if (typeof one === "number" && typeof other === "number") return one - other;
  const [left, right] = [String(one), String(other)];
  return left < right ? -1 : Number(left > right);
}

function sortRows() {
  shown = rows;
  if (order.direction !== 0) {
    const keyed = rows.map((row) => [row[order.column] === "" ? null : sortKey(row[order.column]), row]);
    // Empty cells come last either way.
    keyed.sort(([one], [other]) => {
      if (one === null || other === null) return Number(one === null) - Number(other === null);
      return order.direction * compare(one, other);
    });
    shown = keyed.map(([, row]) => row);
  }
  showHeadings();
  showPage();
}

function showHeadings() {
  const focused = document.activeElement?.dataset?.column;
  element("headings").replaceChildren(...headings.map((name, column) => {
    const cell = document.createElement("th");
    const button = document.createElement("button");
    const sorted = order.column === column ? order.direction : 0;
    cell.setAttribute("aria-sort", { "0": "none", "1": "ascending", "-1": "descending" }[sorted]);
    cell.title = types[column] ?? "";
    button.type = "button";
    button.dataset.column = column;
    button.textContent = name + { "0": "", "1": " ▲", "-1": " ▼" }[sorted];
    button.addEventListener("click", () => turnOrder(column));
    cell.append(button);
    return cell;
  }));
  if (focused !== undefined) element("headings").querySelector(`[data-column="${Number(focused)}"]`)?.focus();
}

function turnOrder(column) {
  const next = { "0": 1, "1": -1, "-1": 0 };
  order = { column, direction: order.column === column ? next[order.direction] : 1 };
  page = 0;
  sortRows();
}

function showPage() {
  const size = Number(element("page_size").value);
  const last = Math.max(0, Math.ceil(shown.length / size) - 1);
  page = Math.min(Math.max(page, 0), last);
  const from = page * size;
  element("page").replaceChildren(...shown.slice(from, from + size).map((row) => {
    const line = document.createElement("tr");
    line.append(...row.map((text) => {
      const cell = document.createElement("td");
      cell.textContent = text;
      if (text === "") cell.className = "null";
      return cell;
    }));
    return line;
  }));
  const count = new Intl.NumberFormat("en").format(shown.length);
  const to = Math.min(from + size, shown.length);
  element("rows").textContent = shown.length ? `rows ${from + 1}–${to} of ${count}` : "no rows";
  element("first").disabled = element("previous").disabled = page === 0;
  element("last").disabled = element("next").disabled = page === last;
}

function turnPage(to) {
  page = to;
  showPage();
}

element("question").addEventListener("submit", send);
element("query").addEventListener("input", showParameters);
element("question").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey) send(event);
});
element("cancel").addEventListener("click", () => underWay?.abort());
element("page_size").addEventListener("change", () => turnPage(0));
element("first").addEventListener("click", () => turnPage(0));
element("previous").addEventListener("click", () => turnPage(page - 1));
element("next").addEventListener("click", () => turnPage(page + 1));
element("last").addEventListener("click", () => turnPage(Infinity));
showParameters();
