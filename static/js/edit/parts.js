/* Fetching parts of the page again: a section, or one group of a table's rows, with what is being written in them. */
"use strict";

import { base, byId, focusOn, isGhost, kindOf, numberOf, root, sectionOf, toolsOf } from "./page.js";
import { all, enliven, forget, putBack, record, takeAlong } from "./rows.js";
import { part } from "./server.js";

let count = 0;
const ghosts = new Map();
export const ghostOf = (row) => ghosts.get(row);
export const dropGhost = (row) => {
  ghosts.delete(row);
  forget(row);
};

const query = () =>
  [...ghosts.entries()].map(([row, it]) => `new=${kindOf(row)}:${it.parent}:${it.place}:${numberOf(row)}`).join("&");

function exchange(old, fresh, renamed) {
  const along = takeAlong(old);
  old.replaceWith(fresh);
  enliven(fresh);
  putBack(along, renamed);
  tidy();
}

/** Rows that are not in the page any more are not waited for. */
function tidy() {
  for (const row of all()) {
    if (!root.querySelector(`[data-row="${row}"]`) && record(row).state !== "kept") forget(row);
  }
}

/** Brings a section up to date; one that is gone leaves the page. False when it cannot be had now. */
export async function refreshSection(pk, renamed = {}) {
  const { status, content } = await part(`sections/${pk}/?${query()}`);
  const old = byId(`section-${pk}`);
  if (status === 404) old?.remove();
  if (status !== 200 || !old) return status !== 0;
  exchange(old, content.querySelector("[data-section]"), renamed);
  return true;
}

/** Brings the group of rows that the row stands in up to date. */
export async function refreshGroup(section, group, renamed = {}) {
  const wanted = renamed[group] ?? group;
  const { status, content } = await part(`sections/${section}/?group=${wanted}&${query()}`);
  const old = byId(`group-${group}`);
  if (status !== 200 || !old) return status !== 0;
  const fresh = content.querySelector("[data-group]");
  if (fresh) exchange(old, fresh, renamed);
  else old.remove();
  return true;
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
  const siblings = siblingsOf(kind, parent);
  const row = `${kind}-${-(count += 1)}`;
  ghosts.set(row, { parent, place: place ?? siblings.length, key: newKey(), section });
  const above = root.querySelector(`[data-tools$="-${parent}"] [data-add="${kind}"]`);
  const table = byId(`section-${section}`).querySelector("table.edit");
  const isOutermost = !above;
  const { status, content } = await part(
    `sections/${section}/?group=${isOutermost ? row : groupOf(above)}&${query()}`,
  );
  const fresh = content?.querySelector("[data-group]");
  if (status !== 200 || !fresh) {
    ghosts.delete(row);
    return null;
  }
  if (isOutermost) {
    const groups = [...table.querySelectorAll(":scope > [data-group]")];
    if (groups[place ?? groups.length]) groups[place].before(fresh);
    else table.append(fresh);
    enliven(fresh);
  } else exchange(byId(fresh.id), fresh, {});
  focusOn(root.querySelector(`[data-row="${row}"]`));
  return row;
}

/** Takes a new row that says nothing out of the page. */
export async function removeGhost(row) {
  const tools = toolsOf(row);
  const section = sectionOf(tools)?.dataset.section;
  const group = tools && groupOf(tools);
  dropGhost(row);
  if (!group) return;
  if (group === row) byId(`group-${group}`)?.remove();
  else await refreshGroup(section, group);
}

/** The new row has been saved under its number. */
export async function settleGhost(row, pk) {
  const name = `${kindOf(row)}-${pk}`;
  const tools = toolsOf(row);
  const section = sectionOf(tools)?.dataset.section;
  const group = tools && groupOf(tools);
  const known = record(row);
  ghosts.delete(row);
  if (group) {
    if (group === row) byId(`group-${row}`).id = `group-${row}`;
    await refreshGroup(section, group, { [row]: name });
  }
  if (known) forget(row);
  return name;
}

export { base, isGhost };
