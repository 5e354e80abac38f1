/* Running text in a real editor (ProseMirror, as django-prose-editor brings it). The page says with
   {% rich_editor_head %} where the editor's code is and what its tools are called.

   The textarea stays the form's field. Until the editor has come, and where it cannot come, it is a plain field: what
   stands in it then is the plain form, which the server reads too (agreements/markup/). */
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

/** Turns the textarea into the editor. Calls onInput(html) at each change and onLeave(html) when the focus leaves the
    whole editor. Returns {value(), set(html), focus(), destroy(), ready}; `ready` is a promise of whether it came. */
export function mount(textarea, { onInput, onLeave } = {}) {
  const state = { editor: null, wanted: null, focus: false, gone: false };
  const shown = textarea.value;
  const box = document.createElement("div");
  box.className = "rich";
  textarea.before(box);
  box.append(textarea);

  const typed = () => onInput?.(textarea.value);
  textarea.addEventListener("input", typed);
  const leave = (event) => {
    if (!box.contains(event.relatedTarget)) onLeave?.(textarea.value);
  };
  box.addEventListener("focusout", leave);

  const ready = load().then(
    (brought) => {
      // Who has begun to write in the plain field goes on there.
      if (state.gone || (state.wanted === null && textarea.value !== shown)) return false;
      const html = state.wanted ?? (IS_HTML.test(shown) ? shown : (textarea.dataset.html ?? ""));
      const focused = state.focus || document.activeElement === textarea;
      textarea.removeEventListener("input", typed);
      textarea.hidden = true;
      textarea.required = false;
      textarea.value = html;
      state.editor = build(brought, { textarea, box, html, onInput });
      if (focused) state.editor.commands.focus();
      return true;
    },
    () => false,
  );

  return {
    ready,
    value: () => textarea.value,
    set(html) {
      textarea.value = html;
      state.wanted = html;
      state.editor?.commands.setContent(html, { emitUpdate: false });
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

function build(library, { textarea, box, html, onInput }) {
  const { words } = settings;
  const mode = { unformatted: false };
  const id = textarea.id || `rich-${(count += 1)}`;
  const place = document.createElement("div");
  const editor = new library.Editor({
    element: place,
    content: html,
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
      onInput?.(textarea.value);
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
