/* Small comforts. Every page works without them. */
"use strict";

/* Soft hyphens and word joiners are for the eye: what is copied is the text as it was written. */
document.addEventListener("copy", (event) => {
  if (event.target.closest?.("input, textarea")) return;
  const text = String(document.getSelection());
  const written = text.replace(/[\u00ad\u2060]/g, "");
  if (written === text) return;
  event.clipboardData.setData("text/plain", written);
  event.preventDefault();
});

/* The user menu closes with Esc and with a click elsewhere. */
for (const menu of document.querySelectorAll("details.user")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

/* The chapter bar grows with the reader's letters, and what sticks under it goes lower. */
const bars = new ResizeObserver((entries) => {
  for (const { target } of entries) document.documentElement.style.setProperty("--bar", `${target.offsetHeight}px`);
});
document.querySelectorAll(".docbar").forEach((bar) => bars.observe(bar));

/* The text that follows the reader through a span starts under the real height of its table's headings. */
const headings = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    target.closest("table").style.setProperty("--head", `${Math.ceil(target.offsetHeight) + 8}px`);
  }
});
document.querySelectorAll(".goals > thead, .training > thead").forEach((head) => headings.observe(head));

/* The chapter list marks the chapter being read: the last one whose heading has passed the upper third, and at the
   page's end the last of all. */
for (const nav of document.querySelectorAll("[data-chapters]")) {
  const list = nav.querySelector("[popover]");
  const current = nav.querySelector("[data-current]");
  const chapters = [...nav.querySelectorAll('a[href^="#"]')]
    .map((link) => ({ link, heading: document.getElementById(decodeURIComponent(link.hash.slice(1))) }))
    .filter(({ heading }) => heading);

  const mark = () => {
    const atEnd = window.scrollY > 0 && window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
    const limit = atEnd ? window.innerHeight : window.innerHeight / 3;
    const passed = chapters.filter(({ heading }) => heading.getBoundingClientRect().top < limit);
    const here = (passed.at(-1) ?? chapters[0])?.link;
    for (const { link } of chapters) {
      if (link === here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    if (current && here) current.textContent = here.textContent;
    // Never away from a link that the keyboard stands on.
    if (!here || nav.contains(document.activeElement)) return;
    if (nav.scrollHeight > nav.clientHeight) nav.scrollTop = here.offsetTop - nav.clientHeight / 2;
  };

  const seen = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" });
  chapters.forEach(({ heading }) => seen.observe(heading));
  document.addEventListener("scrollend", mark);
  list?.addEventListener("click", (event) => {
    if (event.target.closest("a") && list.matches(":popover-open")) list.hidePopover();
  });
}
