/* Security keys: a form in which something is marked data-key asks the browser for the key when it is sent, and sends
   what the key says. What is marked is where a problem is told. */
"use strict";

const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/* What the server asks for, with its bytes as bytes. */
function asked(options) {
  const wanted = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) wanted.user = { ...options.user, id: toBytes(options.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (options[list]) wanted[list] = options[list].map((each) => ({ ...each, id: toBytes(each.id) }));
  }
  return wanted;
}

/* What the key has said, with its bytes as text. */
function answered(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function useKey(form, problem) {
  const words = problem.dataset;
  const options = JSON.parse(document.getElementById("key-options").textContent);
  const creates = words.key === "create";
  problem.textContent = "";
  if (!window.PublicKeyCredential) {
    problem.textContent = words.noKeys;
    return;
  }
  let credential;
  try {
    credential = creates
      ? await navigator.credentials.create({ publicKey: asked(options.creation_options.publicKey) })
      : await navigator.credentials.get({ publicKey: asked(options.request_options.publicKey) });
  } catch {
    problem.textContent = words.failed;
    return;
  }
  form.elements.credential.value = JSON.stringify(answered(credential));
  form.submit();
}

for (const problem of document.querySelectorAll("[data-key]")) {
  const form = problem.closest("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    useKey(form, problem);
  });
}
