// What comes over a chat: toasts, pop-ups, menus, sheets from below; and the large picture.

import { el, icon, iconButton } from "./dom.js";
import { safeLink } from "./html.js";
import { brief, fileUrl } from "./media.js";
import { say } from "./words.js";

const TOAST = 3500; // milliseconds

export class Overlays {
  constructor(screen) {
    this.screen = screen;
    this.toasts = el("div.toasts", { role: "status" });
    screen.append(this.toasts);
  }

  toast(text) {
    const made = el("div.toast", {}, text);
    this.toasts.append(made);
    setTimeout(() => made.remove(), TOAST);
  }

  alert(text) {
    const close = () => this.remove(veil);
    const button = el("button.primary", { type: "button", onclick: close }, say("ok"));
    const box = el("div.alert", { role: "alertdialog", "aria-modal": "true", "aria-label": text }, el("p", {}, text), button);
    const veil = el("div.veil.centred", {}, box);
    this.add(veil, close, button);
  }

  // A sheet from below; returns its body, and `close`.
  sheet(title, { tall = false, tools = [] } = {}) {
    const body = el("div.sheet-body");
    const close = () => this.remove(veil);
    const shut = iconButton("close", say("close"), close);
    const bar = el("header.sheet-bar", {}, el("h3", {}, title), tools, shut);
    const box = el(`section.sheet`, { role: "dialog", "aria-modal": "true", "aria-label": title }, bar, body);
    if (tall) box.classList.add("tall");
    const veil = el("div.veil", { onclick: (event) => event.target === veil && close() }, box);
    this.add(veil, close, shut);
    return { body, close };
  }

  // A page over the chat. Only this computer's pages are shown: the sandbox never goes online.
  link(address, { app = "" } = {}) {
    const url = new URL(address, location.href);
    const here = ["127.0.0.1", "localhost", "[::1]", location.hostname].includes(url.hostname);
    const tools = here && !app ? [el("a.round", {
      href: url.href, target: "_blank", rel: "noreferrer", "aria-label": say("open_tab"), title: say("open_tab"),
    }, icon("outside"))] : [];
    const back = iconButton("left", say("back"), () => frame.contentWindow.postMessage(JSON.stringify({ eventType: "back_button_pressed" }), "*"));
    back.hidden = true;
    const { body, close } = this.sheet(app || (here ? url.host : say("link")), { tall: here, tools: app ? [back] : tools });
    const rights = `allow-forms allow-same-origin allow-popups allow-downloads${app ? " allow-scripts" : ""}`;
    const frame = el("iframe", { src: url.href, sandbox: rights, title: say("sheet_of"), allow: "camera; microphone" });
    if (here) {
      body.append(frame);
      if (app) heed(frame, { web_app_close: close, web_app_setup_back_button: ({ is_visible }) => (back.hidden = !is_visible) });
    } else {
      body.append(el("p.address", {}, url.href), el("p", {}, say("outside")));
    }
  }

  // A short list of things to do, beside what was pressed.
  menu(items, anchor) {
    const close = () => this.remove(veil);
    const buttons = items.map(({ picture, label, act, danger }) => {
      const made = el("button.item", { type: "button", role: "menuitem", onclick: () => { close(); act(); } }, icon(picture), label);
      if (danger) made.classList.add("danger");
      return made;
    });
    const list = el("div.menu", { role: "menu", onkeydown: (event) => step(event, buttons) }, buttons);
    const veil = el("div.veil.clear", { onclick: close }, list);
    this.add(veil, close, buttons[0]);
    const frame = this.screen.getBoundingClientRect();
    const from = anchor.getBoundingClientRect();
    const below = from.bottom - frame.top + 4;
    const room = frame.height - list.offsetHeight - 8;
    const top = below > room ? Math.max(from.top - frame.top - list.offsetHeight - 4, 8) : below;
    list.style.top = `${top}px`;
    list.style.left = `${Math.max(8, Math.min(from.left - frame.left, frame.width - list.offsetWidth - 8))}px`;
  }

  // Focus moves into what opens only if the reader is at this phone, and goes back afterwards.
  add(veil, close, first) {
    const mine = this.screen.contains(document.activeElement);
    veil.before_ = mine ? document.activeElement : null;
    veil.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        close();
      }
      if (event.key === "Tab") trap(event, veil);
    });
    this.screen.append(veil);
    if (mine) first?.focus();
  }

  remove(veil) {
    veil.remove();
    if (veil.before_?.isConnected) veil.before_.focus();
  }
}

// What a page over the chat tells Telegram: those events that the phone knows, as long as it is open.
function heed(frame, known) {
  const told = ({ source, data }) => {
    if (!frame.isConnected) window.removeEventListener("message", told);
    else if (source === frame.contentWindow) {
      const { eventType, eventData } = JSON.parse(data);
      known[eventType]?.(eventData);
    }
  };
  window.addEventListener("message", told);
}

function step(event, buttons) {
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!move) return;
  event.preventDefault();
  const position = buttons.indexOf(document.activeElement);
  buttons[(position + move + buttons.length) % buttons.length].focus();
}

function trap(event, veil) {
  const inside = [...veil.querySelectorAll("button, a[href], input, textarea, select, iframe")].filter((one) => !one.disabled);
  const edge = event.shiftKey ? inside[0] : inside.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? inside.at(-1) : inside[0]).focus();
}

// Pictures over the whole page, one at a time.
export function enlarge(messages, position) {
  const image = el("img", { alt: "" });
  const words = el("p.legend");
  const count = el("span.count");
  const dialog = el("dialog.large", { "aria-label": say("picture") });
  const turn = (by) => {
    position = (position + by + messages.length) % messages.length;
    const message = messages[position];
    image.src = fileUrl(message.media.file);
    image.alt = brief(message);
    words.textContent = message.text;
    count.textContent = messages.length > 1 ? `${position + 1} / ${messages.length}` : "";
  };
  const tools = el("div.large-bar", {}, count);
  if (!messages.some((one) => one.protected)) {
    tools.append(el("a.round", { href: fileUrl(messages[position].media.file), target: "_blank", "aria-label": say("open_tab"), title: say("open_tab") }, icon("outside")));
  }
  tools.append(iconButton("close", say("close"), () => dialog.close()));
  dialog.append(tools, image, words);
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") turn(1);
    if (event.key === "ArrowLeft") turn(-1);
  });
  dialog.addEventListener("click", (event) => (event.target === dialog ? dialog.close() : event.target === image && turn(1)));
  dialog.addEventListener("close", () => dialog.remove());
  turn(0);
  document.body.append(dialog);
  dialog.showModal();
}

export function telegramLink(address, username) {
  const safe = safeLink(address);
  if (!safe) return null;
  const url = new URL(safe);
  if (url.protocol === "tg:") {
    return url.searchParams.get("domain") === username ? url.searchParams : null;
  }
  const meant = ["t.me", "telegram.me"].includes(url.hostname) && url.pathname.split("/")[1] === username;
  return meant ? url.searchParams : null;
}
