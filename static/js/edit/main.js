/* The agreement edited where it is read. Everything here has a plain form behind it; this script makes one page of it. */
"use strict";

import { fieldsOf, fit, isGhost, kindOf, numberOf, root, sectionOf, valueOf, words } from "./page.js";
import * as keys from "./keys.js";
import * as menu from "./menu.js";
import * as moving from "./moving.js";
import * as pasting from "./pasting.js";
import * as presence from "./presence.js";
import { ghostOf, removeGhost } from "./parts.js";
import { all, clearErrors, enliven, isDirty, isUnsaved, record, remember, show, showHints, summarize } from "./rows.js";
import { bringBack, flush, isBusy, save, saveSoon, whenSaved } from "./saving.js";
import { post } from "./server.js";

const HINT = 350;
const CHECKS = 2_500;

enliven(root);
document.documentElement.classList.add("scripted");

/* --- typing --- */
const hinting = new Map();
const asked = new Map();
async function askForHints(row) {
  const field = fieldsOf(row)[0];
  if (!field || !root.querySelector(`[data-hint^="${row}-"]`)) return;
  const turn = (asked.get(row) ?? 0) + 1;
  asked.set(row, turn);
  const texts = Object.fromEntries(fieldsOf(row).map((each) => [each.name, valueOf(each)]));
  const ghost = ghostOf(row);
  const about = ghost ? { parent: ghost.parent, ghost: -numberOf(row) } : {};
  const path = ghost ? `${kindOf(row)}/try/` : `${kindOf(row)}/${numberOf(row)}/try/`;
  const { status, answer } = await post(path, { ...texts, ...about, section: sectionOf(field).dataset.section });
  if (status === 200 && asked.get(row) === turn) showHints(answer.hints);
}

function onlyIf(field) {
  for (const part of root.querySelectorAll(`[data-only-if="${CSS.escape(field.id)}"]`)) {
    part.hidden = valueOf(field) !== part.dataset.value;
  }
}

root.addEventListener("input", (event) => {
  const field = event.target.closest("[data-row]:not([data-locked])");
  if (!field) return;
  const row = field.dataset.row;
  fit(field);
  menu.hideToast();
  if (record(row).state === "error" || record(row).state === "saved") {
    clearErrors(row);
    show(row, "", "");
  }
  remember(row);
  summarize();
  saveSoon(row);
  clearTimeout(hinting.get(row));
  hinting.set(row, setTimeout(() => askForHints(row), HINT));
});
/* While a button is being pressed the page stays as it is: what moved away under the pointer would not be clicked. */
let pressed = false;
const after = [];
const atRest = (act) => (pressed ? after.push(act) : act());
window.addEventListener("pointerdown", () => (pressed = true), true);
for (const end of ["pointerup", "pointercancel"]) {
  window.addEventListener(end, () => {
    pressed = false;
    setTimeout(() => after.splice(0).forEach((act) => act()), 0);
  }, true);
}
root.addEventListener("change", (event) => {
  const field = event.target.closest("[data-row]:not([data-locked])");
  if (!field) return;
  onlyIf(field);
  atRest(() => save(field.dataset.row));
});
root.addEventListener("chosen", (event) => {
  if (isDirty(event.detail.row)) save(event.detail.row);
});
root.addEventListener("focusout", (event) => {
  const field = event.target.closest("[data-row]:not([data-locked])");
  if (!field) return;
  const row = field.dataset.row;
  const next = event.relatedTarget?.closest?.("[data-row]")?.dataset.row;
  if (next === row) return;
  atRest(() => (isGhost(row) && next && !isUnsaved(row) ? removeGhost(row) : save(row)));
});
/* A spreadsheet selects the cell that one comes to by Tab. */
root.addEventListener("keyup", (event) => {
  if (event.key === "Tab" && event.target.matches?.("table.edit input[data-row]")) event.target.select();
});

/* --- what is still to be looked at --- */
let checking;
const checks = document.getElementById("checks");
whenSaved(() => {
  clearTimeout(checking);
  checking = setTimeout(async () => {
    const response = await fetch(checks.dataset.checks, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (response?.ok && !response.redirected) checks.innerHTML = await response.text();
  }, CHECKS);
});

/* --- leaving --- */
root.addEventListener("click", async (event) => {
  if (event.target.closest("[data-kept-done]")) {
    const kept = document.getElementById("kept");
    kept.hidden = true;
    kept.querySelector("ul").replaceChildren();
    return;
  }
  const link = event.target.closest("a[data-leave]");
  if (!link || event.ctrlKey || event.metaKey || (!all().some(isUnsaved) && !isBusy())) return;
  event.preventDefault();
  await flush();
  location.href = link.href;
});
window.addEventListener("beforeunload", (event) => {
  if (all().some(isUnsaved) || isBusy()) event.preventDefault();
});
window.addEventListener("online", () => flush());
document.addEventListener("visibilitychange", () => {
  // Whoever comes back may have signed in again in another tab meanwhile.
  flush();
});

keys.listen();
menu.listen();
moving.listen();
pasting.listen();
presence.listen();
bringBack();
summarize();
