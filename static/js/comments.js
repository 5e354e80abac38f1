/* On a document's page: what people say of a metric opens under its row. Without this file the page of comments does
   the same. */
"use strict";

for (const article of document.querySelectorAll("article[data-remarks]")) {
  const words = article.dataset;
  const headers = { "X-Requested-With": "fetch" };
  const markers = new Map();

  const address = (name, value) => {
    const found = new URL(words.remarks, location.href);
    found.searchParams.set(name, value);
    return found;
  };

  /* How many comments are open on a row; a row without any has a marker only while rows are being commented. */
  const say = (marker, count) => {
    marker.dataset.count = count;
    marker.replaceChildren(count ? `${words.comments} ${count}` : words.comment);
    marker.setAttribute("aria-label", `${marker.textContent}: ${marker.dataset.of}`);
    marker.hidden = !count && !article.classList.contains("commenting") && marker.ariaExpanded !== "true";
  };

  const markerOf = (row) => {
    if (markers.has(row)) return markers.get(row);
    const line = document.getElementById(row.replace("metric-", "m"));
    if (!line) return null;
    const cell = line.querySelector("td.metric") ?? [...line.cells].find((each) => each.rowSpan === 1);
    const marker = document.createElement("button");
    marker.type = "button";
    marker.className = "remark";
    marker.lang = document.documentElement.lang;
    marker.dataset.of = cell.textContent.replace(/[\u00ad\u2060]/g, "").trim();
    marker.setAttribute("aria-expanded", "false");
    marker.addEventListener("click", () => toggle(row, line, marker));
    cell.append(marker);
    markers.set(row, marker);
    say(marker, 0);
    return marker;
  };

  const toggle = async (row, line, marker) => {
    if (marker.ariaExpanded === "true") {
      close(row, marker);
      return;
    }
    const response = await fetch(address("row", row), { headers }).catch(() => null);
    if (!response?.ok || response.redirected) {
      location.href = address("row", row);
      return;
    }
    marker.setAttribute("aria-expanded", "true");
    const panel = openUnder(line, `remarks-${row}`);
    panel.lang = document.documentElement.lang;
    panel.addEventListener("submit", (event) => send(event, row, panel, marker));
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close(row, marker);
    });
    fill(panel, await response.text(), marker);
    (panel.querySelector(".new-comment textarea") ?? panel).focus();
  };

  const fill = (panel, html, marker) => {
    panel.innerHTML = html;
    say(marker, Number(panel.querySelector("[data-open]")?.dataset.open ?? 0));
  };

  const close = (row, marker) => {
    closeUnder(`remarks-${row}`);
    marker.setAttribute("aria-expanded", "false");
    say(marker, Number(marker.dataset.count));
    marker.focus();
  };

  const send = async (event, row, panel, marker) => {
    event.preventDefault();
    const form = event.target;
    const body = new FormData(form, event.submitter);
    const response = await fetch(form.action, { method: "POST", body, headers }).catch(() => null);
    if (response && !response.redirected && [200, 422].includes(response.status)) {
      fill(panel, await response.text(), marker);
      (panel.querySelector("[aria-invalid]") ?? panel).focus();
      return;
    }
    // The page itself then says what is wrong, with the typed text in it.
    if (event.submitter?.name) {
      const chosen = document.createElement("input");
      [chosen.type, chosen.name, chosen.value] = ["hidden", event.submitter.name, event.submitter.value];
      form.append(chosen);
    }
    form.submit();
  };

  if (words.open !== "0") {
    fetch(address("counts", "1"), { headers })
      .then((response) => (response.ok && !response.redirected ? response.json() : {}))
      .then((counts) => {
        for (const [row, count] of Object.entries(counts)) {
          const marker = markerOf(row);
          if (marker) say(marker, count);
        }
      })
      .catch(() => {});
  }

  const all = document.querySelector("[data-comment-rows]");
  if (all && article.querySelector('tr[id^="m"]')) {
    all.hidden = false;
    all.addEventListener("click", () => {
      const on = article.classList.toggle("commenting");
      all.setAttribute("aria-pressed", String(on));
      for (const line of article.querySelectorAll('tr[id^="m"]')) markerOf(`metric-${line.id.slice(1)}`);
      for (const marker of markers.values()) say(marker, Number(marker.dataset.count));
    });
  }
}

/** A row under the line; cells that span over it span one more. */
function openUnder(line, id) {
  const body = line.parentElement;
  const rows = [...body.rows];
  const at = rows.indexOf(line);
  let covered = 0;
  rows.slice(0, at + 1).forEach((row, place) => {
    for (const cell of row.cells) {
      if (place + cell.rowSpan - 1 <= at) continue;
      cell.rowSpan += 1;
      covered += cell.colSpan;
    }
  });
  const columns = line.closest("table").tHead.rows[0].cells;
  const row = body.insertRow(at + 1);
  row.id = id;
  row.className = "remarks-row";
  row.setAttribute("role", "row");
  const cell = row.insertCell();
  cell.setAttribute("role", "cell");
  cell.colSpan = [...columns].reduce((sum, each) => sum + each.colSpan, 0) - covered;
  const panel = document.createElement("div");
  panel.className = "remarks-panel";
  panel.tabIndex = -1;
  cell.append(panel);
  return panel;
}

function closeUnder(id) {
  const row = document.getElementById(id);
  const rows = [...row.parentElement.rows];
  const at = rows.indexOf(row);
  rows.slice(0, at).forEach((above, place) => {
    for (const cell of above.cells) if (place + cell.rowSpan - 1 >= at) cell.rowSpan -= 1;
  });
  row.remove();
}
