// Messages as bubbles: an album is one, an edit takes the old one's place.

import { el, icon, initials } from "./dom.js";
import { toNodes } from "./html.js";
import { brief, contactCard, media } from "./media.js";
import { current, dayOf, say, timeOf } from "./words.js";

const HUES = 6;

export const hueOf = (id) => Math.abs(id) % HUES;

// Messages side by side in one bubble: those of one album, else each alone.
export function grouped(messages) {
  const groups = [];
  for (const message of [...messages].sort((one, other) => one.id - other.id)) {
    const last = groups.at(-1);
    if (message.album && last?.[0].album === message.album) last.push(message);
    else groups.push([message]);
  }
  return groups;
}

// Draws a chat's messages into `list`, and leaves alone what has not changed.
export class Bubbles {
  constructor(list, phone) {
    this.list = list;
    this.phone = phone;
    this.drawn = new Map();
  }

  draw(messages) {
    const wanted = [];
    const kept = new Map();
    let day = "";
    let before = null;
    for (const group of grouped(messages)) {
      const today = dayOf(group[0].date);
      if (today !== day) {
        wanted.push(this.reuse(kept, `day ${today}`, today, () => el("div.day", {}, el("span", {}, today))));
        before = null;
      }
      day = today;
      const close = before && !before.service && before.from.id === group[0].from.id && group[0].date - before.date < 600;
      const signature = [current(), close, ...group.map((one) => one.revision)].join();
      wanted.push(this.reuse(kept, group[0].id, signature, () => this.bubble(group, close)));
      before = group[0];
    }
    this.drawn = kept;
    this.place(wanted);
  }

  reuse(kept, key, signature, make) {
    const old = this.drawn.get(key);
    const entry = old?.signature === signature ? old : { signature, element: make() };
    if (old && old !== entry) entry.element.classList.add("changed");
    kept.set(key, entry);
    return entry.element;
  }

  place(wanted) {
    const staying = new Set(wanted);
    for (const old of [...this.list.children]) if (!staying.has(old)) old.remove();
    wanted.forEach((element, position) => {
      if (this.list.children[position] !== element) this.list.insertBefore(element, this.list.children[position] ?? null);
    });
  }

  find(id) {
    return this.list.querySelector(`[data-ids~="${id}"]`);
  }

  bubble(group, close) {
    const first = group[0];
    if (first.service) return this.service(first);
    const mine = first.from.id === this.phone.person;
    const speaking = group.find((one) => one.text) ?? group.at(-1);
    const row = el(`div.row.${mine ? "mine" : "theirs"}`, { "data-ids": group.map((one) => one.id).join(" ") });
    if (close) row.classList.add("close");
    const inGroup = this.phone.chat.person === null;
    if (inGroup && !mine) row.append(avatar(first.from, close));
    const body = el("div.bubble", {});
    if (inGroup && !mine && !close) body.append(el(`div.sender.hue-${hueOf(first.from.id)}`, {}, first.from.name));
    if (first.reply_to) body.append(this.quote(first.reply_to));
    body.append(...media(group, this.phone));
    if (first.contact) body.append(contactCard(first.contact));
    const words = toNodes(speaking.html);
    if (speaking.text) body.append(el("div.text", { dir: "auto" }, words));
    body.append(this.foot(group, mine));
    if (group.some((one) => one.media && ["photo", "video"].includes(one.media.kind))) body.classList.add("pictured");
    if (!speaking.text && !first.contact) body.classList.add("wordless");
    const buttons = group.find((one) => one.buttons.length);
    const column = el("div.column", {}, body, buttons ? this.buttons(buttons) : null);
    row.append(column, this.more(speaking, mine));
    return row;
  }

  service(message) {
    const words = message.service === "migrated" ? say("migrated") : `${message.from.name} ${say(message.service)}`;
    return el("div.day.service", { "data-ids": String(message.id) }, el("span", {}, words));
  }

  quote(id) {
    const meant = this.phone.chat.messages.get(id);
    return el("button.quote", { type: "button", onclick: () => this.phone.show(id) },
      el("b", {}, meant?.from.name ?? ""), el("span", {}, meant ? brief(meant) : "…"));
  }

  foot(group, mine) {
    const last = group.at(-1);
    const signs = el("span.foot", {});
    if (group.some((one) => one.pinned)) signs.append(sign("pin", say("pinned")));
    if (last.protected) signs.append(sign("shield", say("protected")));
    if (group.some((one) => one.edited)) signs.append(el("span", {}, say("edited")));
    signs.append(el("time", {}, timeOf(last.date)));
    if (mine) signs.append(icon("checks"));
    const liked = group.flatMap((one) => one.reactions);
    return el("div.under", {}, liked.length ? el("span.reactions", {}, liked.map((one) => el("span", {}, one))) : null, signs);
  }

  buttons(message) {
    const made = message.buttons.map((row) => el("div.keys", {}, row.map((button) => this.button(message, button))));
    return el("div.inline", {}, made);
  }

  button(message, key) {
    const made = el(`button.key`, { type: "button", "data-kind": key.kind, "data-style": key.style }, el("span", {}, key.text));
    if (key.kind === "url" || key.kind === "app") made.append(icon("outside"));
    if (key.kind === "copy") made.append(icon("copy"));
    made.disabled = key.kind === "disabled" || key.kind === "other";
    made.addEventListener("click", () => this.phone.press(message, key, made));
    return made;
  }

  more(message, mine) {
    const label = say("more");
    return el("button.more", {
      type: "button", "aria-label": label, title: label, "aria-haspopup": "menu",
      onclick: (event) => this.phone.messageMenu(message, mine, event.currentTarget),
    }, icon("more"));
  }
}

function sign(picture, label) {
  return el("span.sign", { role: "img", "aria-label": label, title: label }, icon(picture));
}

export function avatar(person, hidden = false) {
  const made = el(`span.avatar.hue-${hueOf(person.id)}`, { "aria-hidden": "true" }, hidden ? "" : initials(person.name));
  if (hidden) made.classList.add("hidden");
  return made;
}
