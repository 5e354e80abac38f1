/* Asking the server. The token is read from its cookie each time: signing in again makes a new one. */
"use strict";

import { base, words } from "./page.js";

const cookie = (name) =>
  document.cookie
    .split("; ")
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1) ?? "";

export const OFFLINE = "offline";
export const SIGNED_OUT = "signedOut";
export const TROUBLE = "trouble";

/** What became of a request: {status, answer} where the server answered as it should, else {status: 0, problem}. */
export async function post(path, values = {}) {
  const body = new URLSearchParams({ ...values, as: words.user });
  const headers = { "X-Requested-With": "fetch", "X-CSRFToken": cookie("csrftoken") };
  let response;
  try {
    response = await fetch(base + path, { method: "POST", body, headers, signal: AbortSignal.timeout(30_000) });
  } catch {
    return { status: 0, problem: OFFLINE };
  }
  if (response.redirected) return { status: 0, problem: SIGNED_OUT };
  if (!response.headers.get("Content-Type")?.includes("json")) {
    return { status: 0, problem: response.status === 403 ? SIGNED_OUT : TROUBLE };
  }
  return { status: response.status, answer: await response.json() };
}

/** Why a deed was not done, in words. */
export const whyNot = ({ answer, problem }) =>
  Object.values(answer?.errors ?? { "": [problem === OFFLINE ? words.noConnection : (words[problem] ?? words.trouble)] })
    .flat()
    .join(" ");

/** A part of the page, as a document fragment; null where it is not there any more or cannot be had now. */
export async function part(path) {
  let response;
  try {
    response = await fetch(base + path, { headers: { "X-Requested-With": "fetch" } });
  } catch {
    return { status: 0 };
  }
  if (response.redirected || !response.ok) return { status: response.redirected ? 0 : response.status };
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  return { status: 200, content: template.content };
}
