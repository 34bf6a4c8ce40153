// The banner: a warning stays until it is read; anything else makes room, since the log has it.

const SHORT = 12000; // milliseconds
const MOST = 3;

const at = (id) => document.getElementById(id);
let told = [];

export function banner(text, urgent = false) {
  if (!text) return;
  const one = { text: sentence(text), urgent };
  told = [...told.filter((other) => other.text !== one.text), one].slice(-MOST);
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
  const text = told.map((one) => one.text).join("\n");
  if (at("banner-words").textContent !== text) at("banner-words").textContent = text;
}
