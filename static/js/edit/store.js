/* What is typed and not yet confirmed by the server, kept in this browser for this person and document: a closed laptop
   or a lost session loses nothing. */
"use strict";

import { words } from "./page.js";

const KEY = `sopimuskirja:${words.user}:${words.document}`;

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}");
  } catch {
    return {};
  }
}

function write(rows) {
  try {
    if (Object.keys(rows).length) localStorage.setItem(KEY, JSON.stringify(rows));
    else localStorage.removeItem(KEY);
  } catch {
    // Full or forbidden: the page itself still asks before it is left.
  }
}

/** Keep a row's texts by field name, with the version that they were written on. */
export function keep(row, version, values) {
  write({ ...read(), [row]: { version, values } });
}

export function drop(row) {
  const rows = read();
  if (!(row in rows)) return;
  delete rows[row];
  write(rows);
}

export const kept = () => Object.entries(read());
