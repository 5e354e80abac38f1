/* The keyboard, as in a spreadsheet: Enter goes down and saves, arrows leave a text at its edge, Alt + arrows move rows. */
"use strict";

import { focusOn, isGhost, kindOf, root, sectionOf, setValue, toolsOf, valueOf } from "./page.js";
import { addGhost, removeGhost, siblingsOf } from "./parts.js";
import { clearErrors, isUnsaved, record, remember, show } from "./rows.js";
import { save } from "./saving.js";
import { moveBy } from "./moving.js";
import { undo } from "./menu.js";
import { openComments } from "./comments.js";

const fieldOf = (target) => target.closest?.("[data-row]:not([data-locked])");
const isVisible = (field) => field.offsetParent !== null;

/** The fields of the same column, down the page. */
function columnOf(field) {
  const cell = field.closest("td, th");
  if (!cell?.className) return [];
  const style = cell.className.split(" ")[0];
  const fields = root.querySelectorAll(`.${CSS.escape(style)} > [data-row]:not([data-locked])`);
  return [...fields].filter(isVisible);
}

function step(field, by) {
  const column = columnOf(field);
  const next = column[column.indexOf(field) + by];
  if (!next) return false;
  focusOn(next);
  next.select?.();
  return true;
}

/** The field before or after in the page's order. */
function aside(field, by) {
  const fields = [...root.querySelectorAll("[data-row]:not([data-locked])")].filter(isVisible);
  const next = fields[fields.indexOf(field) + by];
  if (!next) return false;
  focusOn(next);
  const at = by < 0 ? next.value.length : 0;
  if (next.tagName === "TEXTAREA") next.setSelectionRange(at, at);
  return true;
}

/* A text that is selected whole is one cell: arrows go on from it. */
const isWhole = (field) => field.selectionStart === 0 && field.selectionEnd === field.value.length;
const atStart = (field) => isWhole(field) || field.selectionEnd === 0;
const atEnd = (field) => isWhole(field) || field.selectionStart === field.value.length;

/** A new row of the same kind below the one that the field belongs to. */
export function addBelow(row) {
  const tools = toolsOf(row);
  const { kind, parent } = tools?.dataset ?? {};
  if (!kind || kind === "section" || kind === "party" || !tools.closest("table")) return false;
  if (isGhost(row) && !isUnsaved(row)) return true;
  const place = siblingsOf(kind, parent).indexOf(tools) + 1;
  addGhost({ kind, parent: Number(parent), place, section: sectionOf(tools).dataset.section });
  return true;
}

function escape(field) {
  const row = field.dataset.row;
  if (isGhost(row) && !valueOf(field).trim()) {
    removeGhost(row);
    return true;
  }
  const saved = record(row).saved.get(field.name) ?? "";
  if (valueOf(field) === saved) return false;
  setValue(field, saved);
  clearErrors(row);
  remember(row);
  show(row, "", "");
  return true;
}

function enter(event, field) {
  if (field.tagName === "SELECT" || field.type === "checkbox") return false;
  if (event.altKey) {
    if (field.tagName !== "TEXTAREA") return false;
    field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    return true;
  }
  save(field.dataset.row);
  step(field, event.shiftKey ? -1 : 1);
  return true;
}

function arrow(event, field) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || field.tagName === "SELECT" || field.type === "checkbox") return false;
  if (event.altKey) {
    if (event.key === "ArrowUp") return moveBy(field.dataset.row, -1);
    if (event.key === "ArrowDown") return moveBy(field.dataset.row, 1);
    return false;
  }
  if (!field.closest("table") || field.list) return false;
  if (event.key === "ArrowUp") return field.selectionStart === 0 && step(field, -1);
  if (event.key === "ArrowDown") return field.selectionEnd === field.value.length && step(field, 1);
  if (event.key === "ArrowLeft") return atStart(field) && aside(field, -1);
  return atEnd(field) && aside(field, 1);
}

export function listen() {
  root.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const field = fieldOf(event.target);
    const control = event.ctrlKey || event.metaKey;
    if (control && !event.altKey && event.key.toLowerCase() === "z") {
      const typed = field && valueOf(field) !== (record(field.dataset.row).saved.get(field.name) ?? "");
      const elsewhere = !field && event.target.closest("input, textarea, [contenteditable]");
      if (typed || elsewhere) return;
      event.preventDefault();
      undo();
      return;
    }
    if (!field || field.hasAttribute("data-rich")) return;
    const done =
      event.key === "Enter"
        ? control
          ? addBelow(field.dataset.row)
          : enter(event, field)
        : event.key.startsWith("Arrow")
          ? arrow(event, field)
          : event.key === "Escape"
            ? escape(field)
            : event.altKey && event.code === "KeyH"
              ? openComments(field.dataset.row)
              : false;
    if (done) event.preventDefault();
  });
}
