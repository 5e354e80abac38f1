/* HTML from the clipboard, as Word, LibreOffice, Outlook and Google Docs put it there, made plain: what is a list becomes
   one, what is bold by a style becomes bold, and nothing of how it looked comes along. */

const BULLET = /^[\s\u00a0]*([•·\-–—*§oü▪■●○◦➢✓✔\uf0a7\uf0b7\uf0d8\uf0fc\uf02d])[\s\u00a0]+/;
const NUMBER = /^[\s\u00a0]*\(?(\d{1,3}|[a-zåäö]|[ivx]{1,5})[.)][\s\u00a0]+/i;
const STYLE = "data-was-style";

/** The clipboard's HTML without what is not ours to keep. */
export function cleaned(html) {
  const fragment = html.match(/<!--StartFragment-->([\s\S]*?)<!--EndFragment-->/i)?.[1] ?? html;
  const text = fragment
    // "<![if !supportLists]>" and its kind: the marks that Word writes out for those who have no lists stay, to be read.
    .replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, "")
    .replace(/<!\[[^>]*>/g, "");
  const body = new DOMParser().parseFromString(inert(text), "text/html").body;
  body.querySelectorAll("style, script, meta, link, title, xml, img, object, svg").forEach((part) => part.remove());
  comments(body).forEach((comment) => comment.remove());
  body.querySelectorAll("*").forEach((element) => {
    if (/:/.test(element.localName)) element.replaceWith(...element.childNodes);
  });
  marks(body);
  lists(body);
  body.querySelectorAll("p, h1, h2, h3, h4, h5, h6").forEach((block) => {
    if (!block.textContent.replace(/[\s\u00a0]/g, "") && !block.closest("td, th, li")) block.remove();
  });
  body.querySelectorAll("*").forEach(bare);
  return body.innerHTML;
}

/** The HTML with styles and handlers as mere words, so that the page's policy has nothing to refuse. */
export const inert = (html) =>
  html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'])(style|on[a-z]+)(?=\s*=)/gi, "$1data-was-$2"));

function comments(body) {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

const styleOf = (element) => (element.getAttribute(STYLE) ?? "").replace(/\s+/g, " ").toLowerCase();

/* Bold and italic that are only a style; and tags of bold whose style takes it back, as in Google Docs. */
function marks(body) {
  body.querySelectorAll("b, strong, i, em").forEach((element) => {
    if (/(^|;) ?font-(weight|style) ?: ?(normal|400)/.test(styleOf(element))) element.replaceWith(...element.childNodes);
  });
  body.querySelectorAll("span, font").forEach((element) => {
    const style = styleOf(element);
    const wraps = [];
    if (/(^|;) ?font-weight ?: ?(bold|[6-9]00)/.test(style)) wraps.push("strong");
    if (/(^|;) ?font-style ?: ?italic/.test(style)) wraps.push("em");
    for (const tag of wraps) {
      const wrap = document.createElement(tag);
      wrap.append(...element.childNodes);
      element.append(wrap);
    }
  });
}

/* Word writes a list as paragraphs that say their level and begin with their mark. */
function lists(body) {
  const isItem = (element) =>
    element?.tagName === "P" && (/mso-list ?: ?(?!none)/.test(styleOf(element)) || /MsoListParagraph/i.test(element.className));
  for (const first of [...body.querySelectorAll("p")]) {
    if (!first.isConnected || !isItem(first)) continue;
    const items = [];
    for (let item = first; isItem(item); item = item.nextElementSibling) items.push(item);
    const place = document.createElement("div");
    first.before(place);
    // From the outside in: open[level] is the list of that level which is being written.
    const open = [];
    for (const item of items) {
      const level = Math.max(1, Number(styleOf(item).match(/level(\d+)/)?.[1] ?? 1));
      const kind = takeMark(item);
      const depth = Math.min(level, open.length + 1);
      open.length = Math.min(open.length, depth);
      if (!kind) {
        const paragraph = document.createElement("p");
        paragraph.append(...item.childNodes);
        place.append(paragraph);
        open.length = 0;
      } else {
        if (open[depth - 1]?.tagName.toLowerCase() !== kind) {
          const list = document.createElement(kind);
          (open[depth - 2]?.lastElementChild ?? place).append(list);
          open[depth - 1] = list;
          open.length = depth;
        }
        const entry = document.createElement("li");
        entry.append(...item.childNodes);
        open[depth - 1].append(entry);
      }
      item.remove();
    }
    place.replaceWith(...place.childNodes);
  }
}

/* Takes the written mark out of the paragraph. Returns "ul", "ol", or "" for a paragraph that has none. */
function takeMark(item) {
  const ignored = [...item.querySelectorAll("span")].find((span) => /mso-list ?: ?ignore/.test(styleOf(span)));
  if (ignored) {
    const mark = ignored.textContent;
    ignored.remove();
    trimStart(item);
    return NUMBER.test(`${mark} `) && !/^[\s\u00a0]*o[\s\u00a0]/.test(mark) ? "ol" : "ul";
  }
  const text = item.textContent;
  const found = text.match(BULLET) ?? text.match(NUMBER);
  if (!found) return "";
  drop(item, found[0].length);
  trimStart(item);
  return BULLET.test(text) ? "ul" : "ol";
}

function drop(element, count) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (count > 0 && walker.nextNode()) {
    const text = walker.currentNode;
    const taken = Math.min(count, text.data.length);
    text.data = text.data.slice(taken);
    count -= taken;
  }
}

function trimStart(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    walker.currentNode.data = walker.currentNode.data.replace(/^[\s\u00a0]+/, "");
    if (walker.currentNode.data) return;
  }
}

/* Only what the text keeps stays on an element. */
function bare(element) {
  const keeps = { A: ["href"], UL: ["class"], TD: ["colspan", "rowspan"], TH: ["colspan", "rowspan", "scope"] }[element.tagName] ?? [];
  for (const { name } of [...element.attributes]) if (!keeps.includes(name)) element.removeAttribute(name);
}
