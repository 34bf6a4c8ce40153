// Comes in: by Telegram's word once, and by the session while the page is only loaded again.

import { know, post } from "./calls.js";
import { freshKey } from "./queue.js";
import { initData, inTelegram, language, tell } from "./telegram.js";

function kept(store, name, value) {
  try {
    if (value !== undefined) store.setItem(name, value);
    return store.getItem(name);
  } catch {
    return null; // a browser that keeps nothing
  }
}

const BACK = { kk: "Чатқа оралу", ru: "Вернуться в чат", en: "Back to the chat" };

// What is shown to somebody who is not let in (any more): the server's words, and the way back.
export function refusal(text) {
  const [title, ...rest] = text.split("\n");
  const page = document.createElement("main");
  const card = document.createElement("div");
  card.className = "opening";
  card.setAttribute("role", "alert");
  const heading = document.createElement("h1");
  heading.textContent = title;
  const next = document.createElement("p");
  next.textContent = rest.join("\n").trim();
  card.append(heading, next);
  page.append(card);
  if (inTelegram()) {
    const back = document.createElement("button");
    back.type = "button";
    back.className = "main";
    back.textContent = BACK[document.documentElement.lang] ?? BACK.kk;
    back.addEventListener("click", () => tell("web_app_close"));
    card.append(back);
  }
  return page;
}

// Returns the attempt whose page this is.

export async function letIn(exam) {
  const session = kept(sessionStorage, "emtihan");
  const mine = session ? JSON.parse(session) : null;
  if (mine?.launch === initData && mine.exam === exam) {
    know(mine.token, language());
    return mine.attempt; // only loaded again: the session still holds
  }
  know("", language());
  const device = kept(localStorage, "emtihan:device") ?? kept(localStorage, "emtihan:device", freshKey()) ?? freshKey();
  const opened = await post("open", { exam, init_data: initData, device });
  know(opened.token, language());
  kept(sessionStorage, "emtihan", JSON.stringify({ launch: initData, exam, ...opened }));
  return opened.attempt;
}
