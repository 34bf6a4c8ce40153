// All that the phones show, kept like the server's by its stream of changes.

import { read } from "./dom.js";

const RETRY = 1500; // milliseconds until the stream is opened anew

export class Store {
  constructor() {
    this.revision = 0;
    this.people = new Map();
    this.chats = new Map();
    this.bot = {};
    this.online = true;
    this.listeners = new Set();
  }

  onChange(tell) {
    this.listeners.add(tell);
  }

  tell(change) {
    for (const listener of this.listeners) listener(change);
  }

  async load() {
    this.take(await read("/phones/state"));
    this.listen();
  }

  take(state) {
    this.revision = state.revision;
    this.takePeople(state);
    this.chats = new Map(state.chats.map((chat) => [chat.id, withMap(chat)]));
    this.tell({ kind: "reset" });
  }

  takePeople({ people, bot }) {
    this.people = new Map(people.map((one) => [one.id, one]));
    this.bot = bot;
  }

  listen() {
    this.stream?.close();
    const stream = (this.stream = new EventSource(`/phones/events?after=${this.revision}`));
    stream.onmessage = (event) => this.apply(JSON.parse(event.data));
    stream.onopen = () => this.setOnline(true);
    stream.onerror = () => {
      this.setOnline(false);
      stream.close();
      setTimeout(() => this.rejoin(), RETRY);
    };
  }

  // After a break the changes go on from the revision; a server that began anew is read anew.
  async rejoin() {
    try {
      const state = await read("/phones/state");
      if (state.revision < this.revision || state.bot.id !== this.bot.id) this.take(state);
      this.listen();
    } catch {
      setTimeout(() => this.rejoin(), RETRY);
    }
  }

  setOnline(online) {
    if (online === this.online) return;
    this.online = online;
    this.tell({ kind: "online" });
  }

  apply(change) {
    if (change.kind === "reset") {
      read("/phones/state").then((state) => this.take(state));
      return;
    }
    if (change.revision <= this.revision) return;
    this.revision = change.revision;
    if (change.kind === "people") this.takePeople(change);
    else if (change.kind === "message" || change.kind === "edited") this.put(change.message);
    else if (change.kind === "deleted") this.chat(change.chat).messages.delete(change.id);
    else if (change.kind === "chat" || change.kind === "keyboard") this.takeChat(change.chat);
    this.tell(change);
  }

  put(message) {
    this.chat(message.chat).messages.set(message.id, message);
  }

  takeChat(chat) {
    const known = this.chat(chat.id);
    this.chats.set(chat.id, { ...known, ...chat, messages: known.messages });
    for (const person of this.people.values()) {
      const inside = chat.members.includes(person.id) && chat.moved_to === null;
      const others = person.chats.filter((id) => id !== chat.id);
      if (chat.person === null) person.chats = inside ? [...others, chat.id] : others;
    }
  }

  // A private chat's first message may come before anything else is known of it.
  chat(id) {
    let found = this.chats.get(id);
    if (!found) {
      const person = this.people.get(id);
      found = withMap({
        id, kind: person ? "private" : "group", title: person?.name ?? "", person: person ? id : null,
        members: [], bot: "member", moved_to: null, keyboard: null, menu: null, messages: [],
      });
      this.chats.set(id, found);
    }
    return found;
  }

  // Where a group is now, should it have become a supergroup.
  moved(id) {
    const chat = this.chat(id);
    return chat.moved_to === null ? chat : this.moved(chat.moved_to);
  }
}

function withMap(chat) {
  return { ...chat, messages: new Map(chat.messages.map((one) => [one.id, one])) };
}
