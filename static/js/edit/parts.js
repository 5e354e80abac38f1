/* Fetching parts of the page again: a section, or one group of a table's rows, with what is being written in them. */
"use strict";

import { base, byId, focusOn, isGhost, kindOf, lineOf, notify, numberOf, root, sectionOf, setValue, toolsOf, words } from "./page.js";
import { putPanel } from "./merging.js";
import { all, enliven, forget, putBack, renameRow, takeAlong } from "./rows.js";
import { offer } from "./saving.js";
import { part } from "./server.js";
import * as store from "./store.js";

let count = 0;
const ghosts = new Map();
const names = new Map();
export const ghostOf = (row) => ghosts.get(row);
export const dropGhost = (row) => {
  ghosts.delete(row);
  forget(row);
};

const query = () =>
  [...ghosts.entries()].map(([row, it]) => `new=${kindOf(row)}:${it.parent}:${it.place}:${numberOf(row)}`).join("&");

/* One part of the page is exchanged at a time: each is asked for when the one before has come. */
let turn = Promise.resolve();
const inTurn = (work) => (turn = turn.then(work, work));

/** The part as it is with the new rows of this moment: one that came or went while it was fetched is asked about. */
async function fresh(path) {
  for (;;) {
    const asked = query();
    const found = await part(path + asked);
    if (asked === query()) return found;
  }
}

let homeless = [];
function exchange(old, content) {
  const along = takeAlong(old);
  const panels = [...old.querySelectorAll("[data-panel]")];
  const focused = document.activeElement;
  old.replaceWith(content);
  enliven(content);
  homeless.push(...putBack(along));
  for (const panel of panels) {
    if (putPanel(panel) && panel.contains(focused)) focused.focus({ preventScroll: true });
  }
  tidy();
}

/** Rows that are not in the page any more are not waited for, nor is anything said about them. */
function tidy() {
  for (const row of all()) if (!root.querySelector(`[data-row="${row}"]`)) forget(row);
  for (const panel of root.querySelectorAll("[data-panel]")) if (!lineOf(panel.dataset.panel)) panel.remove();
}

/** What was being written in rows that have changed places is written there; what has no row any more is offered. */
function rehouse() {
  const texts = homeless;
  homeless = [];
  const lost = putBack({ texts });
  for (const { row } of lost) store.drop(row);
  offer(lost.map(({ text }) => text));
}

/** Brings sections up to date; one that is gone leaves the page. */
export async function refreshSections(sections) {
  for (const pk of sections) await inTurn(() => bringSection(pk));
  rehouse();
}

async function bringSection(pk) {
  const { status, content } = await fresh(`sections/${pk}/?`);
  const old = byId(`section-${pk}`);
  if (status === 404) old?.remove();
  else if (status === 200 && old) exchange(old, content.querySelector("[data-section]"));
}

/** Brings the group of rows that the row stands in up to date. */
export async function refreshGroup(section, group) {
  await inTurn(async () => {
    const name = names.get(group) ?? group;
    const { status, content } = await fresh(`sections/${section}/?group=${name}&`);
    const old = byId(`group-${name}`);
    if (status !== 200 || !old) return;
    const found = content.querySelector("[data-group]");
    if (found) exchange(old, found);
    else old.remove();
  });
  rehouse();
}

export const groupOf = (element) => element.closest("[data-group]")?.id.slice("group-".length);

/** The tools of the rows of the kind in the parent, in their order. */
export const siblingsOf = (kind, parent) => [
  ...root.querySelectorAll(`[data-tools][data-kind="${kind}"][data-parent="${parent}"]`),
];

const newKey = () =>
  crypto.randomUUID?.() ??
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (Number(digit) ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(digit) / 4)))).toString(16),
  );

/** Opens a new row of the kind in the parent, at the place or last, and goes to its first field. */
export async function addGhost({ kind, parent, place, section }) {
  const row = `${kind}-${-(count += 1)}`;
  ghosts.set(row, { parent, place: place ?? siblingsOf(kind, parent).length, key: newKey(), section });
  const from = document.activeElement;
  ahead.hidden = false;
  ahead.focus({ preventScroll: true });
  await inTurn(() => bringGhost(row, section));
  rehouse();
  const field = root.querySelector(`[data-row="${row}"]`);
  const text = ahead.value;
  ahead.value = "";
  if (field) focusOn(field);
  else {
    ghosts.delete(row);
    from.focus();
  }
  ahead.hidden = true;
  if (!text) return;
  if (!field) return offer([text]);
  setValue(field, text);
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/* What is typed before the new row has come is written into it when it comes. */
const ahead = root.querySelector("[data-ahead]");
ahead.addEventListener("keydown", (event) => {
  if (event.key === "Tab" || event.key === "Enter") event.preventDefault();
});

async function bringGhost(row, section) {
  const { parent, place } = ghosts.get(row);
  const above = root.querySelector(`[data-add="${kindOf(row)}"][data-in="${parent}"]`)?.closest("[data-group]");
  const path = `sections/${section}/?group=${above ? groupOf(above) : row}&`;
  const { status, content } = await fresh(path);
  const found = content?.querySelector("[data-group]");
  if (status !== 200 || !found) {
    notify(status === 0 ? words.noConnection : words.trouble);
    return;
  }
  const old = byId(found.id);
  if (old) {
    exchange(old, found);
    return;
  }
  const table = byId(`section-${section}`).querySelector("table.edit");
  const groups = [...table.querySelectorAll(":scope > [data-group]")];
  if (groups[place]) groups[place].before(found);
  else table.append(found);
  enliven(found);
}

/** Takes a new row that says nothing out of the page; the keyboard, if it was there, goes to the field before it. */
export async function removeGhost(row) {
  const tools = toolsOf(row);
  const section = sectionOf(tools)?.dataset.section;
  const group = tools && groupOf(tools);
  const field = root.querySelector(`[data-row="${row}"]`);
  const fields = [...root.querySelectorAll("[data-row]:not([data-locked])")];
  const before = document.activeElement?.dataset.row === row ? fields[fields.indexOf(field) - 1] : null;
  focusOn(before);
  dropGhost(row);
  if (!group) return;
  if (group === row) byId(`group-${group}`)?.remove();
  else await refreshGroup(section, group);
}

/** The new row has been saved under its number: it is called so from now on. */
export function settleGhost(row, pk) {
  const name = `${kindOf(row)}-${pk}`;
  names.set(row, name);
  ghosts.delete(row);
  renameRow(row, name);
  const tools = toolsOf(name);
  // What can be added to it, its menu and its hints come with it.
  if (tools) refreshGroup(sectionOf(tools).dataset.section, groupOf(tools));
  return name;
}
