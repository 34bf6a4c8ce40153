// Whether somebody looks at the page: told to the server, which tells the proctor.

import { note, noted } from "./kept.js";

const SINCE = "emtihan:left"; // of a page that was left by being loaded again
const BLUR = 1500; // milliseconds; a click into a browser's own bar is no leaving

export class Leaving {
  // `left` is told how, `seen` after how many seconds somebody is back.
  constructor({ left, seen }) {
    Object.assign(this, { left, seen });
    this.since = Number(noted(SINCE)) || null;
    document.addEventListener("visibilitychange", () => (document.hidden ? this.go("hidden") : this.back()));
    window.addEventListener("blur", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => !document.hidden && !document.hasFocus() && this.go("blurred"), BLUR);
    });
    window.addEventListener("focus", () => this.back());
    window.addEventListener("pagehide", () => this.go("hidden"));
  }

  go(how) {
    if (this.since !== null) return;
    this.since = Date.now();
    note(SINCE, this.since);
    this.left(how);
  }

  back() {
    clearTimeout(this.timer);
    if (this.since === null || document.hidden) return;
    const seconds = Math.max(Math.round((Date.now() - this.since) / 1000), 0);
    this.since = null;
    note(SINCE, null);
    this.seen(seconds);
  }
}
