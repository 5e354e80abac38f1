/* Saving row by row: soon after somebody stops typing, when they leave a field, and again when the network is back. */
"use strict";

import { isGhost, kindOf, numberOf, notify, root, element, fieldsOf, toolsOf, sectionOf, setValue, valueOf, words } from "./page.js";
import { ghostOf, settleGhost } from "./parts.js";
import { clearErrors, dirtyFields, isDirty, isUnsaved, all, record, remember, show, showErrors, showHints, summarize } from "./rows.js";
import { OFFLINE, post, SIGNED_OUT } from "./server.js";
import { showConflict } from "./merging.js";
import * as store from "./store.js";

const SOON = 1_500;
const AGAIN = 4_000;
const busy = new Map();
const waiting = new Map();
const again = new Set();
let onSaved = () => {};
export const whenSaved = (listener) => (onSaved = listener);

export const isBusy = () => busy.size > 0;

/** Save the row in a while, unless it is saved before. */
export function saveSoon(row, delay = SOON) {
  clearTimeout(waiting.get(row));
  waiting.set(row, setTimeout(() => save(row), delay));
}

/** Save what has been typed in the row. One request of a row at a time; what was typed meanwhile is saved after it. */
export async function save(row) {
  clearTimeout(waiting.get(row));
  if (busy.has(row)) {
    again.add(row);
    return busy.get(row);
  }
  if (!isUnsaved(row) || record(row).state === "conflict") return undefined;
  if (isGhost(row) && !saysSomething(row)) return undefined;
  const work = isGhost(row) ? add(row) : change(row);
  busy.set(row, work);
  try {
    await work;
  } finally {
    busy.delete(row);
  }
  if (again.delete(row)) saveSoon(row, 0);
  summarize();
  return undefined;
}

/** A new row is saved when its first field says something. */
const saysSomething = (row) => {
  const required = fieldsOf(row).filter((field) => field.hasAttribute("data-required") && field.tagName !== "SELECT");
  return (required.length ? required : fieldsOf(row)).some((field) => valueOf(field).trim());
};

async function change(row) {
  const sent = Object.fromEntries(dirtyFields(row).map((field) => [field.name, valueOf(field)]));
  clearErrors(row);
  show(row, "saving", words.saving);
  const { version } = record(row);
  const result = await post(`${kindOf(row)}/${numberOf(row)}/`, { ...sent, version });
  if (result.status === 200) return confirmed(row, sent, result.answer);
  if (result.status === 409) return showConflict(row, result.answer);
  return failed(row, result);
}

async function add(row) {
  const it = ghostOf(row);
  const sent = Object.fromEntries(fieldsOf(row).map((field) => [field.name, valueOf(field)]).filter(([, text]) => text));
  clearErrors(row);
  show(row, "saving", words.saving);
  const { parent, place, key } = it;
  const result = await post(`${kindOf(row)}/add/`, { ...sent, parent, place, key });
  if (result.status !== 200) return failed(row, result);
  store.drop(row);
  const name = settleGhost(row, result.answer.pk);
  confirmed(name, sent, result.answer);
  return undefined;
}

function confirmed(row, sent, { version, said, values, hints }) {
  const known = record(row);
  known.version = version;
  for (const [name, text] of Object.entries(sent)) {
    const stored = values[name] ?? text;
    const field = fieldsOf(row).find((each) => each.name === name);
    // The server trims; what is being written meanwhile is left alone.
    if (field && valueOf(field) === text && field !== document.activeElement && stored !== text) setValue(field, stored);
    known.saved.set(name, field && valueOf(field) === text ? text : stored);
  }
  const tools = toolsOf(row);
  if (tools) tools.dataset.version = version;
  showHints(hints);
  remember(row);
  if (isDirty(row)) {
    show(row, "saving", words.saving);
    saveSoon(row, 200);
  } else show(row, "saved", said);
  onSaved(row);
}

function failed(row, { status, answer, problem }) {
  remember(row);
  if (problem) {
    const why = problem === SIGNED_OUT ? words.signedOut : problem === OFFLINE ? words.offline : words.trouble;
    show(row, "unsaved", `${words.unsaved}: ${why}`);
    if (problem === SIGNED_OUT) askToSignIn();
    saveSoon(row, AGAIN);
    return;
  }
  if (answer?.gone) return lost(row, answer.errors[""][0]);
  showErrors(row, answer?.errors ?? { "": [words.trouble] });
  if (status >= 500) saveSoon(row, AGAIN);
}

function askToSignIn() {
  const link = element("a", "", words.signIn);
  link.href = words.login;
  link.target = "_blank";
  notify(words.signInAgain, link);
}
export const signedInAgain = () => root.querySelector(`[data-notice] a[href="${words.login}"]`) && notify("");

/** A row that is not there any more: what was written for it is shown, to be copied. */
export function lost(row, why) {
  const texts = dirtyFields(row).map((field) => valueOf(field)).filter((text) => text.trim());
  offer(texts);
  store.drop(row);
  record(row).state = "";
  for (const field of fieldsOf(row)) record(row).saved.set(field.name, valueOf(field));
  show(row, "error", why);
}

/** Shows texts to be copied. */
export function offer(texts) {
  if (!texts.length) return;
  const place = document.getElementById("kept");
  place.hidden = false;
  for (const text of texts) {
    const item = element("li", "");
    item.append(element("pre", "", text));
    place.querySelector("ul").append(item);
  }
}

/** Try everything now; true when nothing is left unsaved. */
export async function flush() {
  await Promise.all(all().filter(isUnsaved).map(save));
  return !all().some(isUnsaved) && !isBusy();
}

/** Texts that an earlier visit left unsaved come back into their fields, and are saved on the version they knew. */
export function bringBack() {
  let count = 0;
  for (const [row, { version, values }] of store.kept()) {
    const fields = isGhost(row) ? [] : fieldsOf(row);
    const homeless = [];
    let found = false;
    for (const [name, text] of Object.entries(values)) {
      const field = fields.find((each) => each.name === name);
      if (!field) homeless.push(text);
      else if (valueOf(field) !== text) {
        setValue(field, text);
        found = true;
      }
    }
    store.drop(row);
    if (homeless.length) offer(homeless.filter((text) => text.trim()));
    if (!found) continue;
    count += 1;
    record(row).version = version;
    remember(row);
    saveSoon(row, 0);
  }
  if (count) notify(words.broughtBack);
}
