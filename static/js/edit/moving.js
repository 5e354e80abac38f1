/* Rows change places: by keyboard step by step, by their handles with the pointer; within what they stand in, and into
   the next or previous one. */
"use strict";

import { announce, byId, isGhost, kindOf, notify, numberOf, root, sectionOf, toolsOf, words } from "./page.js";
import { refreshSections, siblingsOf } from "./parts.js";
import { save } from "./saving.js";
import { post, whyNot } from "./server.js";

/** What a row of the kind may stand in, in the page's order: the rows that have one of the kind, or could. */
function parentsOf(kind, section) {
  const inside = section ?? root;
  return [...inside.querySelectorAll(`[data-add="${kind}"]`)].map((link) => link.dataset.in);
}

let turn = Promise.resolve();
/** Moves the row a step, when the steps before have been taken. False for what does not move. */
export function moveBy(row, by) {
  if (!toolsOf(row)?.dataset.kind || isGhost(row)) return false;
  turn = turn.then(() => step(row, by));
  return true;
}

async function step(row, by) {
  const tools = toolsOf(row);
  if (!tools) return;
  const { kind, parent } = tools.dataset;
  const siblings = siblingsOf(kind, parent);
  const place = siblings.indexOf(tools) + by;
  if (place >= 0 && place < siblings.length) {
    await move(row, parent, place);
    return;
  }
  const parents = kind === "section" || kind === "party" ? [] : parentsOf(kind);
  const next = parents[parents.indexOf(parent) + by];
  if (next === undefined) announce(words.cannotMove);
  else await move(row, next, by < 0 ? siblingsOf(kind, next).length : 0);
}

/** Moves the row, and shows what came of it. */
export async function move(row, parent, place) {
  await save(row);
  const values = { place, ...(parent && parent !== "None" && { parent }) };
  const result = await post(`${kindOf(row)}/${numberOf(row)}/move/`, values);
  if (result.status !== 200) {
    notify(whyNot(result));
    return;
  }
  if (kindOf(row) === "section" || kindOf(row) === "party") {
    reorder(row, parent, place);
  } else await refreshSections(result.answer.sections);
  announce(words.moved);
}

/** A chapter or a party takes its place in the page without being fetched again. */
function reorder(row, parent, place) {
  const { kind } = toolsOf(row).dataset;
  const holder = (tools) => (kind === "section" ? sectionOf(tools) : tools.closest(".party"));
  const siblings = siblingsOf(kind, parent).filter((tools) => tools !== toolsOf(row));
  const moved = [holder(toolsOf(row)), ...(kind === "section" ? below(row) : [])];
  const focused = document.activeElement;
  if (place < siblings.length) holder(siblings[place]).before(...moved);
  else {
    const last = siblings.at(-1);
    const after = kind === "section" ? [holder(last), ...below(last.dataset.tools)].at(-1) : holder(last);
    after.after(...moved);
  }
  focused?.focus();
}

/** The sections that stand in the section, in the page's order. */
function below(row) {
  return siblingsOf("section", numberOf(row)).flatMap((tools) => [sectionOf(tools), ...below(tools.dataset.tools)]);
}

/* --- with the pointer --- */
let dragged = null;

const clearMarks = () => root.querySelectorAll(".drop-before, .drop-after").forEach((each) => each.classList.remove("drop-before", "drop-after"));

/** Where the row would go if it were dropped at the point: its parent, its place, and what shows it. */
function targetAt(row, x, y) {
  const { kind } = toolsOf(row).dataset;
  const at = document.elementFromPoint(x, y);
  if (kind === "section") return besideSection(row, at, y);
  const line = at?.closest("table.edit tr[data-path]");
  if (!line) return null;
  const path = Object.fromEntries(line.dataset.path.split(" ").map((name) => [kindOf(name), name]));
  const same = path[kind];
  if (same && same !== row && !isGhost(same)) {
    const tools = toolsOf(same);
    const lines = [...root.querySelectorAll(`tr[data-path~="${same}"]`)];
    const [first, last] = [lines[0], lines.at(-1)];
    const middle = (first.getBoundingClientRect().top + last.getBoundingClientRect().bottom) / 2;
    const siblings = siblingsOf(kind, tools.dataset.parent).filter((each) => each !== toolsOf(row));
    const place = siblings.indexOf(tools) + (y > middle ? 1 : 0);
    return { parent: tools.dataset.parent, place, mark: y > middle ? last : first, after: y > middle };
  }
  const empty = line.querySelector(`[data-add="${kind}"]`);
  if (same || !empty) return null;
  return { parent: empty.dataset.in, place: 0, mark: line, after: true };
}

function besideSection(row, at, y) {
  let over = sectionOf(at);
  const { parent } = toolsOf(row).dataset;
  while (over && toolsOf(`section-${over.dataset.section}`)?.dataset.parent !== parent) {
    const above = toolsOf(`section-${over.dataset.section}`)?.dataset.parent;
    over = above && above !== "None" ? byId(`section-${above}`) : null;
  }
  if (!over || over.dataset.section === String(numberOf(row))) return null;
  const tools = toolsOf(`section-${over.dataset.section}`);
  const box = over.getBoundingClientRect();
  const after = y > box.top + box.height / 2;
  const siblings = siblingsOf("section", parent).filter((each) => each !== toolsOf(row));
  return { parent, place: siblings.indexOf(tools) + (after ? 1 : 0), mark: over, after };
}

export function listen() {
  root.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    dragged = { row: handle.dataset.handle, target: null };
    lines(dragged.row).forEach((line) => line.classList.add("dragged"));
  });
  root.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    clearMarks();
    dragged.target = targetAt(dragged.row, event.clientX, event.clientY);
    dragged.target?.mark.classList.add(dragged.target.after ? "drop-after" : "drop-before");
    const edge = 70;
    if (event.clientY < edge + 60) window.scrollBy(0, -16);
    else if (event.clientY > window.innerHeight - edge) window.scrollBy(0, 16);
  });
  const end = (drop) => {
    if (!dragged) return;
    const { row, target } = dragged;
    dragged = null;
    clearMarks();
    lines(row).forEach((line) => line.classList.remove("dragged"));
    if (drop && target) move(row, target.parent, target.place);
  };
  root.addEventListener("pointerup", () => end(true));
  root.addEventListener("pointercancel", () => end(false));
  root.addEventListener("keydown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (event.key === "Escape") end(false);
    if (!handle || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    moveBy(handle.dataset.handle, event.key === "ArrowUp" ? -1 : 1);
  });
}

const lines = (row) =>
  kindOf(row) === "section" ? [sectionOf(toolsOf(row))] : [...root.querySelectorAll(`tr[data-path~="${row}"]`)];
