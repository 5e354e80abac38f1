/* Two people changed the same row: both texts, field by field, in a panel under it. */
"use strict";

import { announce, byId, element, fieldsOf, focusOn, kindOf, lineOf, setValue, toolsOf, words } from "./page.js";
import { record, remember, show } from "./rows.js";

/** A panel under the row, as wide as there is room for it: beside what the row stands in. */
export function openPanel(row, html, name) {
  closePanel(row, name);
  const holder = element("div", "panel");
  holder.id = `panel-${name}-${row}`;
  holder.innerHTML = html;
  if (!lineOf(row).dataset.path) {
    holder.dataset.panel = row;
    putPanel(holder);
    return holder;
  }
  const tr = element("tr", "panelrow");
  tr.setAttribute("role", "row");
  tr.dataset.panel = row;
  const cell = tr.insertCell();
  cell.setAttribute("role", "cell");
  cell.append(holder);
  putPanel(tr);
  return holder;
}

/** Puts a panel under its row; false when the row is not there. */
export function putPanel(panel) {
  const line = lineOf(panel.dataset.panel);
  if (!line) return false;
  if (panel.tagName !== "TR") {
    line.after(panel);
    return true;
  }
  const beside = cellsBeside(line, panel.dataset.panel);
  beside.forEach((cell) => (cell.rowSpan += 1));
  panel.cells[0].colSpan = line.closest("table").querySelectorAll("col").length - beside.length;
  [...line.parentElement.querySelectorAll(`[data-path~="${panel.dataset.panel}"]`)].at(-1).after(panel);
  return true;
}

/** The cells of what the row stands in: they span the panel too. */
function cellsBeside(line, row) {
  const path = line.dataset.path.split(" ");
  return path.slice(0, path.indexOf(row)).flatMap((above) => {
    const first = byId(`cell-${above}`)?.parentElement;
    return first ? [...first.querySelectorAll(`:scope > [rowspan][class^="f-${kindOf(above)}-"]`)] : [];
  });
}

export function closePanel(row, name) {
  const panel = byId(`panel-${name}-${row}`)?.closest("[data-panel]");
  if (!panel) return;
  const line = lineOf(row);
  if (panel.tagName === "TR" && line) cellsBeside(line, row).forEach((cell) => (cell.rowSpan -= 1));
  panel.remove();
}

export function showConflict(row, { conflict, version }) {
  const panel = openPanel(row, conflict, "merge");
  record(row).state = "conflict";
  remember(row);
  show(row, "conflict", words.conflict);
  announce(`${words.conflict}. ${panel.querySelector("h3").textContent}`);

  const choose = (texts) => {
    const known = record(row);
    known.version = version;
    known.state = "";
    for (const [name, text] of Object.entries(texts)) {
      const field = fieldsOf(row).find((each) => each.name === name);
      if (field) setValue(field, text);
    }
    const tools = toolsOf(row);
    if (tools) tools.dataset.version = version;
    closePanel(row, "merge");
  };
  const theirs = () =>
    Object.fromEntries(
      [...panel.querySelectorAll("[data-field]")].map((line) => [
        line.dataset.field,
        line.querySelector('[value="theirs"]').dataset.text,
      ]),
    );

  panel.querySelector("[data-merge-save]").addEventListener("click", () => {
    const lines = [...panel.querySelectorAll("[data-field]")];
    const open = lines.find((line) => !line.querySelector(":checked"));
    if (open) {
      open.querySelector("input").focus();
      return;
    }
    const chosen = Object.fromEntries(lines.map((line) => [line.dataset.field, line.querySelector(":checked").dataset.text]));
    // What the other saved is what the server has: only what differs from it is sent.
    for (const [name, text] of Object.entries(theirs())) record(row).saved.set(name, text);
    choose(chosen);
    remember(row);
    show(row, "", "");
    fieldsOf(row)[0]?.dispatchEvent(new CustomEvent("chosen", { bubbles: true, detail: { row } }));
    focusOn(fieldsOf(row)[0]);
  });
  panel.querySelector("[data-merge-write]").addEventListener("click", () => {
    for (const [name, text] of Object.entries(theirs())) record(row).saved.set(name, text);
    choose({});
    show(row, "typing", words.unsaved);
    const name = panel.querySelector("[data-field]")?.dataset.field;
    focusOn(fieldsOf(row).find((field) => field.name === name) ?? fieldsOf(row)[0]);
  });
}
