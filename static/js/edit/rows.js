/* What is known of each row: the texts that the server has, their version, and how its saving stands. */
"use strict";

import {
  announce,
  byId,
  editorOf,
  element,
  fieldsOf,
  fit,
  isGhost,
  root,
  setEditor,
  setValue,
  toolsOf,
  valueOf,
  words,
} from "./page.js";
import { mount } from "./rich.js";
import * as store from "./store.js";

const rows = new Map();

/** The row's record: `saved` texts by field name, `version`, and `state`: "", saving, saved, unsaved, error, conflict. */
export function record(row) {
  if (!rows.has(row)) rows.set(row, { saved: new Map(), version: 0, state: "", said: "" });
  return rows.get(row);
}
export const all = () => [...rows.keys()];
export const forget = (row) => rows.delete(row);

export const dirtyFields = (row) => {
  const { saved } = record(row);
  return fieldsOf(row).filter((field) => valueOf(field) !== (saved.get(field.name) ?? ""));
};
export const isDirty = (row) => dirtyFields(row).length > 0;
/** A new row that says nothing is nobody's loss. */
export const isUnsaved = (row) => isDirty(row) && !(isGhost(row) && fieldsOf(row).every((field) => !valueOf(field).trim()));

/** Makes the fields of a part of the page live: what stands in them is what the server has. */
export function enliven(part) {
  for (const tools of part.querySelectorAll("[data-tools]")) {
    const known = record(tools.dataset.tools);
    known.version = Number(tools.dataset.version);
    tools.querySelectorAll("[data-handle]").forEach((handle) => (handle.hidden = false));
  }
  for (const field of part.querySelectorAll("[data-row]:not([data-locked])")) {
    field.readOnly = false;
    field.disabled = false;
    if (field.hasAttribute("data-rich")) mountRich(field);
    else fit(field);
    record(field.dataset.row).saved.set(field.name, valueOf(field));
  }
  part.querySelectorAll("[data-scripted]").forEach((each) => (each.hidden = false));
}

function mountRich(field) {
  if (editorOf(field)) return;
  const editor = mount(field, {
    onInput: () => field.dispatchEvent(new InputEvent("input", { bubbles: true })),
    onLeave: () => field.dispatchEvent(new Event("change", { bubbles: true })),
  });
  setEditor(field, editor);
}

/** Shows in the row, and in the bar, how its saving stands. */
export function show(row, state, said = "") {
  const known = record(row);
  known.state = state;
  known.said = said;
  const place = root.querySelector(`[data-said="${row}"]`);
  if (place) place.replaceChildren(...(said ? [element("span", `sv sv-${state}`, said)] : []));
  if (state === "error" || state === "conflict" || state === "unsaved") announce(said);
  summarize();
}

/** The bar says the worst of the rows' states. */
export function summarize() {
  const place = root.querySelector("[data-state]");
  const unsaved = all().filter((row) => isUnsaved(row));
  const saving = all().some((row) => record(row).state === "saving");
  const conflict = all().some((row) => record(row).state === "conflict");
  const failed = all().some((row) => ["error", "unsaved"].includes(record(row).state) && isUnsaved(row));
  const count = unsaved.length === 1 ? words.oneUnsaved : `${unsaved.length} ${words.manyUnsaved}`;
  const last = all()
    .map((row) => record(row))
    .filter(({ state }) => state === "saved")
    .at(-1);
  let [state, said] = ["", ""];
  if (conflict) [state, said] = ["conflict", words.conflict];
  else if (failed) [state, said] = ["error", count];
  else if (saving) [state, said] = ["saving", words.saving];
  else if (unsaved.length) [state, said] = ["typing", count];
  else if (last) [state, said] = ["saved", words.allSaved];
  if (place.dataset.said === said && place.dataset.is === state) return;
  place.dataset.said = said;
  place.dataset.is = state;
  place.replaceChildren(...(said ? [element("span", `sv sv-${state}`, said)] : []));
}

/** Keeps in this browser what the server does not have yet. */
export function remember(row) {
  if (!isUnsaved(row)) return store.drop(row);
  const values = Object.fromEntries(dirtyFields(row).map((field) => [field.name, valueOf(field)]));
  store.keep(row, record(row).version, values);
}

/* --- what is wrong with a field --- */
export function clearErrors(row) {
  for (const field of fieldsOf(row)) {
    if (!field.hasAttribute("aria-invalid")) continue;
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
    byId(`${field.id}-error`)?.remove();
  }
}

export function showErrors(row, errors) {
  const told = [];
  for (const [name, texts] of Object.entries(errors)) {
    const field = name ? fieldsOf(row).find((each) => each.name === name) : null;
    told.push(...texts);
    if (!field) continue;
    const list = element("ul", "errorlist");
    list.id = `${field.id}-error`;
    list.append(...texts.map((text) => element("li", "", text)));
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", list.id);
    field.after(list);
  }
  show(row, "error", `${words.unsaved}: ${told.join(" ")}`);
}

export function showHints(hints) {
  for (const [id, { text, tone }] of Object.entries(hints)) {
    const place = root.querySelector(`[data-hint="${id}"]`);
    if (!place) continue;
    place.className = `hint-${tone} voice`;
    place.textContent = text;
  }
}

/* --- bringing texts back over fresh fields --- */
/** The unsaved texts within a part of the page, and where the keyboard stands in it. */
export function takeAlong(part) {
  const texts = [];
  for (const field of part.querySelectorAll("[data-row]:not([data-locked])")) {
    const known = record(field.dataset.row);
    if (valueOf(field) === (known.saved.get(field.name) ?? "")) continue;
    const { row } = field.dataset;
    texts.push({ row, name: field.name, text: valueOf(field), base: known.saved.get(field.name), version: known.version });
  }
  const focused = document.activeElement;
  const focus = part.contains(focused) && focused.id
    ? { id: focused.id, start: focused.selectionStart, end: focused.selectionEnd }
    : null;
  return { texts, focus };
}

/** Puts them into the fresh part; `renamed` maps a new row's name to the one that it has been given. */
export function putBack({ texts, focus }, renamed = {}) {
  for (const { row: old, name, text, base, version } of texts) {
    const row = renamed[old] ?? old;
    const field = byId(`${row}-${name}`);
    if (!field) continue;
    const known = record(row);
    if (!renamed[old]) {
      known.saved.set(name, base);
      known.version = version;
    }
    setValue(field, text);
  }
  if (!focus) return;
  const parts = Object.entries(renamed).find(([old]) => focus.id.startsWith(`${old}-`));
  const id = parts ? parts[1] + focus.id.slice(parts[0].length) : focus.id;
  const field = byId(id);
  if (!field) return;
  field.focus({ preventScroll: true });
  if (focus.start !== undefined && focus.start !== null && field.setSelectionRange && field.tagName === "TEXTAREA") {
    field.setSelectionRange(focus.start, focus.end);
  }
}

export { toolsOf };
