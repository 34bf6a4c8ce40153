// The banner: a warning stays until it is read; anything else makes room, since the log has it.

const SHORT = 12000; // milliseconds
const MOST = 3;

const at = (id) => document.getElementById(id);
let told = [];

// `kind` says what it is about: a warning is urgent, and some are nothing once the test stands still.
export function banner(text, urgent = false, kind = "") {
  if (!text) return;
  text = sentence(text);
  const one = { text, urgent, kind };
  const stale = (other) => other.text === text || (kind === "time" && other.kind === kind);
  told = [...told.filter((other) => !stale(other)), one].slice(-MOST);
  if (!urgent) setTimeout(() => untell((other) => other !== one), SHORT);
  drawBanner();
}

// The words of the log stand behind a time there; here they begin a line.
const sentence = (text) => text.replace(/^./u, (first) => first.toLocaleUpperCase());

export function untell(stays = () => false) {
  told = told.filter(stays);
  drawBanner();
}

export function drawBanner() {
  if (!at("banner")) return;
  at("banner").hidden = !told.length;
  at("banner").dataset.kind = told.some((one) => one.urgent) ? "warning" : "";
  const words = at("banner-words");
  if (words.textContent !== told.map((one) => one.text).join("")) words.replaceChildren(...told.map(line));
}

function line({ text, urgent }) {
  const made = document.createElement("span");
  made.className = urgent ? "urgent" : "";
  made.textContent = text;
  return made;
}
