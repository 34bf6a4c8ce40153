// The page: phones side by side, or one at a time where there is little room.

import { el, icon, initials, read } from "./dom.js";
import { Phone } from "./phone.js";
import { Store } from "./store.js";
import { Top } from "./top.js";
import { Tour } from "./tour.js";
import { counted, current, onLanguage, say, speak } from "./words.js";

const narrow = matchMedia("(max-width: 699px)");

class Page {
  constructor(cast, store) {
    const tell = () => this.drawTabs();
    this.store = store;
    this.phones = cast.people.map((member) => new Phone(store, member, { onUnread: tell }));
    const members = cast.people.filter((one) => store.moved(cast.group).members.includes(one.id));
    if (members.length) {
      // The one who has something to do there comes first: the tour begins with the proctor's /link.
      const first = members.find((one) => one.role === "proctor") ?? members[0];
      this.phones.push(new Phone(store, first, { group: cast.group, seenBy: members, onUnread: tell }));
    }
    this.shown = this.phones[0];
    this.tabs = document.getElementById("tabs");
    this.tabButtons = this.phones.map((phone) => this.tab(phone));
    this.tablist = el("div", { role: "tablist" }, this.tabButtons);
    this.tabs.append(this.tablist);
    document.getElementById("phones").append(...this.phones.map((phone) => phone.root));
  }

  open() {
    this.store.onChange((change) => this.take(change));
    onLanguage(() => this.draw());
    narrow.addEventListener("change", () => this.arrange());
    document.addEventListener("keydown", (event) => this.shortcut(event));
    this.draw();
    this.arrange();
  }

  draw() {
    for (const one of [this.tabs, this.tablist]) one.setAttribute("aria-label", say("chats"));
    for (const phone of this.phones) phone.draw();
  }

  take(change) {
    if (change.kind === "online") return;
    for (const phone of this.phones) phone.take(change);
  }

  // -- one at a time ----------------------------------------------------------

  arrange() {
    for (const phone of this.phones) {
      phone.root.classList.toggle("away", narrow.matches && phone !== this.shown);
      phone.setVisible(!narrow.matches || phone === this.shown);
    }
    this.drawTabs();
  }

  tab(phone) {
    const face = phone.fixed === null ? initials(phone.member.name) : icon("people");
    return el("button", { type: "button", role: "tab", onclick: () => this.bring(phone) },
      el(`span.avatar.role-${phone.role}`, { "aria-hidden": "true" }, face), el("span.name"), el("span.badge"));
  }

  drawTabs() {
    if (!this.tabButtons) return;
    this.tabButtons.forEach((button, number) => {
      const phone = this.phones[number];
      const unread = phone.allUnread;
      button.setAttribute("aria-selected", String(phone === this.shown));
      button.setAttribute("aria-label", `${phone.title}, ${say(phone.role)}${unread ? `, ${counted(unread, "unread")}` : ""}`);
      const [, name, badge] = button.children;
      name.textContent = phone.role === "student" ? phone.title.split(" ").at(-1) : say(phone.role);
      badge.textContent = unread ? String(unread) : "";
      badge.hidden = !unread;
    });
  }

  bring(phone) {
    this.shown = phone;
    this.arrange();
    if (!narrow.matches) phone.root.scrollIntoView({ behavior: "smooth", block: "nearest" });
    if (!narrow.matches) (phone.composer.box ?? phone.list).focus({ preventScroll: true });
  }

  shortcut(event) {
    const phone = event.altKey && this.phones[Number(event.key) - 1];
    if (!phone) return;
    event.preventDefault();
    this.bring(phone);
  }

  // -- for the tour ------------------------------------------------------------

  find(key) {
    return this.phones.find((phone) => String(phone.key) === String(key));
  }

  highlight(key) {
    const meant = this.find(key);
    for (const [number, phone] of this.phones.entries()) {
      phone.root.classList.toggle("wanted", phone === meant);
      this.tabButtons[number].classList.toggle("wanted", phone === meant);
    }
  }

  go(key) {
    const phone = this.find(key);
    if (phone) this.bring(phone);
  }
}

async function open() {
  speak(current());
  const store = new Store();
  const top = new Top(document.getElementById("top"), store);
  const [cast] = await Promise.all([read("/cast"), store.load(), top.open()]);
  const page = new Page(cast, store);
  top.onTime = (time) => page.phones.forEach((phone) => phone.setTime(time));
  page.open();
  top.onTime(top.time.textContent.slice(0, 5));
  const tour = new Tour(document.getElementById("tour"), store, {
    highlight: (key) => page.highlight(key), go: (key) => page.go(key),
  });
  await tour.open();
  document.documentElement.dataset.ready = "true";
}

open();
