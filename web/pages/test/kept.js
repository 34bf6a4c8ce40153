// What lets the page be loaded again where there is no network: the test as it was shown last and
// its pictures, on the device. Only this window can read them: the key to them lives as long as
// the window does, and all of it is deleted once no question may be shown.

import { Refused } from "./calls.js";

const NAME = "emtihan-kept";
const KEY = "emtihan:key";
const PAGE = "page";
const CIPHER = "AES-GCM";
const NONCE = 12; // bytes

let turn = Promise.resolve();
let open = false;

// One after the other; a browser that keeps nothing is none's fault, and the page goes on without.
function inTurn(work) {
  turn = turn.then(work).catch(() => null);
  return turn;
}

async function key(fresh) {
  const told = sessionStorage.getItem(KEY);
  if (told) return crypto.subtle.importKey("jwk", JSON.parse(told), CIPHER, true, ["encrypt", "decrypt"]);
  if (!fresh) return null;
  await caches.delete(NAME); // of a window that is gone: nobody can read it any more
  const made = await crypto.subtle.generateKey({ name: CIPHER, length: 256 }, true, ["encrypt", "decrypt"]);
  sessionStorage.setItem(KEY, JSON.stringify(await crypto.subtle.exportKey("jwk", made)));
  return made;
}

const address = (name) => `${location.origin}${location.pathname}/kept/${name}`;

async function put(name, bytes) {
  const secret = await key(true);
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  const sealed = await crypto.subtle.encrypt({ name: CIPHER, iv }, secret, bytes);
  await (await caches.open(NAME)).put(address(name), new Response(new Blob([iv, sealed])));
}

async function get(name) {
  const secret = await key(false);
  const found = secret && (await caches.match(address(name), { cacheName: NAME }));
  if (!found) return null;
  const bytes = new Uint8Array(await found.arrayBuffer());
  return crypto.subtle.decrypt({ name: CIPHER, iv: bytes.slice(0, NONCE) }, secret, bytes.slice(NONCE));
}

// Keeps the page of an attempt as the server last told it, and which question is open.
export function keep(attempt, page, place) {
  open = true;
  const words = JSON.stringify({ attempt, page, place, at: Date.now() });
  return inTurn(() => put(PAGE, new TextEncoder().encode(words)));
}

// Returns the page that was kept of an attempt, with the time that has passed since; null if there
// is none, or its time is over: then it is deleted.
export async function recall(attempt) {
  const bytes = await inTurn(() => get(PAGE));
  if (bytes === null) return null;
  const { page, place, at, ...kept } = JSON.parse(new TextDecoder().decode(bytes));
  const now = page.now + Math.max(Date.now() - at, 0);
  if (kept.attempt === attempt && now < page.deadline) return { ...page, place, now };
  await forget();
  return null;
}

// Returns a file of the test: as `fetched`, which is then kept, or else as it was kept.
export async function picture(name, fetched) {
  try {
    const file = await fetched();
    inTurn(async () => open && put(name, await file.arrayBuffer()));
    return file;
  } catch (error) {
    const bytes = error instanceof Refused ? null : await inTurn(() => get(name));
    if (bytes === null) throw error;
    return new Blob([bytes], { type: "image/jpeg" });
  }
}

export function forget() {
  open = false;
  return inTurn(async () => {
    sessionStorage.removeItem(KEY);
    await caches.delete(NAME);
  });
}

// Lets the browser keep the page's own files; where it does not, the page needs the network.
export async function keepFiles() {
  try {
    await navigator.serviceWorker.register(`${location.pathname}/worker.js`, { scope: location.pathname, updateViaCache: "none" });
  } catch {
    // an old browser, or one that keeps nothing
  }
}

// Notes a word for this window, also when it is loaded again; null takes it back.
export function note(name, word) {
  try {
    if (word === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, word);
  } catch {
    // as above
  }
}

export function noted(name) {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}
