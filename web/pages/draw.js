// Checks in this browser that no ticket moved: SHA-256 of 32 secret bytes and the order of tickets.
"use strict";

const WORDS = {
  kk: {
    title: "Билеттердің орны ауыспағанын тексеріңіз",
    lead: "Емтиханға дейін қай картаның астында қай билет жатқанын жазып, сол жазбаның бақылау таңбасын топ чатында жариялаймыз. Емтихан біткен соң жазбаның өзін ашамыз: бірде-бір билеттің орны ауысса, бақылау таңбасы сәйкес келмейді.",
    opened: "Емтиханнан кейінгі хабарламаны қойыңыз",
    posted: "Емтиханға дейін жарияланған бақылау таңбасы (sha256)",
    waiting: "«secret» мен «order» жолдары бар хабарламаны көшіріп қойыңыз.",
    not_open: "Бақылау таңбасы орнында. Жазба емтихан біткен соң топ чатында ашылады: сол хабарламаны жоғарыға көшіріп қойыңыз.",
    posted_cut: "Екінші өрістегі бақылау таңбасы толық емес: онда 64 таңба болуы керек. Емтиханға дейінгі хабарламаны толық көшіріп қойыңыз.",
    posted_missing: "Емтиханға дейінгі хабарламадағы бақылау таңбасын төмендегі мәнмен салыстырыңыз:",
    holds: "✅ Сәйкес келді: бірде-бір билеттің орны ауыспаған.",
    holds_inside: "✅ Осы хабарламадағы бақылау таңбасына сәйкес. Емтиханға дейінгі хабарламада да осы мән тұрғанын тексеріңіз:",
    differs: "❌ Сәйкес келмеді. Мәтін толық көшірілгенін тексеріңіз; толық болса, деканатқа хабарласыңыз.",
    insecure: "Бұл бет тек https арқылы ашылғанда есептей алады. Ботта берілген сілтемені ашыңыз.",
    cards: "Карта → билет",
    ticket: "№ {}",
    how: "Қалай есептеледі?",
    form: "Алдымен құпия 32 байт, одан кейін билет нөмірлері карталардың ретімен, үтір арқылы, бос орынсыз (ASCII). Осының SHA-256 мәні — бақылау таңбасы. Компьютерде былай да есептеуге болады:",
    private: "Барлығы осы браузерде есептеледі, ештеңе жіберілмейді.",
  },
  ru: {
    title: "Проверьте, что билеты не перекладывали",
    lead: "До экзамена мы записываем, под какой карточкой какой билет, и публикуем в чате группы отпечаток этой записи. После экзамена открываем саму запись: если переложить хоть один билет, отпечаток не совпадёт.",
    opened: "Вставьте сообщение, пришедшее после экзамена",
    posted: "Отпечаток, опубликованный до экзамена (sha256)",
    waiting: "Скопируйте сюда сообщение со строками secret и order.",
    not_open: "Отпечаток уже здесь. Запись откроется в чате группы после экзамена: скопируйте то сообщение в поле выше.",
    posted_cut: "Отпечаток во втором поле неполный: в нём должно быть 64 знака. Скопируйте туда сообщение до экзамена целиком.",
    posted_missing: "Сравните отпечаток из сообщения до экзамена с этим значением:",
    holds: "✅ Совпало: ни один билет не перекладывали.",
    holds_inside: "✅ Совпадает с отпечатком в этом сообщении. Убедитесь, что он же стоит в сообщении до экзамена:",
    differs: "❌ Не совпало. Проверьте, что текст скопирован целиком; если целиком, сообщите в деканат.",
    insecure: "Страница вычисляет только при открытии по https. Откройте ссылку из бота.",
    cards: "Карточка → билет",
    ticket: "№ {}",
    how: "Как это вычисляется?",
    form: "Сначала 32 секретных байта, затем номера билетов по порядку карточек через запятую без пробелов (ASCII). SHA-256 от этого и есть отпечаток. На компьютере можно посчитать и так:",
    private: "Всё вычисляется в этом браузере, ничего не отправляется.",
  },
  en: {
    title: "Check that no ticket was moved",
    lead: "Before the exam we write down which ticket lies under which card and publish the fingerprint of that note in the group's chat. After the exam we open the note itself: if a single ticket is moved, the fingerprint does not match.",
    opened: "Paste the message that came after the exam",
    posted: "Fingerprint published before the exam (sha256)",
    waiting: "Copy the message with the lines “secret” and “order” into this field.",
    not_open: "The fingerprint is here. The note opens in the group's chat after the exam: copy that message into the field above.",
    posted_cut: "The fingerprint in the second field is not whole: it has 64 characters. Copy all of the message from before the exam into it.",
    posted_missing: "Compare the fingerprint from the message before the exam with this value:",
    holds: "✅ It matches: no ticket was moved.",
    holds_inside: "✅ It matches the fingerprint in this message. Make sure that the message before the exam has the same:",
    differs: "❌ It does not match. Make sure the text was copied whole; if it was, tell the dean's office.",
    insecure: "This page can only compute when opened by https. Open the link given by the bot.",
    cards: "Card → ticket",
    ticket: "No. {}",
    how: "How is it computed?",
    form: "First the 32 secret bytes, then the numbers of the tickets in the order of the cards, parted by commas without spaces (ASCII). The SHA-256 of that is the fingerprint. On a computer this does the same:",
    private: "Everything is computed in this browser; nothing is sent.",
  },
};

const FIELD = {
  secret: /^[\s>*`]*secret\s*[:=]\s*([0-9a-f]{64})\s*$/im,
  order: /^[\s>*`]*order\s*[:=]\s*(\d[\d,\s]*)$/im,
  sha256: /^[\s>*`]*sha256\s*[:=]\s*([0-9a-f]{64})\s*$/im,
};

const FINGERPRINT = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/i; // also in the middle of a whole message

const at = (id) => document.getElementById(id);
let words = WORDS.kk;

function speak(language) {
  words = WORDS[language] ?? WORDS.kk;
  document.documentElement.lang = language;
  document.title = words.title;
  for (const place of document.querySelectorAll("[data-word]")) {
    place.textContent = words[place.dataset.word];
  }
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.setAttribute("aria-pressed", String(button.dataset.lang === language));
  }
  check();
}

function read(text) {
  const found = (name) => text.match(FIELD[name])?.[1].trim().toLowerCase() ?? null;
  const numbers = (found("order") ?? "").split(",").map((part) => part.trim());
  const fine = numbers.every((part) => /^[1-9]\d*$/.test(part));
  return { secret: found("secret"), order: fine ? numbers : null, sha256: found("sha256") };
}

async function fingerprint(secret, order) {
  const bytes = secret.match(/../g).map((pair) => parseInt(pair, 16));
  const text = new TextEncoder().encode(order.join(","));
  const hash = await crypto.subtle.digest("SHA-256", new Uint8Array([...bytes, ...text]));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function say(state, word, computed = "") {
  at("verdict").dataset.state = state;
  at("said").textContent = words[word];
  at("computed").textContent = computed;
  at("computed").hidden = !computed;
}

function lay(order) {
  at("cards").hidden = !order;
  at("order").replaceChildren(
    ...(order ?? []).map((number, index) => {
      const card = document.createElement("li");
      const place = document.createElement("span");
      place.textContent = `${index + 1}`;
      card.append(place, words.ticket.replace("{}", number));
      return card;
    }),
  );
}

async function check() {
  const { secret, order, sha256 } = read(at("opened").value);
  const pasted = at("posted").value.trim();
  const before = pasted.match(FINGERPRINT)?.[0].toLowerCase();
  const text = at("opened").value.trim();
  const early = text ? !secret && FINGERPRINT.test(text) : before;
  const posted = before ?? sha256;
  const shown = order?.join(",") ?? "12,3,7";
  at("command").textContent = `(echo ${secret ?? "SECRET"} | xxd -r -p; printf %s ${shown}) | sha256sum`;
  lay(secret && order);
  if (!crypto.subtle) {
    say("differs", "insecure");
  } else if (!secret || !order) {
    say("waiting", early ? "not_open" : "waiting");
  } else if (pasted && !before) {
    say("waiting", "posted_cut");
  } else {
    const computed = await fingerprint(secret, order);
    if (!posted) {
      say("waiting", "posted_missing", computed);
    } else {
      const holds = computed === posted;
      const word = before ? "holds" : "holds_inside";
      say(holds ? "holds" : "differs", holds ? word : "differs", computed);
    }
  }
}

function begin() {
  const given = new URLSearchParams(location.hash.slice(1));
  if (given.has("secret")) {
    const lines = ["secret", "order", "sha256"].filter((name) => given.has(name));
    at("opened").value = lines.map((name) => `${name}: ${given.get(name)}`).join("\n");
  } else {
    at("posted").value = given.get("sha256") ?? "";
  }
  for (const field of ["opened", "posted"]) {
    at(field).addEventListener("input", check);
  }
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.addEventListener("click", () => speak(button.dataset.lang));
  }
  const asked = new URLSearchParams(location.search).get("lang") ?? navigator.language.slice(0, 2);
  speak(asked in WORDS ? asked : "kk");
  at("page").hidden = false; // with its words, so that nothing moves under the reader's eyes
}

begin();
