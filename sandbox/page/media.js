// What a message carries beside its words: pictures, albums, files, voice notes, contacts.

import { el, icon } from "./dom.js";
import { say, sizeOf } from "./words.js";

export const fileUrl = (id) => `/phones/file/${encodeURIComponent(id)}`;

const BARS = 28;

export function media(messages, phone) {
  const shown = messages.filter((one) => one.media);
  const pictures = shown.filter((one) => one.media.kind === "photo" || one.media.kind === "video");
  const others = shown.filter((one) => !pictures.includes(one));
  const made = others.map((one) => other(one, phone));
  if (pictures.length) made.unshift(grid(pictures, phone));
  return made;
}

function grid(pictures, phone) {
  const count = Math.min(pictures.length, 10);
  const cells = pictures.map((one, number) =>
    one.media.kind === "video" ? video(one) : photo(one, () => phone.enlarge(pictures, number), count === 1));
  return el(`div.grid.grid-${count}`, {}, cells);
}

function photo(message, open, alone) {
  const { file, thumbnail, width, height } = message.media;
  const image = el("img", {
    src: fileUrl(alone || !thumbnail ? file : thumbnail), alt: message.text || say("picture"), draggable: !message.protected,
  });
  if (alone && width) {
    image.width = width;
    image.height = height;
  }
  return el("button.photo", { type: "button", "aria-label": `${say("photo")}. ${say("enlarge")}`, onclick: open }, image);
}

function video(message) {
  return el("video.photo", { src: fileUrl(message.media.file), controls: true, preload: "metadata" });
}

function other(message, phone) {
  const kind = message.media.kind;
  if (kind === "voice") return voice(message);
  if (kind === "sticker") return el("img.sticker", { src: fileUrl(message.media.file), alt: say("sticker") });
  return documentOf(message, phone);
}

function documentOf(message, phone) {
  const { file, name, size, mime, thumbnail } = message.media;
  const ending = (name?.match(/\.([^.]{1,4})$/)?.[1] ?? "").toLowerCase();
  const picture = /^image\/(jpeg|png|webp|gif)$/.test(mime ?? "");
  const tile = picture
    ? el("img.tile", { src: fileUrl(thumbnail ?? file), alt: "" })
    : el("span.tile", { "data-kind": ending }, ending ? el("small", {}, ending) : icon("file"));
  const words = el("span.about", {}, el("span.name", {}, name || say("document")), el("small", {}, sizeOf(size)));
  if (picture) {
    return el("button.document", { type: "button", onclick: () => phone.enlarge([message], 0) }, tile, words);
  }
  if (message.protected) return el("div.document", { title: say("protected") }, tile, words);
  return el("a.document", { href: fileUrl(file), download: name || "file", title: say("download") }, tile, words);
}

// A browser is told what the bytes are by their beginning: recorders differ, the file's label does not.
function audioType(bytes) {
  const start = String.fromCharCode(...bytes.slice(0, 4));
  if (start === "RIFF") return "audio/wav";
  return start === "\x1aE\xdf\xa3" ? "audio/webm" : "audio/ogg";
}

function voice(message) {
  const label = el("small", { class: "length" }, clock(message.media.duration ?? 0));
  const bars = el("span.bars", { "aria-hidden": "true" }, Array.from({ length: BARS }, (_, number) => {
    const bar = el("i");
    bar.style.height = `${20 + ((message.id * 37 + number * number * 13 + number * 29) % 80)}%`;
    return bar;
  }));
  const button = el("button.round.solid", { type: "button", "aria-label": `${say("voice")}. ${say("play")}` }, icon("play"));
  let audio = null;
  const draw = () => {
    const playing = audio && !audio.paused && !audio.ended;
    button.replaceChildren(icon(playing ? "pause" : "play"));
    button.setAttribute("aria-label", `${say("voice")}. ${say(playing ? "pause" : "play")}`);
    const share = audio && Number.isFinite(audio.duration) ? audio.currentTime / audio.duration : 0;
    [...bars.children].forEach((bar, number) => bar.classList.toggle("played", number < share * BARS));
  };
  button.addEventListener("click", async () => {
    if (!audio) {
      const bytes = new Uint8Array(await (await fetch(fileUrl(message.media.file))).arrayBuffer());
      audio = new Audio(URL.createObjectURL(new Blob([bytes], { type: audioType(bytes) })));
      for (const moment of ["play", "pause", "ended", "timeupdate"]) audio.addEventListener(moment, draw);
    }
    if (audio.paused) audio.play().catch(() => (label.textContent = say("failed")));
    else audio.pause();
  });
  return el("div.voice", {}, button, bars, label);
}

export function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

export function contactCard(contact) {
  const name = `${contact.first_name} ${contact.last_name ?? ""}`.trim();
  return el("div.card", {},
    el("span.tile", {}, icon("person")),
    el("span.about", {}, el("span.name", {}, name), el("small", {}, `+${contact.phone_number}`)));
}

// What stands for a message in one line: of a reply, of the pin.
export function brief(message) {
  if (message.text) return message.text.replace(/\s+/g, " ");
  if (message.contact) return say("contact_card");
  return message.media ? say(message.media.kind) : "";
}
