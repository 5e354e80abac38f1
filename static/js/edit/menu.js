/* What can be done with a row: the menu behind its three dots, deleting, and taking steps back. */
"use strict";

import { announce, askToReload, base, byId, clearNotice, element, focusOn, isGhost, kindOf, notify, numberOf, root, sectionOf, toolsOf, words } from "./page.js";
import { addGhost, groupOf, refreshGroup, refreshSections, removeGhost } from "./parts.js";
import { all, isUnsaved, record } from "./rows.js";
import { flush, save } from "./saving.js";
import { post, whyNot } from "./server.js";
import { addBelow } from "./keys.js";
import { moveBy } from "./moving.js";
import { openComments } from "./comments.js";

const menu = byId("rowmenu");
const toast = byId("toast");

/* --- the menu --- */
function item(text, act) {
  const button = element("button", "", text);
  button.type = "button";
  button.addEventListener("click", () => {
    menu.hidePopover();
    act();
  });
  return button;
}
function link(text, href) {
  const anchor = element("a", "", text);
  anchor.href = href;
  anchor.setAttribute("data-leave", "");
  return anchor;
}

function open(opener) {
  const row = opener.dataset.menu;
  const kind = kindOf(row);
  const { parent } = toolsOf(row).dataset;
  const isInTable = Boolean(opener.closest("table"));
  const history = base.replace(/edit\/$/, `history/?row=${row}`);
  const section = sectionOf(opener)?.dataset.section;
  menu.replaceChildren(
    link(words.details, opener.href),
    ...(isInTable ? [item(words.below, () => addBelow(row))] : []),
    ...(kind === "section" ? [link(words.addSection, `${base}section/add/?place=${placeAfter(row)}${parent === "None" ? "" : `&parent=${parent}`}`)] : []),
    ...(isInTable || kind === "section" || kind === "party"
      ? [item(words.up, () => moveBy(row, -1)), item(words.down, () => moveBy(row, 1))]
      : []),
    item(words.comments, () => openComments(row)),
    link(words.history, history),
    ...(isInTable || kind === "section" || kind === "party" ? [item(words.delete, () => remove(row, section))] : []),
  );
  menu.showPopover();
  const box = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  menu.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - width - 8))}px`;
  menu.style.top = `${box.bottom + height > window.innerHeight ? Math.max(8, box.top - height) : box.bottom}px`;
  menu.dataset.opener = opener.dataset.menu;
  menu.querySelector("a, button").focus();
}

function placeAfter(row) {
  const { kind, parent } = toolsOf(row).dataset;
  const siblings = [...root.querySelectorAll(`[data-tools][data-kind="${kind}"][data-parent="${parent}"]`)];
  return siblings.indexOf(toolsOf(row)) + 1;
}

/* --- deleting --- */
export async function remove(row, section) {
  if (isGhost(row)) return removeGhost(row);
  await save(row);
  const result = await post(`${kindOf(row)}/${numberOf(row)}/delete/`, { version: record(row).version });
  const { status, answer } = result;
  if (status !== 200) {
    if (answer?.gone) await bringUpToDate(row, section);
    return notify(whyNot(result));
  }
  await bringUpToDate(row, section);
  showToast(answer.said, answer.revision);
  return undefined;
}

/** The page without the row: the keyboard goes on where it was, at the row before. */
async function bringUpToDate(row, section) {
  const tools = toolsOf(row);
  const kind = kindOf(row);
  const before = [...root.querySelectorAll(`[data-tools][data-kind="${kind}"]`)];
  const neighbour = before[before.indexOf(tools) - 1] ?? before[before.indexOf(tools) + 1];
  const next = neighbour?.dataset.tools;
  if (kind === "section") location.reload();
  else if (kind === "party") tools.closest(".party").remove();
  else if (groupOf(tools) === row) byId(`group-${row}`).remove();
  else await refreshGroup(section, groupOf(tools));
  if (next) focusOn(root.querySelector(`[data-row="${next}"]:not([data-locked])`));
}

/* --- undo --- */
function showToast(text, revision) {
  toast.querySelector("[data-toast-text]").textContent = text;
  toast.dataset.revision = revision;
  toast.hidden = false;
}
export function hideToast() {
  toast.hidden = true;
  clearNotice();
}

export async function undo(revision) {
  await flush();
  const result = await post("undo/", revision ? { revision } : {});
  const { status, answer } = result;
  hideToast();
  if (status !== 200) {
    notify(whyNot(result));
    return;
  }
  if (answer.whole) {
    if (!all().some(isUnsaved)) location.reload();
    else askToReload();
    return;
  }
  await refreshSections(answer.sections);
  announce(answer.said);
  notify(answer.said);
  const back = answer.rows.map((row) => root.querySelector(`[data-row="${row}"]:not([data-locked])`)).find(Boolean);
  focusOn(back);
}

export function listen() {
  root.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-menu]");
    if (opener) {
      event.preventDefault();
      open(opener);
      return;
    }
    const add = event.target.closest("[data-add]");
    if (add) {
      event.preventDefault();
      hideToast();
      addGhost({ kind: add.dataset.add, parent: Number(add.dataset.in), section: sectionOf(add).dataset.section });
      return;
    }
    if (event.target.closest("[data-undo]")) {
      event.preventDefault();
      undo();
    } else if (event.target.closest("[data-toast-undo]")) undo(toast.dataset.revision);
    else if (event.target.closest("[data-toast-close]")) hideToast();
  });
  menu.addEventListener("keydown", (event) => {
    const items = [...menu.querySelectorAll("a, button")];
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    items.at((items.indexOf(document.activeElement) + by) % items.length).focus();
  });
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed" || !menu.contains(document.activeElement)) return;
    root.querySelector(`[data-menu="${menu.dataset.opener}"]`)?.focus();
  });
}
