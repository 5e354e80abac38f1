/* A block of cells from a spreadsheet: shown first, with what goes where, and added when it is confirmed. */
"use strict";

import { announce, byId, isGhost, numberOf, kindOf, root, sectionOf, toolsOf, words } from "./page.js";
import { closePanel, openPanel } from "./merging.js";
import { ghostOf, refreshSections, removeGhost } from "./parts.js";
import { save } from "./saving.js";
import { post } from "./server.js";

/** Is this a block of cells? One cell with line breaks in it is a text. */
function isBlock(data) {
  const text = data.getData("text/plain").replace(/\r?\n$/, "");
  if (text.includes("\t")) return true;
  return text.includes("\n") && /<table[\s>]/i.test(data.getData("text/html"));
}

async function preview(field, text) {
  const row = field.dataset.row;
  const section = sectionOf(field).dataset.section;
  if (!isGhost(row)) await save(row);
  const ghost = ghostOf(row);
  const asked = {
    text,
    field: field.name,
    kind: kindOf(row),
    ...(ghost ? { parent: ghost.parent, place: ghost.place } : { row: numberOf(row) }),
  };
  const { status, answer, problem } = await post(`sections/${section}/paste/`, asked);
  const html = answer?.preview ?? `<p>${words[problem] ?? words.trouble}</p>`;
  const panel = openPanel(row, html, "paste");
  panel.tabIndex = -1;
  panel.focus();
  announce(panel.querySelector("h3")?.textContent ?? "");
  if (status === 0) return;
  panel.addEventListener("click", async (event) => {
    if (event.target.closest("[data-paste-cancel]")) {
      closePanel(row, "paste");
      byId(field.id)?.focus();
    } else if (event.target.closest("[data-paste-confirm]")) {
      const { revision } = panel.querySelector("[data-revision]").dataset;
      const done = await post(`sections/${section}/paste/`, { ...asked, revision, do: "save" });
      if (done.status !== 200) {
        panel.innerHTML = done.answer?.preview ?? `<p>${words[done.problem] ?? words.trouble}</p>`;
        panel.focus();
        return;
      }
      closePanel(row, "paste");
      if (ghost) await removeGhost(row);
      await refreshSections([section]);
      announce(done.answer.said);
      const first = root.querySelector(`[data-row="${done.answer.row}"]`) ?? byId(field.id);
      first?.focus();
    }
  });
}

export function listen() {
  root.addEventListener("paste", (event) => {
    const field = event.target.closest?.("table.edit [data-row]:not([data-locked])");
    if (!field || !event.clipboardData || !isBlock(event.clipboardData)) return;
    if (!toolsOf(field.dataset.row)) return;
    event.preventDefault();
    preview(field, event.clipboardData.getData("text/plain"));
  });
}
