// The bar above: the product, the simulated clock and its buttons, language and colours.

import { el, icon, iconButton, post, read } from "./dom.js";
import { current, dateOf, FULL_NAMES, inLanguage, keep, kept, LANGUAGES, onLanguage, say, setOffset, speak, timeOf } from "./words.js";

const STEPS = [[60, "1", "min"], [300, "5", "min"], [900, "15", "min"], [3600, "1", "hour"]];
const RATES = [1, 60];
const THEMES = { auto: "half", light: "sun", dark: "moon" };
const TICK = 250; // milliseconds between two looks at the clock
const POLL = 10_000; // milliseconds between two questions to the server

export class Top {
  constructor(root, store) {
    Object.assign(this, { root, store });
    this.theme = kept("theme") ?? "auto";
    this.told = null; // the server's clock, and when it was read
    this.onTime = () => {};
  }

  async open() {
    this.dress();
    await this.ask();
    this.draw();
    onLanguage(() => this.draw());
    this.store.onChange((change) => change.kind === "online" && this.showOnline());
    setInterval(() => this.tick(), TICK);
    setInterval(() => this.ask(), POLL);
  }

  // -- time ---------------------------------------------------------------------

  async ask() {
    try {
      this.hear(await read("/clock"));
    } catch {
      return; // the stream of changes tells that the server is away
    }
    this.drawClock();
  }

  hear(told) {
    setOffset(told.utc_offset);
    this.told = { ...told, unix: Date.parse(told.now) / 1000, heard: performance.now() };
  }

  async turn(wish) {
    this.root.setAttribute("aria-busy", "true");
    try {
      this.hear(await post("/clock", wish));
    } catch {
      await this.ask();
    }
    this.root.removeAttribute("aria-busy");
    this.drawClock();
  }

  get now() {
    return this.told.unix + (performance.now() - this.told.heard) / 1000 * this.told.rate;
  }

  tick() {
    if (!this.told) return;
    const shown = timeOf(this.now, true);
    if (this.time.textContent !== shown) {
      this.time.textContent = shown;
      this.date.textContent = dateOf(this.now);
      this.onTime(shown.slice(0, 5));
    }
  }

  // -- drawing ------------------------------------------------------------------

  draw() {
    document.title = `${say("product")}: ${say("tagline")}`;
    const brand = el("div.brand", {}, el("img", { src: "/page/mark.svg", alt: "", width: 34, height: 34 }),
      el("div", {}, el("h1", {}, say("product")), el("small", {}, say("tagline"))));
    this.time = el("time.time");
    this.date = el("small.date");
    this.clock = el("div.clock", { role: "timer", "aria-label": say("clock"), title: say("clock") }, this.time, this.date);
    const steps = el("div.segment", { role: "group", "aria-label": say("ahead") }, STEPS.map(([seconds, many, unit]) =>
      el("button", { type: "button", "data-step": String(seconds), onclick: () => this.turn({ step: seconds }) }, `+${many} ${say(unit)}`)));
    this.next = el("button.next", { type: "button", onclick: () => this.turn({ jump: "next" }) });
    this.rates = el("div.segment", { role: "group", "aria-label": say("speed") }, RATES.map((rate) =>
      el("button", { type: "button", "data-rate": String(rate), title: say(`times_${rate}`), onclick: () => this.turn({ rate }) }, `×${rate}`)));
    const gear = iconButton("more", say("settings"), () => {
      gear.setAttribute("aria-expanded", String(this.root.classList.toggle("opened")));
    }, "gear");
    gear.setAttribute("aria-expanded", String(this.root.classList.contains("opened")));
    this.offline = el("div.offline", { role: "status", hidden: true }, say("offline"));
    const settings = el("div.settings", {}, this.languages(), this.themes());
    this.root.replaceChildren(brand, this.clock, gear, el("div.turns", {}, steps, this.next, this.rates), settings, this.offline);
    this.showOnline();
    this.drawClock();
  }

  drawClock() {
    if (!this.next || !this.told) return;
    const coming = this.told.next;
    const at = coming && Date.parse(coming.at) / 1000;
    this.next.disabled = !coming;
    this.next.title = coming ? `${inLanguage(coming.name)}: ${dateOf(at)}, ${timeOf(at)}` : say("nothing_next");
    this.next.replaceChildren(icon("skip"), el("span", {}, el("b", {}, say("next")),
      el("small", {}, coming ? `${timeOf(at)} · ${inLanguage(coming.name)}` : say("nothing_next"))));
    for (const button of this.rates.children) button.setAttribute("aria-pressed", String(Number(button.dataset.rate) === this.told.rate));
    this.tick();
  }

  showOnline() {
    this.offline.hidden = this.store.online;
  }

  languages() {
    return el("div.segment.languages", { role: "group", "aria-label": say("language") }, Object.entries(LANGUAGES).map(([code, name]) =>
      el("button", {
        type: "button", lang: code, title: FULL_NAMES[code], "aria-label": FULL_NAMES[code], "data-language": code,
        "aria-pressed": String(code === current()), onclick: () => {
          speak(code);
          this.root.querySelector(`[data-language=${code}]`).focus();
        },
      }, name)));
  }

  themes() {
    return el("div.segment.themes", { role: "group", "aria-label": say("theme") }, Object.entries(THEMES).map(([theme, picture]) =>
      el("button", {
        type: "button", "aria-label": say(theme), title: say(theme), "data-choice": theme, "aria-pressed": String(theme === this.theme),
        onclick: () => this.wear(theme),
      }, icon(picture))));
  }

  wear(theme) {
    this.theme = theme;
    keep("theme", theme);
    this.dress();
    for (const button of this.root.querySelectorAll(".themes button")) {
      button.setAttribute("aria-pressed", String(button.dataset.choice === theme));
    }
  }

  dress() {
    document.documentElement.dataset.theme = this.theme;
  }
}
