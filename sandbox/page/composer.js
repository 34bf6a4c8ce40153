// The foot of a phone: message box, attachments, voice, reply keyboard, Start.

import { el, icon, iconButton } from "./dom.js";
import { openFiles, openPapers, openSamples, upload } from "./gallery.js";
import { brief, clock } from "./media.js";
import { telegramLink } from "./overlays.js";
import { record } from "./voice.js";
import { say } from "./words.js";

export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.root = el("footer.composer");
    this.meant = null; // {kind: "reply" | "edit", message}
    this.keysOpen = true;
    this.shown = "";
    this.draft = "";
  }

  // Draws anew only what differs, so that a half-written message and the focus stay.
  draw() {
    const { chat, owner, store } = this.phone;
    const private_ = chat.person !== null;
    const mode = private_ && owner.blocked ? "blocked" : private_ && !owner.started ? "start" : "write";
    const keys = mode === "write" && private_ ? chat.keyboard : null;
    const signature = JSON.stringify([mode, keys, this.keysOpen, say("message"), chat.id, store.bot.username]);
    if (signature === this.shown) return;
    this.shown = signature;
    if (this.box) this.draft = this.box.value;
    const focused = this.root.contains(document.activeElement) && document.activeElement === this.box;
    this.root.replaceChildren(...{ blocked: () => this.blocked(), start: () => this.start(), write: () => this.write(keys) }[mode]());
    if (focused) this.box?.focus();
  }

  blocked() {
    this.box = null;
    return [el("p.note", {}, say("blocked")),
      el("button.wide", { type: "button", onclick: () => this.phone.act("unblock") }, say("unblock"))];
  }

  start() {
    this.box = null;
    const link = el("input", { type: "text", placeholder: say("invite_hint"), "aria-label": say("invite") });
    const begin = (event) => {
      event.preventDefault();
      const typed = link.value.trim();
      const payload = telegramLink(typed, this.phone.store.bot.username)?.get("start") ?? (/^[\w-]*$/.test(typed) ? typed : "");
      this.phone.act("start", { payload });
    };
    return [el("form.begin", { onsubmit: begin },
      el("details", {}, el("summary", {}, say("invite")), link),
      el("button.wide", { type: "submit" }, say("start")))];
  }

  write(keys) {
    this.box = el("textarea", {
      rows: 1, placeholder: say("message"), "aria-label": `${say("message")}: ${this.phone.title}`,
      oninput: () => this.grow(), onkeydown: (event) => this.typed(event), onpaste: (event) => this.pasted(event),
    });
    this.box.value = this.draft;
    this.attach = iconButton("clip", say("attach"), () => this.attachments());
    this.attach.setAttribute("aria-haspopup", "menu");
    this.go = iconButton("send", say("send"), () => this.send(), "solid");
    this.mic = iconButton("mic", say("record"), () => this.record());
    const board = keys && iconButton("keys", say("keyboard"), () => { this.keysOpen = !this.keysOpen; this.draw(); });
    board?.setAttribute("aria-expanded", String(this.keysOpen));
    this.meantBar = el("div.meant");
    this.line = el("div.line", {}, this.attach, this.box, board, this.mic, this.go);
    this.input = el("input", { type: "file", multiple: true, hidden: true, onchange: () => this.picked(this.input) });
    this.shot = el("input", { type: "file", accept: "image/*", capture: "environment", hidden: true, onchange: () => this.picked(this.shot) });
    const rows = keys && this.keysOpen && el("div.board", { role: "group", "aria-label": say("keyboard") }, keys.map((row) =>
      el("div.keys", {}, row.map((key) => el("button.key", { type: "button", onclick: () => this.key(key) }, el("span", {}, key.text))))));
    this.drawMeant();
    this.grow();
    return [this.meantBar, this.line, rows, this.input, this.shot].filter(Boolean);
  }

  key(key) {
    if (key.app) this.phone.openApp({ label: key.text });
    else this.phone.act("key", { label: key.text });
    this.phone.toBottom();
  }

  grow() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight, 120)}px`;
    this.line.classList.toggle("filled", Boolean(this.box.value.trim()));
  }

  typed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    }
    if (event.key === "Escape" && this.meant) this.mean(null);
  }

  pasted(event) {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    openFiles(this.phone, event.clipboardData.files);
  }

  async send() {
    const text = this.box.value.trim();
    if (!text) return;
    const meant = this.meant;
    this.box.value = this.draft = "";
    this.mean(null);
    const link = telegramLink(text, this.phone.store.bot.username);
    if (link?.has("start")) await this.phone.act("start", { payload: link.get("start") });
    else if (meant?.kind === "edit") await this.phone.act("edit", { message: meant.message.id, text });
    else await this.phone.act("text", { text, reply_to: meant?.message.id });
    this.phone.toBottom();
  }

  // What the next message replies to, or which one it changes.
  mean(meant) {
    if (meant?.kind === "edit") this.box.value = meant.message.text;
    else if (this.meant?.kind === "edit") this.box.value = "";
    this.meant = meant;
    this.drawMeant();
    this.grow();
    if (meant) this.box.focus();
  }

  drawMeant() {
    this.meantBar.replaceChildren();
    if (!this.meant) return;
    const { kind, message } = this.meant;
    this.meantBar.append(icon(kind), el("div", {},
      el("b", {}, kind === "edit" ? say("editing") : message.from.name), el("span", {}, brief(message))),
    iconButton("close", say("cancel"), () => this.mean(null)));
  }

  attachments() {
    const staff = this.phone.member.role !== "student";
    const items = [
      staff && { picture: "list", label: say("papers"), act: () => openPapers(this.phone) },
      { picture: "sheets", label: say("samples"), act: () => openSamples(this.phone) },
      { picture: "picture", label: say("own_files"), act: () => this.input.click() },
      { picture: "camera", label: say("camera"), act: () => this.shot.click() },
    ].filter(Boolean);
    if (this.phone.chat.person !== null) items.push({ picture: "person", label: say("contact"), act: () => this.phone.act("contact") });
    this.phone.overlays.menu(items, this.attach);
  }

  picked(input) {
    openFiles(this.phone, input.files);
    input.value = "";
  }

  async record() {
    const recording = await record();
    const began = performance.now();
    const length = el("span.length", {}, "0:00");
    const ticking = setInterval(() => (length.textContent = clock((performance.now() - began) / 1000)), 250);
    const end = (act) => async () => {
      clearInterval(ticking);
      bar.replaceWith(this.line);
      this.mic.focus();
      await act();
    };
    const bar = el("div.line.recording", { role: "group", "aria-label": say("recording") },
      iconButton("bin", say("cancel"), end(async () => recording.cancel())),
      el("span.dot", { "aria-hidden": "true" }), length,
      el("span.note", {}, say(recording.sample ? "no_microphone" : "recording")),
      iconButton("send", say("send"), end(async () => this.sendVoice(await recording.stop())), "solid"));
    this.line.replaceWith(bar);
    bar.lastChild.focus();
  }

  async sendVoice(sound) {
    try {
      await upload(this.phone, [["voice.ogg", sound]], "voice");
      this.phone.toBottom();
    } catch (error) {
      this.phone.overlays.toast(`${say("failed")}: ${error.message}`);
    }
  }
}
