/* Running text in a real editor (ProseMirror, as django-prose-editor brings it). The page says with
   {% rich_editor_head %} where the editor's code is and what its tools are called.

   The textarea stays the form's field. Where the editor does not come it is a plain field: what stands in it then is
   the plain form, which the server reads too (agreements/markup/). */
import { cleaned, inert } from "./rich/paste.js";
import { extensions, htmlOf } from "./rich/schema.js";
import { linkPanel, toolbar } from "./rich/toolbar.js";

const IS_HTML = /^\s*<(p|h4|ul|ol|blockquote|table)[\s>]/i;
const settings = JSON.parse(document.getElementById("rich-editor").textContent);
let library;
let count = 0;

function load() {
  library ??= import(settings.module).catch((error) => {
    library = undefined;
    throw error;
  });
  return library;
}

/* The HTML that the textarea stands for; null when somebody has begun to write in it as a plain field. */
function htmlIn(textarea) {
  const { value, defaultValue, dataset } = textarea;
  if (IS_HTML.test(value)) return value;
  if (value === defaultValue && dataset.html !== undefined) return dataset.html;
  return value.trim() ? null : "";
}

/** Turns the textarea into the editor; from then on it is hidden and holds the HTML. Calls onInput(html) at each change
    and onLeave(html) when the focus leaves the whole editor. Returns {value(), set(html), focus(), destroy(), ready};
    `ready` is a promise of whether the editor came. Until it comes the text stands in its place, to be read. */
export function mount(textarea, { onInput, onLeave } = {}) {
  const state = { editor: null, focus: false, gone: false, telling: false };
  const shown = textarea.value;
  const html = htmlIn(textarea);
  const box = document.createElement("div");
  box.className = "rich";
  textarea.before(box);
  box.append(textarea);

  // Whoever is told may tell the textarea's own listeners, which is us.
  const tell = () => {
    if (state.telling) return;
    state.telling = true;
    try {
      onInput?.(textarea.value);
    } finally {
      state.telling = false;
    }
  };
  const leave = (event) => {
    if (!box.contains(event.relatedTarget)) onLeave?.(textarea.value);
  };
  const typed = () => state.editor || tell();
  textarea.addEventListener("input", typed);
  box.addEventListener("focusout", leave);

  const preview = document.createElement("div");
  const wait = () => {
    preview.className = "rich-text prose";
    preview.lang = textarea.lang || document.documentElement.lang;
    preview.setAttribute("aria-busy", "true");
    preview.innerHTML = html;
    preview.addEventListener("click", () => (state.focus = true));
    state.focus = document.activeElement === textarea;
    textarea.hidden = true;
    textarea.required = false;
    textarea.value = html;
    box.append(preview);
  };
  const begin = (library) => {
    if (state.gone) return false;
    preview.remove();
    state.editor = build(library, { textarea, box, tell });
    if (state.focus) state.editor.commands.focus();
    return true;
  };
  // The plain field again, as it was.
  const giveUp = () => {
    if (state.gone) return false;
    preview.remove();
    if (textarea.value === html) textarea.value = shown;
    textarea.hidden = false;
    return false;
  };
  if (html !== null) wait();
  const ready = html === null ? Promise.resolve(false) : load().then(begin, giveUp);

  return {
    ready,
    value: () => textarea.value,
    set(text) {
      textarea.value = text;
      if (state.editor) state.editor.commands.setContent(text, { emitUpdate: false });
      else preview.innerHTML = text;
    },
    focus() {
      state.focus = true;
      if (state.editor) state.editor.commands.focus();
      else textarea.focus();
    },
    destroy() {
      state.gone = true;
      box.removeEventListener("focusout", leave);
      textarea.removeEventListener("input", typed);
      state.editor?.destroy();
      textarea.hidden = false;
      box.replaceWith(textarea);
    },
  };
}

function build(library, { textarea, box, tell }) {
  const { words } = settings;
  const mode = { unformatted: false };
  const id = textarea.id || `rich-${(count += 1)}`;
  const place = document.createElement("div");
  const editor = new library.Editor({
    element: place,
    content: textarea.value,
    extensions: extensions(library),
    editable: !textarea.disabled && !textarea.readOnly,
    // The editor's own few rules are in rich.css: the page's policy lets no style in.
    injectCSS: false,
    // What somebody writes stays as written: "3. vuosineljännes" is no list. Only "- " begins one.
    enableInputRules: ["bulletList"],
    enablePasteRules: false,
    parseOptions: { preserveWhitespace: true },
    editorProps: {
      attributes: namesOf(textarea, id),
      transformPastedHTML: (pasted) => (pasted.includes("data-pm-slice") ? inert(pasted) : cleaned(pasted)),
      handlePaste: (view, event) => {
        // Pasting as text comes here once more, with an empty clipboard.
        if (!mode.unformatted || !event.clipboardData) return false;
        view.pasteText(event.clipboardData.getData("text/plain"));
        return true;
      },
      handleKeyDown: (view, event) => {
        if (!(event.altKey && event.key === "F10")) return false;
        bar.focus();
        event.preventDefault();
        return true;
      },
    },
    onUpdate: () => {
      textarea.value = htmlOf(library, editor);
      tell();
    },
  });
  hintsOf(textarea).forEach((hint) => (hint.hidden = true));
  const bar = toolbar(editor, { words, mode, textId: `${id}-text`, named: labelOf(textarea)?.textContent.trim() ?? "" });
  box.append(bar.element, linkPanel(editor, { words, id: `${id}-link` }), place);
  editor.on("destroy", () => hintsOf(textarea).forEach((hint) => (hint.hidden = false)));
  editor.on("destroy", () => [...box.children].forEach((part) => part !== textarea && part.remove()));
  labelOf(textarea)?.addEventListener("click", () => editor.commands.focus());
  return editor;
}

const labelOf = (textarea) => textarea.labels?.[0] ?? null;

/* The text's role, name, language and what is said about it, as the textarea has them. */
function namesOf(textarea, id) {
  const names = { id: `${id}-text`, role: "textbox", "aria-multiline": "true", class: "rich-text prose" };
  const label = labelOf(textarea);
  if (label) label.id ||= `${id}-label`;
  const labelledBy = textarea.getAttribute("aria-labelledby") ?? label?.id;
  if (labelledBy) names["aria-labelledby"] = labelledBy;
  for (const name of ["aria-label", "aria-invalid", "lang"]) {
    if (textarea.hasAttribute(name)) names[name] = textarea.getAttribute(name);
  }
  const hints = hintsOf(textarea);
  const described = describers(textarea).filter((element) => !hints.includes(element));
  if (described.length) names["aria-describedby"] = described.map((element) => element.id).join(" ");
  return names;
}

const describers = (textarea) =>
  (textarea.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)).filter(Boolean);

/* What tells how the plain form is written. */
const hintsOf = (textarea) =>
  describers(textarea).filter((element) => element.matches("[data-rich-hint]") || element.querySelector("[data-rich-hint]"));
