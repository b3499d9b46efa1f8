/*
 * Keeps what is typed into a form `data-keep="name"` where a lost connection, a session that ended or
 * a closed tab cannot take it: within half a second on this device (localStorage), after ten seconds
 * on the server (`data-drafts`). What this device holds and the server never got is offered when the
 * form is opened again. Without the script the form's own buttons do all this but the first.
 *
 * On this device each page writes copies of its own, `{name: {at, fields}}`; a form that is sent
 * carries the name of its copy in the field `sending`. A page that was made of it names it in
 * `data-sent`, or behind `#kept-` in its address; `data-unkept` says that the server has not kept it.
 */

"use strict";

const HERE_AFTER = 500; // milliseconds
const SENT_AFTER = 10_000;
const MOST = 5; // copies of one form
const NEVER_KEPT = ["csrf_token", "sending"];

const form = document.querySelector("form[data-keep]");
const says = form.dataset;
const said = form.querySelector("[data-said]");
const offer = document.querySelector("[data-offer]");
const shelf = `keep ${says.keep}`;
const timers = {};
let mine = newName();
let known = says.unkept === undefined ? inWords(typed()) : null; // what the server has kept
let sending = null;

function newName() {
  return Date.now().toString(36) + Math.random().toString(36).slice(2, 10);
}

function typed() {
  return [...new FormData(form)].filter(([name]) => !NEVER_KEPT.includes(name));
}

function inWords(fields) {
  return JSON.stringify(fields);
}

function say(words) {
  if (said.textContent !== words) said.textContent = words;
}

function copies() {
  try {
    return JSON.parse(localStorage.getItem(shelf)) ?? {};
  } catch {
    return {};
  }
}

/* Changes the copies on this device, and tells whether the browser took it. */
function change(alter) {
  const all = copies();
  alter(all);
  const newest = Object.entries(all).sort(([, one], [, other]) => other.at - one.at).slice(0, MOST);
  try {
    if (newest.length) localStorage.setItem(shelf, JSON.stringify(Object.fromEntries(newest)));
    else localStorage.removeItem(shelf);
    return true;
  } catch {
    return false; // full, or forbidden
  }
}

function keepHere() {
  clearTimeout(timers.here);
  timers.here = undefined;
  const fields = typed();
  return change((all) => {
    if (inWords(fields) === known) delete all[mine];
    else all[mine] = { at: Date.now(), fields };
  });
}

async function send() {
  clearTimeout(timers.send);
  timers.send = undefined;
  const isHere = keepHere();
  const now = inWords(typed());
  if (now === known || sending) return;
  sending = new AbortController();
  try {
    const answer = await post();
    known = now;
    keepHere();
    say(answer.said);
  } catch (reason) {
    if (reason.name === "AbortError") return;
    if (isHere) say(reason.hasEnded ? says.ended : says.offline);
    else say(says.nowhere);
  } finally {
    sending = null;
    if (inWords(typed()) !== known) timers.send ??= setTimeout(send, SENT_AFTER);
  }
}

/* Sends the draft. When the session has ended it is tried once more, as whoever signed in since. */
async function post(isLast = false) {
  const options = { method: "POST", body: new FormData(form), redirect: "manual", signal: sending.signal };
  const answer = await fetch(says.drafts, options);
  if (answer.ok) return answer.json(); // a proxy that asks for a password says no JSON
  const hasEnded = answer.type === "opaqueredirect" || [400, 401, 403].includes(answer.status);
  if (hasEnded && !isLast && (await renew())) return post(true);
  throw Object.assign(new Error(answer.status), { hasEnded });
}

/* Takes the token of a new session, if the same person has one. */
async function renew() {
  const answer = await fetch(form.action, { signal: sending.signal });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector(`form[data-keep="${says.keep}"] [name=csrf_token]`);
  if (token) form.elements.csrf_token.value = token.value;
  return token !== null;
}

function changed() {
  timers.here ??= setTimeout(keepHere, HERE_AFTER);
  timers.send ??= setTimeout(send, SENT_AFTER);
}

function leave() {
  sending?.abort();
  clearTimeout(timers.send);
  timers.send = undefined;
  change((all) => { all[mine] = { at: Date.now(), fields: typed() }; });
  form.elements.sending.value = mine;
}

/* Offers the newest copy that is neither on the page nor of it. */
function offerWhatIsLeft() {
  const [left] = Object.entries(copies())
    .filter(([name]) => name !== mine)
    .sort(([, one], [, other]) => other.at - one.at);
  offer.hidden = !left;
  if (!left) return;
  const [name, copy] = left;
  const time = offer.querySelector("time");
  const style = { dateStyle: "long", timeStyle: "short" };
  time.dateTime = new Date(copy.at).toISOString();
  time.textContent = new Date(copy.at).toLocaleString(time.dataset.locale, style);
  offer.querySelector("[data-take]").onclick = () => take(name, copy);
  offer.querySelector("[data-drop]").onclick = () => {
    change((all) => { delete all[name]; });
    offerWhatIsLeft();
  };
}

/* Sends a copy as a draft, and the page comes back with it. */
function take(name, copy) {
  keepHere();
  const sender = document.createElement("form");
  const token = ["csrf_token", form.elements.csrf_token.value];
  for (const [field, value] of [...copy.fields, token, ["sending", name], ["keep", ""]]) {
    const input = Object.assign(document.createElement("input"), { type: "hidden", name: field, value });
    sender.append(input);
  }
  Object.assign(sender, { method: "post", action: form.action, hidden: true });
  document.body.append(sender);
  sender.submit();
}

function open() {
  const [, sent] = location.hash.match(/^#kept-(.+)/) ?? [];
  if (sent) history.replaceState(null, "", location.pathname);
  change((all) => {
    for (const [name, copy] of Object.entries(all)) {
      const isKnown = [sent, says.sent].includes(name) || inWords(copy.fields) === inWords(typed());
      if (isKnown) delete all[name];
    }
  });
  if (known === null) changed();
  keepHere();
  offerWhatIsLeft();
}

form.addEventListener("input", changed);
form.addEventListener("submit", leave);
addEventListener("online", () => { if (inWords(typed()) !== known) send(); });
addEventListener("pagehide", keepHere);
addEventListener("visibilitychange", () => { if (document.hidden) keepHere(); });
addEventListener("pageshow", (event) => {
  if (event.persisted) mine = form.elements.sending.value || mine; // back from where it was sent to
});
open();
