/* Who else is on the document: told to the server, and shown; what others change comes into the page. */
"use strict";

import { askToReload, element, root, words } from "./page.js";
import { refreshSections } from "./parts.js";
import { record } from "./rows.js";
import { saveSoon, signedInAgain } from "./saving.js";
import { post } from "./server.js";

const EVERY = 10_000;
let revision = Number(words.revision);
let timer;

function showOthers(others) {
  root.querySelectorAll(".sv-them").forEach((mark) => mark.remove());
  const place = root.querySelector("[data-others]");
  place.replaceChildren(
    ...others.map(({ name, initials }) => {
      const who = element("span", "who");
      const sign = element("span", "ini", initials);
      sign.setAttribute("aria-hidden", "true");
      who.append(sign, ` ${name} ${words.edits}`);
      return who;
    }),
  );
  for (const { name, row } of others) {
    const said = row ? root.querySelector(`[data-said="${CSS.escape(row)}"]`) : null;
    said?.after(element("span", "sv sv-them", `${name} ${words.edits}`));
  }
}

/** Sections that others have changed are fetched again; a row that is being written here keeps its text and version. */
async function takeIn(changes) {
  const sections = new Set(changes.filter(({ row }) => !/^(section|agreement|party)-/.test(row)).map(({ section }) => section));
  const whole = changes.some(({ row }) => /^(section|agreement|party)-/.test(row));
  await refreshSections([...sections].filter((section) => section !== null));
  for (const { row } of changes) {
    const known = record(row);
    if (known.state !== "conflict" || document.getElementById(`panel-merge-${row}`)) continue;
    known.state = "";
    saveSoon(row, 0);
  }
  if (whole) {
    askToReload();
  }
}

async function tell() {
  clearTimeout(timer);
  timer = setTimeout(tell, EVERY);
  if (document.hidden) return;
  const row = document.activeElement?.closest?.("[data-row]")?.dataset.row ?? "";
  const { status, answer } = await post("presence/", { row, revision });
  if (status !== 200) return;
  signedInAgain();
  revision = Math.max(revision, answer.revision);
  if (answer.changes.length) await takeIn(answer.changes);
  showOthers(answer.others);
}

export function listen() {
  timer = setTimeout(tell, 2_000);
  document.addEventListener("visibilitychange", () => !document.hidden && tell());
  window.addEventListener("online", tell);
}
