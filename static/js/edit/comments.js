/* What people say of a row, in a panel under it. */
"use strict";

import { base, byId, element, root, words } from "./page.js";
import { closePanel, openPanel } from "./merging.js";

const address = (row) => base.replace(/edit\/$/, `comments/?row=${row}`);

/** Opens what is said of the row, or closes it. */
export function openComments(row) {
  if (byId(`panel-comments-${row}`)) {
    closePanel(row, "comments");
    root.querySelector(`[data-row="${row}"]`)?.focus();
    return true;
  }
  load(row);
  return true;
}

async function load(row) {
  const response = await fetch(address(row), { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  if (!response?.ok || response.redirected) {
    location.href = address(row);
    return;
  }
  show(row, await response.text());
}

function show(row, html) {
  const panel = openPanel(row, html, "comments");
  panel.setAttribute("role", "region");
  panel.setAttribute("aria-label", words.comments);
  panel.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const body = new FormData(form, event.submitter);
    const headers = { "X-Requested-With": "fetch" };
    const response = await fetch(form.action, { method: "POST", body, headers }).catch(() => null);
    if (response && !response.redirected && response.headers.get("Content-Type")?.includes("html")) {
      show(row, await response.text());
    } else panel.prepend(element("p", "sv sv-unsaved", `${words.unsaved}: ${response ? words.signedOut : words.offline}`));
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    closePanel(row, "comments");
    root.querySelector(`[data-row="${row}"]`)?.focus();
  });
  const first = ["[autofocus]", ".new-comment textarea", "textarea", "a, button"];
  first.map((each) => panel.querySelector(each)).find((each) => each?.offsetParent)?.focus();
}
