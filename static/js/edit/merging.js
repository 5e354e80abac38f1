/* Two people changed the same row: both texts, field by field, in a panel under it. */
"use strict";

import { announce, byId, element, fieldsOf, focusOn, lineOf, setValue, toolsOf, words } from "./page.js";
import { record, remember, show } from "./rows.js";

/** A panel under the row, as wide as there is room for it. */
export function openPanel(row, html, name) {
  closePanel(row, name);
  const line = lineOf(row);
  const holder = element("div", "panel");
  holder.id = `panel-${name}-${row}`;
  holder.innerHTML = html;
  const body = line.closest("tbody[data-group]");
  if (!body) {
    holder.dataset.panel = row;
    line.after(holder);
    return holder;
  }
  const place = document.createElement("tbody");
  place.className = "panelrows";
  place.id = `place-${name}-${row}`;
  place.dataset.panel = row;
  place.setAttribute("role", "rowgroup");
  const tr = place.insertRow();
  tr.setAttribute("role", "row");
  const cell = tr.insertCell();
  cell.setAttribute("role", "cell");
  cell.colSpan = line.closest("table").querySelectorAll("col").length;
  cell.append(holder);
  body.after(place);
  return holder;
}

export function closePanel(row, name) {
  byId(`place-${name}-${row}`)?.remove();
  byId(`panel-${name}-${row}`)?.remove();
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
