/* The editor's page: its rows and fields, and what is said in it. A row is called as on the server, "metric-12"; one
   that is not saved yet has a negative number, "metric--3". */
"use strict";

export const root = document.getElementById("editor");
export const words = root.dataset;
export const base = words.address;

export const byId = (id) => document.getElementById(id);
export const kindOf = (row) => row.slice(0, row.indexOf("-"));
export const numberOf = (row) => Number(row.slice(row.indexOf("-") + 1));
export const isGhost = (row) => numberOf(row) < 0;

/** A row's fields that may be edited. */
export const fieldsOf = (row, within = root) => [...within.querySelectorAll(`[data-row="${row}"]:not([data-locked])`)];
export const toolsOf = (row) => root.querySelector(`[data-tools="${row}"]`);
export const lineOf = (row) => byId(`${row}-line`) ?? toolsOf(row)?.closest("tr");
export const sectionOf = (element) => element?.closest("[data-section]");
export const nameOf = (row) =>
  fieldsOf(row)
    .map((field) => valueOf(field))
    .find((text) => text.trim()) ?? "";

export const valueOf = (field) => (field.type === "checkbox" ? (field.checked ? "1" : "") : field.value);

const editors = new WeakMap();
export const setEditor = (field, editor) => editors.set(field, editor);
export const editorOf = (field) => editors.get(field);
export function setValue(field, text) {
  if (field.type === "checkbox") field.checked = Boolean(text);
  else if (editors.has(field)) editors.get(field).set(text);
  else field.value = text;
  fit(field);
}
export function focusOn(field) {
  if (!field) return;
  if (editors.has(field)) editors.get(field).focus();
  else field.focus();
}

const grows = CSS.supports("field-sizing", "content");
/** A text grows with its words, in browsers too that do not let it grow by itself. */
export function fit(field) {
  if (grows || field.tagName !== "TEXTAREA" || field.hidden) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

const announced = root.querySelector("[data-announce]");
export const announce = (text) => (announced.textContent = text);

/** Says something for everybody to read, until it is closed or something else is done; what has a link waits for it. */
export function notify(text, link) {
  const place = root.querySelector("[data-notice]");
  place.replaceChildren();
  if (!text) return;
  const said = element("p", "", text);
  if (link) said.append(" ", link);
  const close = element("button", "ib", "×");
  close.type = "button";
  close.setAttribute("aria-label", words.close);
  close.addEventListener("click", () => place.replaceChildren());
  place.append(said, close);
}
export function clearNotice() {
  const place = root.querySelector("[data-notice]");
  if (!place.querySelector("a")) place.replaceChildren();
}

/** The chapters or the head have changed, which only the whole page shows. */
export function askToReload() {
  const link = element("a", "", words.reload);
  link.href = location.href;
  notify(words.changedWhole, link);
}

export function element(tag, className, text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}
