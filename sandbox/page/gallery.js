// Choosing what to send: sample sheets, or files of this computer; as photos or as files.

import { el, icon, post, read } from "./dom.js";
import { inLanguage, say, sizeOf } from "./words.js";

let samples = null; // fetched once

// Sends files from a phone; the server makes several into an album.
export async function upload(phone, files, kind, caption = "") {
  const form = new FormData();
  form.append("person", phone.person);
  form.append("chat", phone.chat.id);
  form.append("as", kind);
  form.append("caption", caption);
  for (const [name, data] of files) form.append("file", data, name);
  return post("/phones/upload", form);
}

export async function openSamples(phone) {
  const { body, close } = phone.overlays.sheet(say("samples"), { tall: true });
  body.append(el("p.hint", {}, say("samples_hint")));
  samples ??= await read("/samples");
  const chosen = new Set(); // in the order of ticking, which is that of the pages
  const outbox = new Outbox(phone, close, async () => Promise.all([...chosen].map(async (name) => {
    const picture = await fetch(`/samples/${name}.jpg`);
    return [`${name}.jpg`, await picture.blob()];
  })));
  const tiles = samples.map((sample) => {
    const box = el("input", { type: "checkbox", onchange: () => {
      if (box.checked) chosen.add(sample.name);
      else chosen.delete(sample.name);
      tiles.forEach((tile) => number(tile, [...chosen].indexOf(tile.dataset.name)));
      outbox.count(chosen.size);
    } });
    return el("label.sample", { "data-name": sample.name }, box,
      el("img", { src: `/samples/${sample.name}.jpg?small=1`, alt: "", width: 240, height: 320, loading: "lazy" }),
      el("span.tick", { "aria-hidden": "true" }),
      el("span.caption", {}, inLanguage(sample.title), el(`small.${sample.good ? "good" : "faulty"}`, {}, say(sample.good ? "good" : "faulty"))));
  });
  body.append(el("div.samples", {}, tiles));
  outbox.count(0);
  body.after(outbox.foot);
}

// Ready files for the staff, so that a day can be begun without making any.
export async function openPapers(phone) {
  const { body, close } = phone.overlays.sheet(say("papers"));
  const names = await read("/papers");
  const boxes = names.map((name) => el("input", { type: "checkbox", name, onchange: () => outbox.count(chosen().length, false) }));
  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.name);
  const outbox = new Outbox(phone, close, async () => Promise.all(chosen().map(async (name) => {
    const file = await fetch(`/papers/${encodeURIComponent(name)}`);
    return [name, await file.blob()];
  })));
  body.append(el("p.hint", {}, say("samples_hint")), el("ul.files", {}, names.map((name, position) => {
    const ending = name.split(".").at(-1);
    return el("li", {}, el("label", {}, boxes[position],
      el("span.tile", { "data-kind": ending }, el("small", {}, ending)), el("span.name", {}, name)));
  })));
  outbox.count(0);
  body.after(outbox.foot);
}

function number(tile, position) {
  tile.querySelector(".tick").textContent = position < 0 ? "" : String(position + 1);
}

export function openFiles(phone, files) {
  const chosen = [...files];
  if (!chosen.length) return;
  const { body, close } = phone.overlays.sheet(say("attach"));
  const addresses = [];
  body.append(el("ul.files", {}, chosen.map((file) => {
    let tile = el("span.tile", {}, icon("file"));
    if (file.type.startsWith("image/")) {
      addresses.push(URL.createObjectURL(file));
      tile = el("img.tile", { src: addresses.at(-1), alt: "", onload: (event) => URL.revokeObjectURL(event.target.src) });
    }
    return el("li", {}, tile, el("span.about", {}, el("span.name", {}, file.name), el("small", {}, sizeOf(file.size))));
  })));
  const outbox = new Outbox(phone, close, async () => chosen.map((file) => [file.name, file]));
  outbox.count(chosen.length, chosen.every((file) => /^image\/(jpeg|png|webp)$/.test(file.type)));
  body.after(outbox.foot);
}

// The foot of a sheet: a caption, and the two ways of sending.
class Outbox {
  constructor(phone, close, gather) {
    this.caption = el("input", { type: "text", placeholder: say("caption"), "aria-label": say("caption"), maxLength: 1024 });
    this.photos = el("button.primary", { type: "button", onclick: () => this.send("photo") }, icon("picture"), el("span"));
    this.files = el("button.secondary", { type: "button", onclick: () => this.send("document") }, icon("file"), el("span"));
    this.foot = el("footer.outbox", {}, this.caption, el("div.choice", {}, this.photos, this.files));
    Object.assign(this, { phone, close, gather });
  }

  count(many, pictures = true) {
    this.photos.disabled = !many || !pictures;
    this.files.disabled = !many;
    const tail = many > 1 ? ` (${many})` : "";
    this.photos.lastChild.textContent = say("as_photos") + tail;
    this.files.lastChild.textContent = say("as_files") + tail;
  }

  async send(kind) {
    this.foot.classList.add("busy");
    this.photos.disabled = this.files.disabled = true;
    try {
      await upload(this.phone, await this.gather(), kind, this.caption.value.trim());
      this.close();
      this.phone.toBottom();
    } catch (error) {
      this.foot.classList.remove("busy");
      this.photos.disabled = this.files.disabled = false;
      this.phone.overlays.toast(`${say("failed")}: ${error.message}`);
    }
  }
}
