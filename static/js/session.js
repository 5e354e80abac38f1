/* Warns before the session ends, and says when it has ended. The page is never left: what has been typed stays in its
   fields, and signing in again in another tab makes them savable again. */
"use strict";

for (const banner of document.querySelectorAll("[data-session]")) {
  const words = banner.dataset;
  const WARN = Number(words.warn);
  const SOON = 15_000;
  const said = banner.querySelector("[data-said]");
  const stay = banner.querySelector("[data-stay]");
  const signIn = banner.querySelector("[data-sign-in]");
  let timer;

  const show = (text, deed) => {
    if (said.textContent !== text) said.textContent = text;
    stay.hidden = deed !== stay;
    signIn.hidden = deed !== signIn;
    banner.hidden = !text;
  };

  const askAgain = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(ask, Math.min(Math.max(seconds * 1000, 1_000), 2_000_000_000));
  };

  /* Forms that were opened before signing in again carry a token that is not good any more. */
  const renewTokens = () => {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    if (!token) return;
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
  };

  const tell = ({ user, idle, longest }) => {
    const left = Math.min(idle, longest);
    if (user === null || left <= 0) {
      show(words.ended, signIn);
      askAgain(SOON / 1000);
    } else if (String(user) !== words.user) {
      show(words.another);
      askAgain(SOON / 1000);
    } else if (left > WARN) {
      if (!banner.hidden) renewTokens();
      show("");
      askAgain(left - WARN);
    } else {
      const minutes = Math.max(1, Math.round(left / 60));
      const sentence = minutes === 1 ? words.soon : (idle < longest ? words.warning : words.last).replace("{minutes}", minutes);
      show(sentence, idle < longest ? stay : undefined);
      askAgain(Math.min(30, left + 1));
    }
  };

  const ask = async (method = "GET") => {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
    const headers = { "X-Requested-With": "fetch", "X-CSRFToken": token };
    const response = await fetch(words.session, { method, headers }).catch(() => null);
    if (response?.ok) tell(await response.json());
    else askAgain(SOON / 1000);
  };

  stay.addEventListener("click", () => ask("POST"));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) ask();
  });
  askAgain(Number(words.left) - WARN);
}
