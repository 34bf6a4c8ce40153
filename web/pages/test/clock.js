// The countdown, by the server's clock: the device's own may be wrong.

const MINUTE = 60000;
const SPOKEN = [10, 5, 1]; // minutes left that are said aloud and shown in a banner

export class Countdown {
  // `warn` is told the minutes left, `over` that the time is.
  constructor({ warn, over }) {
    Object.assign(this, { warn, over });
    this.ahead = 0;
    this.deadline = null;
    this.told = null;
    setInterval(() => this.draw(), 250);
  }

  now() {
    return Date.now() + this.ahead;
  }

  set(now) {
    this.ahead = now - Date.now();
    this.draw();
  }

  show({ now, deadline, standing }) {
    this.ahead = now - Date.now();
    if (deadline !== this.deadline) this.told = null;
    this.deadline = deadline;
    this.stands = standing ? deadline - now : null;
    this.draw();
  }

  get left() {
    if (this.deadline === null) return null;
    return this.stands ?? Math.max(this.deadline - this.now(), 0);
  }

  draw() {
    const digits = document.getElementById("digits");
    const { left } = this;
    if (!digits || left === null) return;
    const seconds = Math.ceil(left / 1000);
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor(seconds / 60) % 60;
    const two = (number) => String(number).padStart(2, "0");
    const text = hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
    if (digits.textContent !== text) digits.textContent = text;
    const clock = document.getElementById("clock");
    clock.dataset.near = left <= MINUTE ? "now" : left <= 5 * MINUTE ? "soon" : "";
    document.getElementById("standing").hidden = this.stands === null;
    if (this.stands !== null) return;
    const reached = SPOKEN.filter((one) => left <= one * MINUTE).pop() ?? null;
    if (reached !== null && left > 0 && reached !== this.told) this.warn(Math.ceil(left / MINUTE));
    if (left === 0 && this.told !== 0) this.over();
    this.told = left === 0 ? 0 : reached;
  }
}
