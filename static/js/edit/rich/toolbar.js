/* The tools over a running text: one stop of the Tab key, arrows within; and the panel where a link is written. */
import { isAddress } from "./schema.js";

const SVG = "http://www.w3.org/2000/svg";
const LINES = "M8 5h9M8 10h9M8 15h9";
const FRAME = "M3 4h14v12H3z";
// Strokes in a square of 20; what is a letter is text.
const ICONS = {
  bullets: `M2.5 5h3M2.5 10h3M2.5 15h3${LINES}`,
  checks: `M2 5l1.3 1.5L5.5 3.5M2 10l1.3 1.5L5.5 8.5M2 15l1.3 1.5L5.5 13.5${LINES}`,
  plain: "M4 5h13M4 10h13M4 15h13",
  numbers: `M3 3.5l1-.7v4.4M2.6 9.2c.3-.9 2-.9 2 .3 0 .8-2 1.4-2 2.4h2.2M2.8 13.6h1.8l-1.1 1.3c1.7 0 1.6 2.1 0 2.1-.5 0-.8-.2-.9-.5${LINES}`,
  outdent: "M9 5h8M9 10h8M9 15h8M6 7.5L3 10l3 2.5",
  indent: "M9 5h8M9 10h8M9 15h8M3 7.5L6 10l-3 2.5",
  quote: "M4 3.5v13M8 6h9M8 10h9M8 14h6",
  link: "M8.5 11.5a3 3 0 0 0 4.2 0l2.8-2.8a3 3 0 0 0-4.2-4.2L10 5.8M11.5 8.5a3 3 0 0 0-4.2 0l-2.8 2.8a3 3 0 0 0 4.2 4.2L10 14.2",
  table: `${FRAME}M3 8h14M3 12h14M8 4v12`,
  undo: "M7 4L3.5 7.5L7 11M3.5 7.5H12a4 4 0 0 1 0 8H8",
  redo: "M13 4l3.5 3.5L13 11M16.5 7.5H8a4 4 0 0 0 0 8h4",
  unformatted: "M6 4h8v12H6zM4 4h12M8 8h4M8 11h4",
  rowAdd: "M3 3h14v6H3zM10 12v6M7 15h6",
  columnAdd: "M3 3h6v14H3zM12 10h6M15 7v6",
  rowDelete: "M3 3h14v6H3zM7.5 12.5l5 5M12.5 12.5l-5 5",
  columnDelete: "M3 3h6v14H3zM12.5 7.5l5 5M17.5 7.5l-5 5",
  headRow: `${FRAME}M3 8h14M3 5.5h14M3 7h14`,
  headCell: `${FRAME}M3 10h14M10 4v12M3 5.5h7M3 7h7M3 8.5h7`,
  merge: `${FRAME}M5 10h3M15 10h-3M7 8.5L8.5 10L7 11.5M13 8.5L11.5 10l1.5 1.5`,
  split: `${FRAME}M10 4v12M8 10H5M12 10h3M6.5 8.5L5 10l1.5 1.5M13.5 8.5L15 10l-1.5 1.5`,
  tableDelete: `${FRAME}M7 7.5l6 5M13 7.5l-6 5`,
};
const LETTERS = { heading: "H", bold: "B", italic: "I" };
const KEYS = { bold: "Ctrl+B", italic: "Ctrl+I", indent: "Ctrl+]", outdent: "Ctrl+[", link: "Ctrl+K", undo: "Ctrl+Z", redo: "Ctrl+Y" };
const NEW_TABLE = { rows: 3, cols: 3, withHeaderRow: true };

/* What each tool does, when it is pressed in and when it may be used. */
function tools(editor, mode) {
  const run = (change) => change(editor.chain().focus()).run();
  const inTable = () => editor.isActive("table");
  const inItem = () => editor.isActive("listItem");
  const list = (value) => ({
    on: () => editor.isActive("bulletList") && (editor.getAttributes("bulletList").class ?? null) === value,
    do() {
      if (this.on()) return run((chain) => chain.toggleBulletList());
      const into = (chain) => (editor.isActive("bulletList") ? chain : chain.toggleBulletList());
      return run((chain) => into(chain).updateAttributes("bulletList", { class: value }));
    },
  });
  const simple = (command, extra = {}) => ({
    do: () => run((chain) => chain[command]()),
    can: () => editor.can()[command](),
    ...extra,
  });
  const text = [
    [
      ["heading", simple("toggleHeading", { do: () => run((chain) => chain.toggleHeading({ level: 4 })), can: () => editor.can().toggleHeading({ level: 4 }), on: () => editor.isActive("heading") })],
      ["bold", simple("toggleBold", { on: () => editor.isActive("bold") })],
      ["italic", simple("toggleItalic", { on: () => editor.isActive("italic") })],
    ],
    [
      ["bullets", list(null)],
      ["checks", list("check")],
      ["plain", list("plain")],
      ["numbers", simple("toggleOrderedList", { can: () => true, on: () => editor.isActive("orderedList") })],
      ["outdent", { do: () => run((chain) => chain.liftListItem("listItem")), can: inItem }],
      ["indent", { do: () => run((chain) => chain.sinkListItem("listItem")), can: () => editor.can().sinkListItem("listItem") }],
      ["quote", simple("toggleBlockquote", { on: () => editor.isActive("blockquote") })],
    ],
    [
      ["link", { do: () => editor.emit("link"), on: () => editor.isActive("link") }],
      ["table", { do: () => run((chain) => chain.insertTable(NEW_TABLE)), can: () => !inTable() }],
    ],
    [
      ["undo", simple("undo")],
      ["redo", simple("redo")],
      ["unformatted", { do: () => (mode.unformatted = !mode.unformatted), on: () => mode.unformatted }],
    ],
  ];
  const table = [
    [
      ["rowAdd", simple("addRowAfter")],
      ["columnAdd", simple("addColumnAfter")],
      ["rowDelete", simple("deleteRow")],
      ["columnDelete", simple("deleteColumn")],
    ],
    [
      ["headRow", simple("toggleHeaderRow")],
      ["headCell", simple("toggleHeaderCell", { on: () => editor.isActive("tableHeader") })],
      ["merge", simple("mergeCells")],
      ["split", simple("splitCell")],
      ["tableDelete", simple("deleteTable")],
    ],
  ];
  return { text, table, inTable };
}

/** The bar of tools for the editor. `mode.unformatted` is set by a tool; `named` says what the text is called. */
export function toolbar(editor, { words, mode, textId, named }) {
  const bar = document.createElement("div");
  bar.className = "rich-tools";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-controls", textId);
  bar.setAttribute("aria-label", named ? `${words.tools}: ${named}` : words.tools);
  const { text, table, inTable } = tools(editor, mode);
  const buttons = [];
  const group = (items) => {
    const part = document.createElement("div");
    part.className = "rich-group";
    for (const [name, tool] of items) {
      const button = toolButton(name, words);
      button.addEventListener("click", () => {
        if (button.getAttribute("aria-disabled") === "true") return;
        tool.do();
        update();
      });
      buttons.push({ button, tool });
      part.append(button);
    }
    return part;
  };
  const tableTools = document.createElement("div");
  tableTools.className = "rich-table-tools";
  tableTools.append(...table.map(group));
  bar.append(...text.map(group), tableTools);

  function update() {
    tableTools.hidden = !inTable();
    for (const { button, tool } of buttons) {
      if (tool.on) button.setAttribute("aria-pressed", String(Boolean(tool.on())));
      button.setAttribute("aria-disabled", String(tool.can ? !tool.can() : false));
    }
    const shown = stops();
    if (!shown.some((button) => button.tabIndex === 0)) stopAt(shown[0]);
  }
  const stops = () => buttons.map(({ button }) => button).filter((button) => !button.closest("[hidden]"));
  const stopAt = (chosen) => buttons.forEach(({ button }) => (button.tabIndex = button === chosen ? 0 : -1));

  // The text keeps its selection while a tool is pressed.
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  bar.addEventListener("focusin", (event) => event.target.matches("button") && stopAt(event.target));
  bar.addEventListener("keydown", (event) => {
    const shown = stops();
    const at = shown.indexOf(event.target);
    const places = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: -1 };
    if (event.key in places) shown.at(places[event.key] % shown.length).focus();
    else if (event.key === "Escape") editor.commands.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  editor.on("transaction", update);
  update();
  return { element: bar, focus: () => buttons.find(({ button }) => button.tabIndex === 0)?.button.focus() };
}

function toolButton(name, words) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `rich-tool rich-tool--${name}`;
  button.tabIndex = -1;
  button.setAttribute("aria-label", words[name]);
  button.title = KEYS[name] ? `${words[name]} (${KEYS[name]})` : words[name];
  if (KEYS[name]) button.setAttribute("aria-keyshortcuts", KEYS[name].replace("Ctrl", "Control"));
  if (LETTERS[name]) {
    button.textContent = LETTERS[name];
    return button;
  }
  const icon = document.createElementNS(SVG, "svg");
  icon.setAttribute("viewBox", "0 0 20 20");
  icon.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  icon.append(path);
  button.append(icon);
  return button;
}

/** The panel in which the address of a link is written; it opens on the editor's "link". */
export function linkPanel(editor, { words, id }) {
  const panel = document.createElement("div");
  panel.className = "rich-link";
  panel.hidden = true;
  panel.setAttribute("role", "group");
  panel.setAttribute("aria-label", words.link);
  const label = Object.assign(document.createElement("label"), { htmlFor: id, textContent: words.address });
  const input = Object.assign(document.createElement("input"), { id, type: "text", inputMode: "url", autocomplete: "off" });
  const fault = Object.assign(document.createElement("div"), { id: `${id}-fault`, hidden: true });
  const faults = Object.assign(document.createElement("ul"), { className: "errorlist" });
  faults.append(Object.assign(document.createElement("li"), { textContent: words.badAddress }));
  fault.append(faults);
  fault.setAttribute("role", "alert");
  const button = (text, action) => {
    const element = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    element.className = "hds-button hds-button--secondary hds-button--small";
    element.addEventListener("click", action);
    return element;
  };
  const remove = button(words.removeLink, () => {
    close();
    editor.chain().focus().extendMarkRange("link").unsetLink().run();
  });
  panel.append(label, fault, input, button(words.setLink, set), remove, button(words.cancel, leave));

  function close() {
    panel.hidden = true;
    fail(false);
  }
  function leave() {
    close();
    editor.commands.focus();
  }
  function fail(isWrong) {
    fault.hidden = !isWrong;
    if (isWrong) {
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", fault.id);
    } else {
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
    }
  }
  function set() {
    const href = addressOf(input.value);
    if (!href) {
      fail(true);
      input.focus();
      return;
    }
    close();
    const chain = editor.chain().focus();
    if (editor.isActive("link")) chain.extendMarkRange("link").setLink({ href }).run();
    else if (editor.state.selection.empty) {
      const mark = { type: "link", attrs: { href } };
      chain.insertContent({ type: "text", text: input.value.trim(), marks: [mark] }).unsetMark("link").run();
    } else chain.setLink({ href }).run();
  }
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && event.target === input) set();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // The panel's field is no field of the form around it.
  for (const kind of ["input", "change"]) panel.addEventListener(kind, (event) => event.stopPropagation());
  editor.on("link", () => {
    panel.hidden = false;
    input.value = editor.getAttributes("link").href ?? "";
    remove.hidden = !editor.isActive("link");
    input.focus();
    input.select();
  });
  return panel;
}

/** What somebody wrote as an address, whole; "" when it is none. */
export function addressOf(written) {
  const text = written.trim();
  if (isAddress(text)) return text;
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(text)) return `mailto:${text}`;
  if (/^[^\s:/@]+\.[^\s:@]{2,}$/.test(text)) return `https://${text}`;
  return "";
}
