// The questions: one is shown, answers are read from real controls, the scale tells how far it is.

import { Pictures } from "./pictures.js";

const TYPING = 700; // milliseconds without a key before what is typed is saved

const at = (id) => document.getElementById(id);

export class Questions {
  // `answered(place, answer)` is told every answer, `flagged(place, on)` every mark, `opened()`
  // that another question is open.
  constructor({ answered, flagged, opened, queue }) {
    Object.assign(this, { answered, flagged, opened, queue });
    this.place = 1;
    this.fates = new Map(); // what became of the last answer at a place: state and words
    this.late = new Set();
    this.pictures = new Pictures();
  }

  get sections() {
    return [...document.querySelectorAll(".question")];
  }

  get words() {
    return at("words").dataset;
  }

  section(place) {
    return at(`q${place}`);
  }

  // -- showing ------------------------------------------------------------------

  settle(page) {
    this.typed = new Map(this.sections.map((one) => [Number(one.dataset.place), page.answers[one.dataset.place]?.typed ?? ""]));
    at("sheet").addEventListener("submit", (event) => event.preventDefault());
    at("sheet").addEventListener("change", (event) => this.changed(event.target, 0));
    at("sheet").addEventListener("input", (event) => event.target.type === "text" && this.changed(event.target, TYPING));
    at("sheet").addEventListener("click", (event) => {
      const flag = event.target.closest("[data-flag]");
      if (flag) this.flag(flag);
    });
    this.replay();
    this.open(Math.min(Math.max(page.place, 1), this.sections.length), false);
    this.pictures.fetch([...this.sections].sort((a, b) => Math.abs(a.dataset.place - this.place) - Math.abs(b.dataset.place - this.place)));
  }

  // What still waits on this device was given after what the server knows.
  replay() {
    for (const { path, body } of this.queue.items) {
      if (path === "answers") this.fill(body.place, body);
      if (path === "acts" && body.act === "flag") this.mark(body.place, body.on);
    }
  }

  // What the server knows by now, from the chat perhaps; what waits here is newer.
  merge(page) {
    for (const [place, answer] of Object.entries(page.answers)) {
      const section = this.section(place);
      const typing = section?.contains(document.activeElement) && document.activeElement.type === "text";
      if (!section || this.queue.waiting(Number(place)) || typing || this.pending === Number(place)) continue;
      const chosen = section.dataset.kind === "matching" ? answer.partners : answer.chosen;
      this.fill(Number(place), { chosen, typed: answer.typed });
    }
    const busy = this.queue.items.some((one) => one.body.act === "flag");
    if (!busy) for (const one of this.sections) this.mark(Number(one.dataset.place), page.flagged.includes(Number(one.dataset.place)));
    this.draw();
  }

  fill(place, { chosen, typed }) {
    const section = this.section(place);
    if (!section) return;
    for (const box of section.querySelectorAll("input[type=radio], input[type=checkbox]")) {
      box.checked = chosen.includes(Number(box.value));
    }
    for (const select of section.querySelectorAll("select")) {
      select.value = String(chosen[Number(select.dataset.line)] ?? -1);
    }
    const words = section.querySelector("input[type=text]");
    if (words) {
      words.value = typed;
      this.typed.set(place, typed);
    }
  }

  open(place, moved = true) {
    this.flush();
    this.place = place;
    for (const one of this.sections) one.hidden = Number(one.dataset.place) !== place;
    if (moved) {
      window.scrollTo({ top: 0 });
      at(`n${place}`).focus({ preventScroll: true });
      this.opened();
    }
    this.draw();
  }

  step(by) {
    const to = this.place + by;
    if (to >= 1 && to <= this.sections.length) this.open(to);
  }

  // -- answering ------------------------------------------------------------------

  read(section) {
    const chosen = [...section.querySelectorAll("input:checked")].map((box) => Number(box.value));
    const partners = [...section.querySelectorAll("select")].map((select) => Number(select.value));
    const typed = section.querySelector("input[type=text]")?.value.trim() ?? "";
    return { chosen: partners.length ? partners : chosen, typed };
  }

  changed(control, wait) {
    const section = control.closest(".question");
    if (!section) return;
    const place = Number(section.dataset.place);
    clearTimeout(this.timer);
    this.pending = place;
    if (wait) this.timer = setTimeout(() => this.flush(), wait);
    else this.flush();
  }

  // Saves what was changed last, if it has not been.
  flush() {
    clearTimeout(this.timer);
    const place = this.pending;
    this.pending = undefined;
    if (place === undefined || !this.section(place)) return;
    const section = this.section(place);
    const answer = this.read(section);
    if (section.querySelector("input[type=text]")) {
      if (answer.typed === this.typed.get(place)) return;
      if (!answer.typed) {
        this.fates.set(place, { state: "refused", text: this.words.empty });
        this.draw();
        return;
      }
      this.typed.set(place, answer.typed);
    }
    this.fates.delete(place);
    this.answered(place, answer);
  }

  fate(place, state, text = "") {
    this.fates.set(place, { state, text });
    if (state === "refused") this.typed?.delete(place);
    this.draw();
  }

  complete(section) {
    const { chosen, typed } = this.read(section);
    if (section.querySelector("input[type=text]")) return Boolean(typed);
    return chosen.length > 0 && !chosen.includes(-1);
  }

  // -- marks ------------------------------------------------------------------------

  flag(button) {
    const place = Number(button.dataset.flag);
    const on = button.getAttribute("aria-pressed") !== "true";
    this.mark(place, on);
    this.flagged(place, on);
    this.draw();
  }

  mark(place, on) {
    this.section(place)?.querySelector("[data-flag]").setAttribute("aria-pressed", String(on));
  }

  // -- the scale, and how far it is ---------------------------------------------------

  draw() {
    if (!at("scale")) return;
    let done = 0;
    for (const section of this.sections) {
      const place = Number(section.dataset.place);
      const waits = this.queue.waiting(place) > 0;
      const complete = this.complete(section) && this.fates.get(place)?.state !== "refused";
      const flagged = section.querySelector("[data-flag]").getAttribute("aria-pressed") === "true";
      done += complete;
      this.drawState(section, place, waits, complete);
      const key = at("scale").querySelector(`[data-to="${place}"]`);
      key.classList.toggle("is-answered", complete && !waits);
      key.classList.toggle("is-waiting", waits);
      key.classList.toggle("is-flagged", flagged);
      if (place === this.place) key.setAttribute("aria-current", "true");
      else key.removeAttribute("aria-current");
      const told = [waits ? this.words.waits : complete ? this.words.answered : this.words.open];
      if (flagged) told.push(this.words.flagged);
      key.setAttribute("aria-label", `${place}: ${told.join(", ")}`);
    }
    at("answered").textContent = done;
    at("answered-too").textContent = done;
    at("progress").value = done;
    at("previous").disabled = this.place === 1;
    at("next").disabled = this.place === this.sections.length;
    const all = done === this.sections.length;
    at("finish").hidden = !all;
    at("finish-waits").hidden = !this.queue.waiting() || !(this.queue.offline || this.queue.held);
    at("finish").querySelector("button").disabled = this.queue.waiting() > 0;
    this.done = done;
  }

  drawState(section, place, waits, complete) {
    const line = at(`s${place}`);
    const fate = this.fates.get(place);
    let state = "";
    let text = "";
    if (fate?.state === "refused") [state, text] = ["refused", fate.text];
    else if (waits) [state, text] = this.queue.offline || this.queue.held ? ["kept", this.words.kept] : ["sending", this.words.sending];
    else if (this.late.has(place)) [state, text] = ["late", this.words.late];
    else if (complete) [state, text] = ["saved", this.words.saved];
    if (line.dataset.state !== state || line.textContent !== text) {
      line.dataset.state = state;
      line.textContent = text;
    }
  }
}
