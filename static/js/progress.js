/* A print job's page looks again by itself. Without this script there is a button for that. */
"use strict";

const shown = document.querySelector("[data-progress]");
if (shown) {
  const EVERY = 2000;
  const LONGEST = 30000;
  const QUIET = 15000;
  const announce = document.querySelector("[data-announce]");
  const begun = Date.now();
  let wait = EVERY;
  let told = begun;

  document.querySelectorAll("[data-unscripted]").forEach((part) => (part.hidden = true));

  const said = () => shown.querySelector("[data-printed]").textContent;

  /* Now and then, and not at every document: whoever listens is not interrupted all the time. */
  const tell = () => {
    if (Date.now() - told < QUIET || announce.textContent === said()) return;
    told = Date.now();
    announce.textContent = said();
  };

  const look = async () => {
    try {
      const answer = await fetch(shown.dataset.progress, { headers: { "X-Requested-With": "fetch" } });
      if (answer.redirected || (!answer.ok && answer.status < 500)) return location.reload();
      if (!answer.ok) throw new Error(answer.status);
      const html = await answer.text();
      wait = EVERY;
      const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-state]");
      if (!fresh || fresh.dataset.state !== "open") return location.reload();
      shown.replaceChildren(fresh);
      tell();
    } catch {
      /* The server is away: less and less often, for ever. */
      wait = Math.min(wait * 2, LONGEST);
    }
    setTimeout(look, wait);
  };
  setTimeout(look, wait);
}
