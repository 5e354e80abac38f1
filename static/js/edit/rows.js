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

/** The row's record: `saved` texts by field name, `version`, `errors` by field name, and `state`: "", saving, saved, unsaved,
    error, conflict. */
export function record(row) {
  if (!rows.has(row)) rows.set(row, { saved: new Map(), version: 0, state: "", said: "", errors: {} });
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
  for (const tools of part.querySelectorAll("[data-tools]")) {
    const row = tools.dataset.tools;
    const { errors, state, said } = record(row);
    if (isGhost(row) && !said) say(row, "new", words.empty);
    else say(row, state, said);
    mark(row, errors);
  }
}

function mountRich(field) {
  if (editorOf(field)) return;
  const editor = mount(field, {
    onInput: () => field.dispatchEvent(new InputEvent("input", { bubbles: true })),
    onLeave: () => field.dispatchEvent(new Event("change", { bubbles: true })),
  });
  setEditor(field, editor);
}

function say(row, state, said) {
  const place = root.querySelector(`[data-said="${row}"]`);
  place?.replaceChildren(...(said ? [element("span", `sv sv-${state}`, said)] : []));
}

/** Shows in the row, and in the bar, how its saving stands. */
export function show(row, state, said = "") {
  const known = record(row);
  known.state = state;
  known.said = said;
  say(row, state, said);
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
  record(row).errors = {};
  for (const field of fieldsOf(row)) {
    if (!field.hasAttribute("aria-invalid")) continue;
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
    byId(`${field.id}-error`)?.remove();
  }
}

export function showErrors(row, errors) {
  record(row).errors = errors;
  mark(row, errors);
  show(row, "error", `${words.unsaved}: ${Object.values(errors).flat().join(" ")}`);
}

function mark(row, errors) {
  for (const [name, texts] of Object.entries(errors)) {
    const field = name ? fieldsOf(row).find((each) => each.name === name) : null;
    if (!field) continue;
    const list = element("ul", "errorlist");
    list.id = `${field.id}-error`;
    list.append(...texts.map((text) => element("li", "", text)));
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", list.id);
    field.after(list);
  }
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
/** The texts within a part of the page, with what the server had of them, and where the keyboard stands in it. */
export function takeAlong(part) {
  const texts = [...part.querySelectorAll("[data-row]:not([data-locked])")].map((field) => {
    const { row } = field.dataset;
    const { saved, version } = record(row);
    return { row, name: field.name, text: valueOf(field), base: saved.get(field.name) ?? "", version };
  });
  const focused = document.activeElement;
  const focus = part.contains(focused) && addressOf(focused);
  return { texts, focus: focus && { at: focus, start: focused.selectionStart, end: focused.selectionEnd } };
}

/** Puts into the fresh part what has been typed, and what has been saved since the part was asked for. Returns the typed
    texts that have no field any more. */
export function putBack({ texts, focus }) {
  const homeless = [];
  for (const it of texts) {
    const { row, name, text, base, version } = it;
    const field = byId(`${row}-${name}`);
    const isTyped = text !== base;
    if (!field) {
      if (isTyped && text.trim()) homeless.push(it);
      continue;
    }
    const known = record(row);
    const isNewer = version > Number(toolsOf(row)?.dataset.version ?? version);
    if (!isTyped && !isNewer) continue;
    known.saved.set(name, base);
    known.version = version;
    setValue(field, text);
  }
  if (focus) stand(focus);
  return homeless;
}

/** How an element is found again in a fresh part. */
function addressOf(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const names = ["data-handle", "data-menu", "data-add", "data-in"].filter((name) => element.hasAttribute(name));
  return names.map((name) => `[${name}="${element.getAttribute(name)}"]`).join("") || null;
}

function stand({ at, start, end }) {
  const element = root.querySelector(at);
  if (!element) return;
  element.focus({ preventScroll: true });
  if (typeof start === "number" && element.tagName === "TEXTAREA") element.setSelectionRange(start, end);
}

const NAMED = ["id", "data-row", "data-tools", "data-said", "data-hint", "data-handle", "data-path", "data-only-if", "data-panel"];
/** The row goes by another name: in the page, and in what is known of it. */
export function renameRow(old, name) {
  rows.set(name, record(old));
  rows.delete(old);
  const whole = new RegExp(`(^|[ -])${old}(?=$|[ -])`, "g");
  for (const attribute of NAMED) {
    for (const element of root.querySelectorAll(`[${attribute}*="${old}"]`)) {
      element.setAttribute(attribute, element.getAttribute(attribute).replace(whole, `$1${name}`));
    }
  }
}
