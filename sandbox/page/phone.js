// One phone: its frame, the head of its chat, the messages, and what is done with them.

import { Bubbles, hueOf } from "./bubbles.js";
import { Composer } from "./composer.js";
import { el, icon, iconButton, initials, post } from "./dom.js";
import { openFiles } from "./gallery.js";
import { brief } from "./media.js";
import { enlarge, Overlays, telegramLink } from "./overlays.js";
import { counted, say } from "./words.js";

const TYPING = 5000; // milliseconds a "typing" stays
const NEAR = 80; // pixels from the end that still count as its end

export class Phone {
  // `member` of the cast holds it; `group` makes it the group's phone, seen by any of its members.
  constructor(store, member, { group = null, seenBy = [], onUnread = () => {} } = {}) {
    Object.assign(this, { store, member, seenBy, onUnread });
    this.key = group ?? member.id;
    this.fixed = group;
    this.person = member.id;
    this.chatId = group ?? member.id;
    this.seen = new Map();
    this.visible = true;
    this.typing = null;
    this.follows = true;
    this.build();
    this.markSeen(true);
  }

  get owner() {
    return this.store.people.get(this.person) ?? { started: false, blocked: false, chats: [] };
  }

  get chat() {
    return this.store.moved(this.chatId);
  }

  get chats() {
    const groups = this.owner.chats.filter((id) => id !== this.person && this.store.chat(id).moved_to === null);
    return this.fixed === null ? [this.person, ...groups] : [this.chat.id];
  }

  get title() {
    return this.fixed === null ? this.member.name : this.chat.title;
  }

  // -- drawing ----------------------------------------------------------------

  build() {
    this.label = el("header.label");
    this.bar = el("div.status", { "aria-hidden": "true" });
    this.head = el("div.head");
    this.pin = el("div.pin");
    this.list = el("div.list", { role: "log", "aria-live": "off", tabIndex: 0 });
    this.more = el("button.bottom", { type: "button", hidden: true, onclick: () => this.toBottom() });
    this.screen = el("div.screen", {}, this.bar, this.head, this.pin, this.list);
    this.overlays = new Overlays(this.screen);
    this.composer = new Composer(this);
    this.screen.append(el("div.above", {}, this.more), this.composer.root);
    this.bubbles = new Bubbles(this.list, this);
    this.root = el("section.phone", { "data-phone": String(this.key) }, this.label, el("div.frame", {}, this.screen));
    this.list.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.list.addEventListener("click", (event) => this.clicked(event));
    this.list.addEventListener("contextmenu", (event) => {
      if (event.target.closest("img") && this.messageOf(event.target)?.protected) event.preventDefault();
    });
    this.root.addEventListener("focusin", () => this.list.setAttribute("aria-live", "polite"));
    this.root.addEventListener("focusout", () => this.list.setAttribute("aria-live", "off"));
    this.screen.addEventListener("dragover", (event) => event.preventDefault());
    this.screen.addEventListener("drop", (event) => {
      event.preventDefault();
      openFiles(this, event.dataTransfer.files);
    });
    new ResizeObserver(() => this.follows && this.toBottom(false)).observe(this.list);
  }

  draw() {
    this.drawLabel();
    this.drawHead();
    this.drawPin();
    this.bubbles.draw(this.chat.messages.values());
    this.list.classList.toggle("empty", !this.chat.messages.size);
    this.list.dataset.empty = say("empty");
    this.composer.draw();
    if (this.follows) this.toBottom(false);
    this.markSeen();
    this.drawMore();
  }

  get role() {
    return this.fixed === null ? this.member.role : "group";
  }

  drawLabel() {
    this.root.setAttribute("aria-label", `${say("phone_of")} ${this.title}, ${say(this.role)}`);
    const who = this.fixed === null
      ? el("strong", {}, this.member.name)
      : el("select", { "aria-label": say("see_as"), title: say("see_as"), onchange: (event) => this.seeAs(Number(event.target.value)) },
        this.seenBy.map((one) => el("option", { value: String(one.id), selected: one.id === this.person }, one.name)));
    const face = el(`span.avatar.role-${this.role}`, { "aria-hidden": "true" }, this.fixed === null ? initials(this.member.name) : icon("people"));
    this.label.replaceChildren(face, who, el(`span.chip.role-${this.role}`, {}, say(this.role)));
  }

  drawHead() {
    const { chat, store } = this;
    const private_ = chat.person !== null;
    const about = this.typing ?? (private_ ? say("bot") : counted(chat.members.length, "members"));
    const name = private_ ? store.bot.name : chat.title;
    const face = private_ ? el("img.avatar", { src: "/page/mark.svg", alt: "" }) : el(`span.avatar.hue-${hueOf(chat.id)}`, { "aria-hidden": "true" }, initials(chat.title));
    const menu = iconButton("more", say("menu"), () => this.chatMenu(menu));
    menu.setAttribute("aria-haspopup", "menu");
    const words = el("div.about", {}, el("h2", {}, name), el("small", { class: this.typing ? "typing" : undefined }, about));
    const tabs = this.chats.length > 1 && el("div.chats", { role: "tablist", "aria-label": say("chats") }, this.chats.map((id) => this.tab(id)));
    this.head.replaceChildren(el("div.title", {}, face, words, menu), ...(tabs ? [tabs] : []));
  }

  tab(id) {
    const unread = this.unread(id);
    const own = id === this.chat.id;
    const title = id === this.person ? this.store.bot.name : this.store.chat(id).title;
    return el("button.tab", { type: "button", role: "tab", "aria-selected": String(own), onclick: () => this.openChat(id) },
      title, !own && unread ? el("span.badge", { "aria-label": counted(unread, "unread") }, String(unread)) : null);
  }

  drawPin() {
    const pinned = [...this.chat.messages.values()].filter((one) => one.pinned).at(-1);
    this.pin.replaceChildren();
    this.pin.hidden = !pinned;
    if (pinned) {
      this.pin.append(el("button", { type: "button", onclick: () => this.show(pinned.id) },
        icon("pin"), el("span", {}, el("b", {}, say("pinned")), el("span", {}, brief(pinned)))));
    }
  }

  drawMore() {
    const unread = this.unread(this.chat.id);
    this.more.hidden = this.follows;
    this.more.setAttribute("aria-label", unread ? `${say("to_bottom")}: ${counted(unread, "unread")}` : say("to_bottom"));
    this.more.replaceChildren(icon("down"), ...(unread ? [el("span.badge", {}, String(unread))] : []));
    this.onUnread(this);
  }

  setTime(text) {
    if (this.bar.textContent !== text) {
      this.bar.replaceChildren(el("span", {}, text), el("i.signal", {}, el("b"), el("b"), el("b"), el("b")), el("i.battery"));
    }
  }

  // -- changes ----------------------------------------------------------------

  take(change) {
    const chat = change.message?.chat ?? change.chat?.id ?? change.chat;
    if (change.kind === "toast") this.answer(change);
    else if (change.kind === "typing") this.showTyping(change);
    else if (["people", "reset", "chat"].includes(change.kind) || this.chats.includes(chat) || chat === this.chat.id) {
      if (change.message?.from.bot && chat === this.chat.id) this.stopTyping();
      this.draw();
    }
  }

  answer({ person, chat, text, alert, url }) {
    if (person !== this.person || chat !== this.chat.id) return;
    if (url) this.open(url);
    if (text && alert) this.overlays.alert(text);
    else if (text) this.overlays.toast(text);
  }

  showTyping({ chat, action }) {
    if (chat !== this.chat.id) return;
    clearTimeout(this.typingEnds);
    this.typing = say(action === "typing" ? "typing" : "sending");
    this.typingEnds = setTimeout(() => this.stopTyping(), TYPING);
    this.drawHead();
  }

  stopTyping() {
    clearTimeout(this.typingEnds);
    if (this.typing === null) return;
    this.typing = null;
    this.drawHead();
  }

  // -- reading ------------------------------------------------------------------

  unread(id) {
    const seen = this.seen.get(id) ?? 0;
    return [...this.store.chat(id).messages.values()].filter((one) => one.id > seen && one.from.id !== this.person).length;
  }

  get allUnread() {
    return this.chats.reduce((sum, id) => sum + this.unread(id), 0);
  }

  markSeen(all = false) {
    for (const id of all ? this.chats : [this.chat.id]) {
      if (all || (this.visible && this.follows)) this.seen.set(id, Math.max(0, ...this.store.chat(id).messages.keys()));
    }
  }

  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    if (!clientHeight) return;
    this.follows = scrollHeight - scrollTop - clientHeight < NEAR;
    this.markSeen();
    this.drawMore();
  }

  toBottom(reading = true) {
    this.follows = true;
    this.list.scrollTop = this.list.scrollHeight;
    if (reading) {
      this.markSeen();
      this.drawMore();
    }
  }

  show(id) {
    const found = this.bubbles.find(id);
    if (!found) return;
    found.scrollIntoView({ block: "center" });
    found.classList.remove("flash");
    requestAnimationFrame(() => found.classList.add("flash"));
  }

  setVisible(visible) {
    this.visible = visible;
    if (visible) this.draw();
  }

  openChat(id) {
    this.chatId = id;
    this.follows = true;
    this.typing = null;
    this.draw();
    this.head.querySelector("[aria-selected=true]")?.focus();
  }

  seeAs(person) {
    this.person = person;
    this.bubbles.drawn.clear();
    this.draw();
  }

  // -- acting -------------------------------------------------------------------

  async act(act, facts = {}) {
    try {
      return await post("/phones/act", { person: this.person, chat: this.chat.id, act, ...facts });
    } catch (error) {
      this.overlays.toast(`${say("failed")}: ${error.message}`);
      return null;
    }
  }

  async press(message, key, button) {
    if (key.kind === "url") this.open(key.url);
    if (key.kind === "app") await this.openApp({ label: key.text, message: message.id });
    if (key.kind === "copy") this.copy(key.text);
    if (key.kind !== "data" || button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    const told = await this.act("press", { message: message.id, data: key.data });
    button.removeAttribute("aria-busy");
    if (told && !told.answer) this.overlays.toast(say("no_answer"));
  }

  async openApp(facts) {
    const told = await this.act("open_app", facts);
    if (!told) return;
    const theme = encodeURIComponent(JSON.stringify(appTheme(this.screen)));
    this.overlays.link(`${told.url}&tgWebAppThemeParams=${theme}`, { app: this.store.bot.name });
  }

  open(address) {
    const payload = telegramLink(address, this.store.bot.username);
    if (!payload) {
      this.overlays.link(address);
      return;
    }
    if (this.fixed === null) this.openChat(this.person);
    if (payload.has("start") || !this.owner.started) this.act("start", { payload: payload.get("start") ?? "" });
  }

  clicked(event) {
    const link = event.target.closest("a[href]");
    if (!link || link.hasAttribute("download")) return;
    event.preventDefault();
    this.open(link.href);
  }

  enlarge(messages, position) {
    enlarge(messages, position);
  }

  messageOf(element) {
    const id = Number(element.closest("[data-ids]")?.dataset.ids.split(" ")[0]);
    return this.chat.messages.get(id);
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.overlays.toast(say("copied"));
    } catch {
      this.overlays.alert(text); // no clipboard here: it can be marked and copied by hand
    }
  }

  messageMenu(message, mine, anchor) {
    const items = [{ picture: "reply", label: say("reply"), act: () => this.composer.mean({ kind: "reply", message }) }];
    if (mine && message.text && !message.media) {
      items.push({ picture: "edit", label: say("edit"), act: () => this.composer.mean({ kind: "edit", message }) });
    }
    if (message.text && !message.protected) items.push({ picture: "copy", label: say("copy"), act: () => this.copy(message.text) });
    this.overlays.menu(this.composer.box ? items : items.slice(1), anchor);
  }

  chatMenu(anchor) {
    const { chat } = this;
    const act = (name, facts) => () => this.act(name, facts);
    const inside = !["left", "kicked"].includes(chat.bot);
    const commands = Object.values(this.store.bot.commands ?? {})[0] ?? [];
    let items = commands.map((one) => ({ picture: "list", label: `/${one.command}`, act: act("text", { text: `/${one.command}` }) }));
    if (chat.person !== null) {
      items.push(this.owner.blocked
        ? { picture: "check", label: say("unblock"), act: act("unblock") }
        : { picture: "close", label: say("block"), act: act("block"), danger: true });
    } else {
      items = inside
        ? [{ picture: "shield", label: say("make_admin"), act: act("add_bot", { status: "administrator" }) },
          { picture: "bin", label: say("remove_bot"), act: act("remove_bot"), danger: true }]
        : [{ picture: "check", label: say("add_bot"), act: act("add_bot") }];
      if (chat.kind === "group") items.push({ picture: "people", label: say("migrate"), act: act("migrate") });
    }
    this.overlays.menu(items, anchor);
  }
}

// The colours of this phone, by the names under which Telegram tells them to a Mini App.
function appTheme(screen) {
  const probe = el("i");
  screen.append(probe);
  const hex = (name) => {
    probe.style.color = `var(${name})`;
    const parts = getComputedStyle(probe).color.match(/\d+/g).slice(0, 3);
    return `#${parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
  };
  const theme = {
    bg_color: hex("--card"),
    secondary_bg_color: hex("--ground"),
    text_color: hex("--ink"),
    hint_color: hex("--soft"),
    link_color: hex("--accent"),
    button_color: hex("--accent"),
    button_text_color: hex("--accent-ink"),
  };
  probe.remove();
  return theme;
}
