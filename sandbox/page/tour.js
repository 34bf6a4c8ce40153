// What to do next: the first step that is not done, its phone highlighted, and all steps on demand.

import { el, icon, read } from "./dom.js";
import { inLanguage, onLanguage, say } from "./words.js";

const POLL = 5000; // milliseconds
const SETTLE = 400; // milliseconds after a change until the steps are asked for

export class Tour {
  constructor(root, store, { highlight, go }) {
    Object.assign(this, { root, store, highlight, go });
    this.steps = [];
    this.drawn = "";
    this.open_ = false;
  }

  async open() {
    await this.ask();
    onLanguage(() => this.draw());
    setInterval(() => this.ask(), POLL);
    this.store.onChange(() => {
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.ask(), SETTLE);
    });
  }

  async ask() {
    try {
      this.steps = await read("/tour");
    } catch {
      return; // the bar above tells that the server is away
    }
    const signature = JSON.stringify(this.steps);
    if (signature !== this.drawn) this.draw();
    this.drawn = signature;
  }

  draw() {
    this.root.hidden = !this.steps.length;
    const position = this.steps.findIndex((step) => !step.done);
    const step = this.steps[position];
    this.highlight(step?.phone);
    if (!this.steps.length) return;
    const done = this.steps.filter((one) => one.done).length;
    const progress = el("progress", { max: this.steps.length, value: done, "aria-label": `${done} / ${this.steps.length}` });
    const words = el("div.step", { role: "status" },
      el("small", {}, step ? `${say("tour")} · ${position + 1} / ${this.steps.length}` : say("tour")),
      el("p", {}, step ? inLanguage(step.text) : say("tour_done")));
    const show = step && el("button.primary", { type: "button", onclick: () => this.go(step.phone) }, say("show_phone"));
    const all = el("details.steps", { open: this.open_, ontoggle: (event) => (this.open_ = event.target.open) },
      el("summary", { "aria-label": say("all_steps") }, icon("list"), el("span", {}, say("all_steps"))),
      el("ol", { tabindex: "0", "aria-label": say("all_steps") }, this.steps.map((one) => this.line(one, one === step))));
    this.root.setAttribute("aria-label", say("tour"));
    this.root.replaceChildren(el("span.compass", { "aria-hidden": "true" }, icon(step ? "right" : "check")), words, progress, show || "", all);
  }

  line(step, now) {
    const made = el("li", {}, step.done ? icon("check") : el("span.bullet"), inLanguage(step.text));
    if (step.done) made.append(el("span.unseen", {}, `, ${say("done")}`));
    made.className = step.done ? "done" : now ? "now" : "";
    return made;
  }
}
