// Chat&log: what is new, voice notes, and words to the proctor.

import { blob } from "./calls.js";

const SHOWN = ["warning", "message", "extra_time", "resumed"]; // what a banner tells, when it is new

const at = (id) => document.getElementById(id);

export class Log {
  constructor() {
    this.said = null;
    this.unread = 0;
  }

  // Shows the lines; returns those that are new and worth a banner.
  show({ log, said }) {
    const place = at("log");
    const fresh = this.said === null ? 0 : Math.max(said - this.said, 0);
    this.said = said;
    if (!place) return [];
    if (log !== this.html || !place.hasChildNodes()) place.innerHTML = log;
    this.html = log;
    const lines = [...place.querySelectorAll(".line")];
    place.querySelector(".lines")?.lastElementChild?.scrollIntoView?.({ block: "nearest" });
    const news = fresh ? lines.slice(-fresh) : [];
    if (at("log-panel").hidden) this.unread += news.filter((one) => one.dataset.kind !== "question").length;
    else this.unread = 0;
    this.drawUnread();
    return news.filter((one) => SHOWN.includes(one.dataset.kind)).map((one) => ({
      kind: one.dataset.kind,
      text: [...one.querySelectorAll("b, .said")].map((part) => part.textContent).join(": "),
    }));
  }

  read() {
    this.unread = 0;
    this.drawUnread();
  }

  drawUnread() {
    const badge = at("unread");
    if (!badge) return;
    badge.hidden = !this.unread;
    badge.textContent = this.unread || "";
  }

  async listen(button) {
    button.disabled = true;
    try {
      const sound = document.createElement("audio");
      sound.controls = true;
      sound.src = URL.createObjectURL(await blob(`files/${button.dataset.voice}`));
      button.replaceWith(sound);
      await sound.play().catch(() => {});
    } catch {
      button.disabled = false;
    }
  }
}
