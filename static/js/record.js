/* Recording row by row: each row is judged while somebody writes in it, and saved when they leave it. Without this
   script the page is one plain form. */
"use strict";

const form = document.getElementById("record");
if (form) {
  const table = form.querySelector("table");
  const words = form.dataset;
  const announce = form.querySelector("[data-announce]");
  const DELAY = 350;

  form.querySelectorAll("[data-scripted]").forEach((part) => (part.hidden = false));

  /* --- a row and its parts --- */
  const rowOf = (element) => {
    const row = element.closest("tr[data-row]");
    if (row) return row;
    const more = element.closest("tr[data-more-of]");
    return more && document.getElementById(`m-${more.dataset.moreOf}`);
  };
  const moreOf = (row) => document.getElementById(`more-${row.dataset.row}`);
  const part = (row, name) => row.querySelector(`[data-${name}]`) ?? moreOf(row).querySelector(`[data-${name}]`);
  const colourOf = (row) => moreOf(row).querySelector("[data-colours] input:checked")?.value ?? "";
  const textsOf = (row) => ["value", "note", "evidence"].map((name) => part(row, name).value);
  const nameOf = (row) => row.querySelector(".metric").textContent.replace(/[\u00ad\u2060]/g, "");

  const saved = new Map();
  const remember = (row) => saved.set(row, { texts: textsOf(row), colour: colourOf(row), reason: part(row, "reason").value });
  const rows = [...table.querySelectorAll("tr[data-row]")];
  rows.forEach((row) => {
    // What a refused form brought back is not saved: of it only the value that holds is known.
    const kept = row.dataset.unsavedFrom;
    saved.set(row, {
      texts: ["value", "note", "evidence"].map((name) => part(row, name).defaultValue),
      ...(kept !== undefined && { texts: [kept, null, null] }),
      colour: moreOf(row).querySelector("[data-colours] input[checked]")?.value ?? "",
      reason: part(row, "reason").defaultValue,
    });
  });
  const isChanged = (row) =>
    saved.get(row).texts.some((text, place) => text !== textsOf(row)[place]) || part(row, "file").files.length > 0;
  const isDecided = (row) => saved.get(row).colour !== colourOf(row) || saved.get(row).reason !== part(row, "reason").value;

  /* --- what is said beside a field --- */
  const line = (kind, text) => {
    const element = document.createElement("span");
    element.className = kind;
    element.textContent = text;
    return element;
  };
  const errorList = (texts) => {
    const list = document.createElement("ul");
    list.className = "errorlist";
    list.append(...texts.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    return list;
  };
  const say = (place, ...parts) => place.replaceChildren(...parts);
  const clearErrors = (row) => {
    for (const place of [row, moreOf(row)]) {
      place.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
      place.querySelectorAll(".errorlist").forEach((list) => list.remove());
    }
  };
  const showErrors = (row, errors) => {
    for (const [name, texts] of Object.entries(errors)) {
      const field = part(row, name === "colour" ? "colours" : name === "date" ? "value" : name);
      const told = texts.map((text) => `${words.failed} ${text}`);
      field.setAttribute("aria-invalid", "true");
      if (field === part(row, "value")) say(part(row, "said"), errorList(told));
      else {
        field.before(errorList(told));
        open(row);
        say(part(row, "said"), line("unsaved", words.unsaved));
      }
      announce.textContent = `${nameOf(row)}: ${told.join(" ")}`;
    }
  };

  /* --- asking the server --- */
  const fieldsOf = (row, names) => {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.set("date", form.elements.date.value);
    for (const [name, value] of Object.entries(names)) data.set(name, value);
    return data;
  };
  const ask = async (address, body) => {
    let response;
    try {
      response = await fetch(address, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    } catch {
      return { status: 0, problem: words.offline };
    }
    if (response.redirected) return { status: 0, problem: words.signedOut };
    if (!response.headers.get("Content-Type")?.includes("json")) return { status: 0, problem: words.trouble };
    return { status: response.status, answer: await response.json() };
  };

  /* --- judging --- */
  const waiting = new Map();
  const asked = new Map();
  const judge = async (row) => {
    clearTimeout(waiting.get(row));
    const turn = (asked.get(row) ?? 0) + 1;
    asked.set(row, turn);
    const { status, answer } = await ask(row.dataset.judge, fieldsOf(row, { value: part(row, "value").value }));
    if (status !== 200 || asked.get(row) !== turn) return;
    row.className = `entry st st-${answer.state}`;
    part(row, "standing").innerHTML = answer.colour;
    part(row, "proposed").innerHTML = answer.proposed;
  };
  const judgeSoon = (row) => {
    clearTimeout(waiting.get(row));
    waiting.set(row, setTimeout(() => judge(row), DELAY));
  };

  /* --- saving: one request of a row at a time; what was typed meanwhile is saved after it --- */
  const busy = new Set();
  const save = async (row, { again = false } = {}) => {
    if (busy.has(row) || !(again || isChanged(row))) return;
    busy.add(row);
    clearErrors(row);
    say(part(row, "said"), line("saving", words.saving));
    const [value, note, evidence] = textsOf(row);
    const file = part(row, "file").files[0];
    const body = fieldsOf(row, { value, note, evidence, seen: part(row, "seen").value, ...(file && { file }) });
    const { status, answer, problem } = await ask(row.dataset.save, body);
    busy.delete(row);
    if (status === 200) {
      if (!part(row, "seen").value) countOne();
      part(row, "seen").value = answer.seen;
      saved.set(row, { ...saved.get(row), texts: [value, note, evidence] });
      if (part(row, "file").files[0] === file) part(row, "file").value = "";
      showFile(row, answer);
      say(part(row, "said"), line("saved", answer.said));
      announce.textContent = `${nameOf(row)}: ${answer.said}`;
      judge(row);
      if (isChanged(row)) save(row);
    } else if (status === 409) {
      conflict(row, answer);
    } else {
      showErrors(row, answer?.errors ?? { value: [problem] });
    }
  };
  const countOne = () => {
    const count = document.querySelector("[data-recorded]");
    if (count) count.textContent = Number(count.textContent) + 1;
  };
  const showFile = (row, { file, file_address: address }) => {
    const link = Object.assign(document.createElement("a"), { href: address, textContent: file });
    part(row, "file-kept").replaceChildren(...(file ? [link] : []));
  };
  const conflict = (row, { conflict: told, seen, theirs }) => {
    part(row, "said").innerHTML = told;
    part(row, "value").setAttribute("aria-invalid", "true");
    announce.textContent = `${nameOf(row)}: ${part(row, "said").textContent}`;
    part(row, "seen").value = seen ?? "";
    part(row, "said").querySelector("[data-keep-mine]").addEventListener("click", () => {
      part(row, "value").focus();
      save(row, { again: true });
    });
    part(row, "said").querySelector("[data-take-theirs]")?.addEventListener("click", () => {
      for (const [name, text] of Object.entries(theirs)) part(row, name).value = text;
      remember(row);
      clearErrors(row);
      say(part(row, "said"));
      part(row, "value").focus();
      judge(row);
    });
  };

  const decide = async (row) => {
    const [colour, reason] = [colourOf(row), part(row, "reason").value];
    if (!isDecided(row) || (colour && !reason.trim()) || busy.has(moreOf(row))) return;
    busy.add(moreOf(row));
    clearErrors(row);
    const said = part(row, "said-colour");
    say(said, line("saving", words.saving));
    const body = fieldsOf(row, { colour, reason: colour ? reason : "", seen_colour: part(row, "seen-colour").value });
    const { status, answer, problem } = await ask(row.dataset.decide, body);
    busy.delete(moreOf(row));
    say(said);
    if (answer && "seen_colour" in answer) part(row, "seen-colour").value = answer.seen_colour ?? "";
    if (status === 200) {
      if (!colour) part(row, "reason").value = "";
      saved.set(row, { ...saved.get(row), colour, reason: colour ? reason : "" });
      say(said, line("saved", answer.said));
      announce.textContent = `${nameOf(row)}: ${answer.said}`;
      judge(row);
    } else {
      showErrors(row, answer?.errors ?? { reason: [problem] });
    }
  };

  /* --- moving --- */
  const open = (row, focus) => {
    const more = moreOf(row);
    more.hidden = false;
    row.querySelector("[data-more]").setAttribute("aria-expanded", "true");
    if (focus) part(row, "note").focus();
  };
  const close = (row) => {
    moreOf(row).hidden = true;
    row.querySelector("[data-more]").setAttribute("aria-expanded", "false");
  };
  rows.forEach((row) => row.querySelector("[data-more]").setAttribute("aria-expanded", String(!moreOf(row).hidden)));
  const move = (row, step) => {
    const next = rows[rows.indexOf(row) + step];
    if (!next) return false;
    const field = part(next, "value");
    field.focus();
    field.select();
    return true;
  };
  const keyIn = {
    Enter: (event, row) => {
      if (event.altKey) {
        const field = event.target;
        field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end");
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
        return true;
      }
      save(row);
      move(row, event.shiftKey ? -1 : 1);
      return true;
    },
    ArrowUp: (event, row) => event.target.selectionStart === 0 && move(row, -1),
    ArrowDown: (event, row) => event.target.selectionEnd === event.target.value.length && move(row, 1),
    Escape: (event, row) => {
      const [value] = saved.get(row).texts;
      if (event.target.value === value) return false;
      event.target.value = value;
      clearErrors(row);
      say(part(row, "said"));
      judge(row);
      return true;
    },
  };

  form.addEventListener("keydown", (event) => {
    const row = rowOf(event.target);
    if (!row || event.isComposing) return;
    if (event.altKey && event.code === "KeyH") {
      if (moreOf(row).contains(event.target)) {
        close(row);
        part(row, "value").focus();
      } else open(row, true);
      event.preventDefault();
    } else if (event.target.matches("[data-value]")) {
      const plain = !event.ctrlKey && !event.metaKey && (event.key === "Enter" || !event.altKey);
      if (plain && (event.key === "Enter" || !event.shiftKey) && keyIn[event.key]?.(event, row)) event.preventDefault();
    } else if (event.key === "Enter" && event.target.matches("input:not([type=file])")) {
      event.preventDefault();
      if (event.target.matches("[data-evidence]")) save(row);
    } else if (event.key === "Escape" && moreOf(row).contains(event.target)) {
      part(row, "value").focus();
    }
  });

  form.addEventListener("input", (event) => {
    const row = rowOf(event.target);
    if (!row) return;
    if (event.target.matches("[data-value]")) judgeSoon(row);
    if (isChanged(row) && !busy.has(row) && !row.querySelector(".errorlist, .conflict")) {
      say(part(row, "said"), line("unsaved", words.unsaved));
    }
  });
  form.addEventListener("change", (event) => {
    const row = rowOf(event.target);
    if (!row) return;
    if (event.target.matches("[type=radio], [data-reason]")) {
      if (event.target.matches("[type=radio]") && event.target.value && !part(row, "reason").value.trim()) {
        part(row, "reason").focus();
      } else decide(row);
    } else if (!row.querySelector(".conflict")) save(row);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-more]");
    if (!button) return;
    const row = rowOf(button);
    if (moreOf(row).hidden) open(row, true);
    else close(row);
  });
  let sending = false;
  form.addEventListener("submit", () => (sending = true));
  window.addEventListener("beforeunload", (event) => {
    if (!sending && rows.some((row) => isChanged(row) || busy.has(row))) event.preventDefault();
  });

  /* --- a pasted column --- */
  const paste = document.getElementById("paste");
  const pasteForm = paste.querySelector("form");
  const preview = paste.querySelector("[data-paste-preview]");
  const showPreview = async () => {
    const response = await fetch(pasteForm.action, {
      method: "POST",
      body: new FormData(pasteForm),
      headers: { "X-Requested-With": "fetch" },
    }).catch(() => null);
    if (!response || response.redirected) {
      const why = response ? words.signedOut : words.offline;
      preview.replaceChildren(errorList([`${words.failed} ${why}`]));
    } else preview.innerHTML = await response.text();
    preview.focus();
    preview.scrollIntoView({ block: "start" });
  };
  pasteForm.addEventListener("submit", (event) => {
    event.preventDefault();
    showPreview();
  });
  preview.addEventListener("click", (event) => {
    if (!event.target.closest("[data-paste-cancel]")) return;
    event.preventDefault();
    preview.replaceChildren();
    paste.open = false;
    paste.querySelector("summary").focus();
  });
  table.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!event.target.matches("[data-value]") || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    paste.open = true;
    pasteForm.elements.text.value = text;
    pasteForm.elements.start.value = rowOf(event.target).dataset.row;
    showPreview();
  });
}
