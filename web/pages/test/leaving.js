// Whether somebody looks at the page: told to the server, which tells the proctor.

const BLUR = 1500; // milliseconds; a click into a browser's own bar is no leaving

export class Leaving {
  // `left` is told how, `seen` after how many seconds somebody is back.
  constructor({ left, seen }) {
    Object.assign(this, { left, seen });
    this.since = null;
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
    this.left(how);
  }

  back() {
    clearTimeout(this.timer);
    if (this.since === null || document.hidden) return;
    const seconds = Math.max(Math.round((Date.now() - this.since) / 1000), 0);
    this.since = null;
    this.seen(seconds);
  }
}
