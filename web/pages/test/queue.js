// What is to be sent, in order, one at a time; kept on the device until the server has taken it.

import { post, Refused } from "./calls.js";

const PAUSES = [500, 1000, 2000, 4000, 8000]; // milliseconds between tries

export function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Queue {
  // `changed` is told after every change, `refused` what the server did not take, `closed` that
  // the test goes on elsewhere.
  constructor(attempt, { changed, taken, refused, closed }) {
    Object.assign(this, { changed, taken, refused, closed });
    this.attempt = attempt;
    this.name = `emtihan:${attempt}`;
    this.items = this.stored();
    this.offline = false;
    this.held = false; // the test is paused: what waits is sent when it goes on
    this.busy = false;
    this.tries = 0;
    window.addEventListener("online", () => this.wake());
  }

  stored() {
    try {
      return JSON.parse(localStorage.getItem(this.name) ?? "[]");
    } catch {
      return [];
    }
  }

  store() {
    try {
      if (this.items.length) localStorage.setItem(this.name, JSON.stringify(this.items));
      else localStorage.removeItem(this.name);
    } catch {
      // no room on the device: what waits lives as long as the page
    }
  }

  // How many questions have an answer that is not sent, or whether one has.
  waiting(place) {
    const places = new Set(this.items.filter((one) => one.path === "answers").map((one) => one.body.place));
    return place === undefined ? places.size : Number(places.has(place));
  }

  put(path, body) {
    this.items.push({ path, body });
    this.store();
    this.changed();
    this.work();
  }

  wake() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.tries = 0;
    this.held = false;
    this.work();
  }

  async work() {
    if (this.busy || this.timer !== undefined || this.held) return;
    this.busy = true;
    try {
      while (this.items.length && !this.held) await this.send(this.items[0]);
    } catch {
      this.offline = true;
      const pause = PAUSES[Math.min(this.tries, PAUSES.length - 1)];
      this.tries += 1;
      this.timer = setTimeout(() => {
        this.timer = undefined;
        this.work();
      }, pause);
    } finally {
      this.busy = false;
      this.changed();
    }
  }

  async send(item) {
    try {
      const answer = await post(item.path, item.body);
      this.reached();
      this.done(item);
      this.taken(item, answer);
    } catch (error) {
      if (!(error instanceof Refused) || error.status === 429) throw error;
      this.reached();
      if (error.status === 401) {
        this.held = true;
        this.closed(error);
      } else if (error.wait) {
        this.held = true;
      } else {
        this.done(item);
        this.refused(item, error);
      }
    }
  }

  // The test is over: what waits counts no more, and stays nowhere.
  drop() {
    this.items = [];
    this.store();
  }

  reached() {
    this.offline = false;
    this.tries = 0;
  }

  done(item) {
    this.items = this.items.filter((one) => one !== item);
    this.store();
    this.changed();
  }
}
