/* What running text is made of: exactly what agreements/richtext.py lets through, and how it is written as HTML. */

const LIST_CLASSES = ["check", "plain"];
const ADDRESS = /^(https?:\/\/|mailto:)\S+$/i;

/** Whether somebody may be led to the address. */
export const isAddress = (text) => ADDRESS.test(text);

/** The parts of the editor, made of what django-prose-editor brings. */
export function extensions(library) {
  const { Plugin } = library;
  const quiet = { addMenuItems: () => undefined };
  const attribute = (name, values) => ({
    default: null,
    parseHTML: (element) => {
      const value = element.getAttribute(name);
      return !values || values.includes(value) ? value : null;
    },
    renderHTML: (attributes) => (attributes[name] ? { [name]: attributes[name] } : {}),
  });

  const Heading = library.Heading.extend({
    ...quiet,
    // A heading pasted from elsewhere, of whichever level, is ours.
    parseHTML: () => [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: 4 } })),
    renderHTML: () => ["h4", 0],
  }).configure({ levels: [4] });
  const BulletList = library.BulletList.extend({
    addAttributes: () => ({ class: attribute("class", LIST_CLASSES) }),
  });
  const OrderedList = library.OrderedList.extend({ ...quiet, addAttributes: () => ({}) });
  const ListItem = library.ListItem.extend({
    // Tab leaves the text, as it leaves every field: an item moves inwards and outwards by its own keys.
    addKeyboardShortcuts() {
      return {
        Enter: () => this.editor.commands.splitListItem(this.name),
        "Mod-]": () => this.editor.commands.sinkListItem(this.name),
        "Mod-[": () => this.editor.commands.liftListItem(this.name),
      };
    },
  });
  const Link = library.Link.extend({
    ...quiet,
    addAttributes: () => ({ href: { default: null } }),
    addKeyboardShortcuts() {
      return {
        "Mod-k": () => {
          this.editor.emit("link");
          return true;
        },
      };
    },
  }).configure({
    autolink: false,
    linkOnPaste: false,
    openOnClick: false,
    HTMLAttributes: { target: null, rel: null, class: null },
    isAllowedUri: (address) => isAddress(address ?? ""),
  });

  const span = (name) => ({ default: 1, parseHTML: (element) => Number(element.getAttribute(name)) || 1 });
  const spans = () => ({ colspan: span("colspan"), rowspan: span("rowspan"), colwidth: { default: null, rendered: false } });
  const TableCell = library.TableCell.extend({ addAttributes: spans });
  const TableHeader = library.TableHeader.extend({
    addAttributes: () => ({ ...spans(), scope: attribute("scope", ["col", "row", "colgroup", "rowgroup"]) }),
  });
  const TableRow = library.TableRow.extend({
    addAttributes: () => ({
      part: {
        default: null,
        rendered: false,
        parseHTML: (element) => element.closest("thead, tbody, table")?.tagName.toLowerCase().replace("table", "") || null,
      },
    }),
  });
  const Table = library.Table.extend({
    ...quiet,
    addNodeView: () => null,
    // Tab goes from cell to cell, and out of the last one: nobody is held in a table.
    addKeyboardShortcuts() {
      return { ...this.parent?.(), Tab: () => this.editor.commands.goToNextCell() };
    },
  });
  // What is not running text (an image, a rule, underlining) is not in the schema, and so is left behind by a paste.
  const Untouched = library.Extension.create({
    name: "untouched",
    addProseMirrorPlugins: () => [new Plugin({ props: { attributes: { spellcheck: "true" } } })],
  });

  return [
    library.Document,
    library.Paragraph,
    library.Text,
    library.HardBreak,
    library.Bold,
    library.Italic,
    library.Blockquote,
    library.History,
    library.Dropcursor.configure({ color: false, class: "rich-drop" }),
    library.Gapcursor,
    Heading,
    BulletList,
    OrderedList,
    ListItem,
    Link,
    Table,
    TableRow,
    TableHeader,
    TableCell,
    Untouched,
  ];
}

/** The text as HTML in its one form: items and cells of one paragraph hold their words alone, no space stands at the
    edges of anything, and the first rows of headings are the table's head. */
export function htmlOf(library, editor) {
  const { doc, schema } = editor.state;
  const box = document.createElement("div");
  box.append(library.pm.model.DOMSerializer.fromSchema(schema).serializeFragment(doc.content));
  const parts = partsOf(doc);
  box.querySelectorAll("tbody").forEach((body, place) => headed(body, parts[place] ?? []));
  box.querySelectorAll("strong, em, a").forEach(trimMark);
  box.querySelectorAll("p, h4").forEach(trimBlock);
  box.querySelectorAll("li, td, th").forEach(unwrap);
  box.querySelectorAll(":scope p:empty, :scope h4:empty").forEach((block) => block.remove());
  box.querySelectorAll("blockquote:empty").forEach((quote) => quote.remove());
  // As the server writes them.
  box.querySelectorAll("a").forEach((link) => link.setAttribute("rel", "noopener noreferrer"));
  box.normalize();
  return box.innerHTML;
}

/* For each table in order, which part of it each row came from; null for a row that was made here. */
function partsOf(doc) {
  const tables = [];
  doc.descendants((node) => void (node.type.name === "table" && tables.push(node)));
  return tables.map((table) => Array.from({ length: table.childCount }, (_, place) => table.child(place).attrs.part));
}

/* The first rows of headings are the table's head; a table of nothing but headings has only the head it came with. */
function headed(body, parts) {
  const rows = [...body.children];
  const isHead = (row, place) => {
    const headings = [...row.children].filter((cell) => cell.tagName === "TH").length;
    return headings > 0 && (headings === row.childElementCount || parts[place] === "thead");
  };
  const first = rows.findIndex((row, place) => !isHead(row, place));
  const count = first === -1 ? parts.filter((part) => part === "thead").length : first;
  const head = rows.slice(0, count);
  head.flatMap((row) => [...row.querySelectorAll(":scope > th:not([scope])")]).forEach((cell) => (cell.scope = "col"));
  rows.slice(count).forEach((row) => {
    const cell = row.firstElementChild;
    if (cell?.matches("th:not([scope])") && row.childElementCount > 1) cell.scope = "row";
  });
  for (const cell of body.querySelectorAll("[colspan='1']")) cell.removeAttribute("colspan");
  for (const cell of body.querySelectorAll("[rowspan='1']")) cell.removeAttribute("rowspan");
  if (!head.length) return;
  const top = document.createElement("thead");
  top.append(...head);
  body.before(top);
  if (!body.children.length) body.remove();
}

/* Spaces at the edges of bold words, italics and links stand outside them. */
function trimMark(mark) {
  const text = mark.textContent;
  if (!text.trim()) {
    mark.replaceWith(...mark.childNodes);
    return;
  }
  const first = firstText(mark, false);
  const last = firstText(mark, true);
  const before = first && !first.previousSibling ? first.data.match(/^ */)[0] : "";
  const after = last && !last.nextSibling ? last.data.match(/ *$/)[0] : "";
  if (after) last.data = last.data.slice(0, -after.length);
  if (before) first.data = first.data.slice(before.length);
  if (before) mark.before(before);
  if (after) mark.after(after);
}

function firstText(element, fromEnd) {
  let node = element;
  while (node && node.nodeType !== Node.TEXT_NODE) node = fromEnd ? node.lastChild : node.firstChild;
  return node;
}

function trimBlock(block) {
  block.normalize();
  while (block.lastChild?.nodeName === "BR") block.lastChild.remove();
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  texts.forEach((text, place) => {
    const before = text.previousSibling ?? text.parentNode.previousSibling;
    const after = text.nextSibling ?? text.parentNode.nextSibling;
    if (place === 0 || before?.nodeName === "BR") text.data = text.data.replace(/^ +/, "");
    if (place === texts.length - 1 || after?.nodeName === "BR") text.data = text.data.replace(/ +$/, "");
  });
}

/* <li><p>words</p></li> is <li>words</li>, unless there are several paragraphs. */
function unwrap(element) {
  const paragraphs = [...element.children].filter((child) => child.tagName === "P");
  if (paragraphs.length === 1 && element.firstElementChild === paragraphs[0]) {
    paragraphs[0].replaceWith(...paragraphs[0].childNodes);
  }
}
