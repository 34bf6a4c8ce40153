// The server's HTML is safe already; this takes it apart once more and keeps only known tags.

const BLOCKS = new Set(["PRE", "BLOCKQUOTE"]);
const KEPT = new Set(["B", "I", "U", "S", "CODE", "PRE", "BLOCKQUOTE", "A", "TG-SPOILER", "TG-TIME"]);

export function safeLink(address) {
  return /^(?:https?|tg):\/\//i.test(address || "") ? address : "";
}

function links(text, put) {
  const found = /https?:\/\/[^\s<>"]+/g;
  let position = 0;
  for (const match of text.matchAll(found)) {
    const address = match[0].replace(/[.,;:!?)\]]+$/, "");
    put.append(text.slice(position, match.index));
    put.append(anchor(address, address));
    position = match.index + address.length;
  }
  put.append(text.slice(position));
}

function anchor(address, text) {
  const made = document.createElement("a");
  made.href = address;
  made.rel = "noreferrer";
  made.textContent = text;
  return made;
}

function spoiler(made) {
  made.tabIndex = 0;
  made.setAttribute("role", "button");
  const show = () => made.classList.add("shown");
  made.addEventListener("click", show);
  made.addEventListener("keydown", (event) => event.key === "Enter" && show());
}

// Telegram's apps part a quotation from what follows by themselves: the line break after it shows nothing.
function said(node) {
  return BLOCKS.has(node.previousSibling?.nodeName) ? node.data.replace(/^\n/, "") : node.data;
}

function copy(from, to, quiet) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (quiet) to.append(said(node));
      else links(said(node), to);
      continue;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) continue;
    if (!KEPT.has(node.tagName)) {
      copy(node, to, quiet);
      continue;
    }
    const made = document.createElement(node.tagName.toLowerCase());
    if (node.tagName === "A") {
      const address = safeLink(node.getAttribute("href"));
      if (address) made.href = address;
      made.rel = "noreferrer";
    }
    if (node.tagName === "TG-SPOILER") spoiler(made);
    if (node.tagName === "BLOCKQUOTE" && node.hasAttribute("expandable")) made.className = "long";
    copy(node, made, quiet || ["A", "CODE", "PRE"].includes(node.tagName));
    to.append(made);
  }
}

export function toNodes(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const made = document.createDocumentFragment();
  copy(parsed.body, made, false);
  return made;
}
