// Server-sent events, read with fetch, since EventSource cannot show a token.

import { headers } from "./calls.js";

const SILENCE = 25000; // milliseconds after which the connection is taken for dead
const PAUSES = [500, 1000, 2000, 5000];

export class Stream {
  // `events` has a function for each kind of event, and `seen()` for the newest state shown.
  constructor(events) {
    this.events = events;
    this.tries = 0;
    this.ended = false;
    window.addEventListener("online", () => this.again());
    window.addEventListener("offline", () => this.abort?.abort());
  }

  async run() {
    while (!this.ended) {
      try {
        await this.listen();
      } catch {
        this.events.lost();
      }
      if (this.ended) return;
      const pause = PAUSES[Math.min(this.tries, PAUSES.length - 1)];
      this.tries += 1;
      await new Promise((resolve) => {
        this.hurry = resolve;
        setTimeout(resolve, pause);
      });
    }
  }

  again() {
    this.tries = 0;
    this.hurry?.();
  }

  end() {
    this.ended = true;
    this.abort?.abort();
  }

  async listen() {
    this.abort = new AbortController();
    const watchdog = () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.abort.abort(), SILENCE);
    };
    watchdog();
    try {
      const seen = this.events.seen();
      const answer = await fetch("/test/events", {
        headers: headers(seen ? { "Last-Event-ID": seen } : {}),
        cache: "no-store",
        credentials: "omit",
        signal: this.abort.signal,
      });
      if (answer.status === 401) {
        this.ended = true;
        this.events.closed(await answer.json());
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      this.events.found();
      this.tries = 0;
      await this.take(answer.body.getReader(), watchdog);
    } finally {
      clearTimeout(this.timer);
    }
  }

  async take(reader, watchdog) {
    const decoder = new TextDecoder();
    let text = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      watchdog();
      text += decoder.decode(value, { stream: true });
      const parts = text.split("\n\n");
      text = parts.pop();
      for (const part of parts) this.hear(part);
    }
  }

  hear(part) {
    const fields = Object.fromEntries(part.split("\n").map((line) => line.split(/: (.*)/s)));
    const data = JSON.parse(fields.data ?? "{}");
    if (fields.event === "closed") this.ended = true;
    this.events[fields.event]?.(data);
  }
}
