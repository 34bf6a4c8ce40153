// The page of a computer test: lets itself in, shows what the server says, sends what is answered.

import { banner, drawBanner, untell } from "./banner.js";
import { Failed, know, post, read, Refused } from "./calls.js";
import { Countdown } from "./clock.js";
import { forget, keep, keepFiles, recall } from "./kept.js";
import { Leaving } from "./leaving.js";
import { Log } from "./log.js";
import { Panels } from "./panels.js";
import { enlarge } from "./pictures.js";
import { freshKey, Queue } from "./queue.js";
import { Questions } from "./questions.js";
import { letIn, refusal } from "./session.js";
import { Stream } from "./stream.js";
import { inTelegram, onBack, settleIn, tell } from "./telegram.js";

const at = (id) => document.getElementById(id);
const exam = Number(new URLSearchParams(location.search).get("exam"));
const RUNNING = ["questions", "finish"];
const OVER = ["result", "void", "ended"];
const OF_A_RUNNING_TEST = ["resumed", "time"]; // kinds of banners

let shown = null; // the page as the server last told it
let own = 0; // answers of this page that were stored since
let queue, questions, countdown, log, stream, leaving;

// -- coming in ------------------------------------------------------------------------------

async function start() {
  noNetwork(false);
  try {
    const attempt = await letIn(exam);
    build(attempt);
    await refresh();
  } catch (error) {
    if (error instanceof Refused) {
      document.documentElement.lang = error.locale;
      turnedAway(error.message);
      return;
    }
    if (!(await showKept())) {
      noNetwork(true);
      return;
    }
  }
  stream.run();
  queue.wake();
  leaving.back();
}

function noNetwork(is) {
  at("opening-words").hidden = is;
  for (const id of ["retry", "no-network"]) at(id).hidden = !is;
}

// Loaded again where there is no network: the test is shown as it was, and what waits is sent later.
async function showKept() {
  const page = queue && (await recall(queue.attempt));
  if (!page) return false;
  apply(page);
  if (page.view === "questions") questions.merge(page);
  online(false);
  return true;
}

function keepShown() {
  if (RUNNING.includes(shown?.view)) keep(queue.attempt, shown, questions.place);
}

function build(attempt) {
  if (queue) return;
  queue = new Queue(attempt, { changed: draw, taken, refused, closed: (error) => turnedAway(error.message) });
  questions = new Questions({
    queue,
    answered: (place, answer) => queue.put("answers", { key: freshKey(), place, ...answer, given_at: Date.now() }),
    flagged: (place, on) => queue.put("acts", { act: "flag", place, on }),
    opened: keepShown,
  });
  countdown = new Countdown({ warn: warnOfTime, over: timeOver });
  log = new Log();
  stream = new Stream({
    seen: () => shown?.state ?? "",
    changed: ({ state }) => (mine(state) ? (shown.state = state) : refresh()),
    time: ({ now }) => countdown.set(now),
    closed: (told) => (told.text ? turnedAway(told.text) : askWhy()),
    lost: () => online(false),
    found: () => online(true),
  });
  leaving = new Leaving({
    left: (how) => RUNNING.includes(shown?.view) && queue.put("acts", { act: "left", how }),
    seen: (seconds) => {
      if (RUNNING.includes(shown?.view)) {
        queue.put("acts", { act: "seen", seconds });
        if (seconds) banner(words("away", { seconds }));
      }
      refresh();
    },
  });
}

// Whether nothing has changed but that answers of this page were stored.
function mine(state) {
  const [given, ...rest] = state.split(".");
  const [before, ...same] = (shown?.state ?? "").split(".");
  const more = Number(given) - Number(before);
  if (rest.join() !== same.join() || !(more <= own + (queue.busy ? 1 : 0))) return false;
  own = Math.max(own - more, 0);
  return true;
}

async function askWhy() {
  try {
    await refresh(true);
  } catch (error) {
    turnedAway(error.message);
  }
}

function turnedAway(text) {
  forget();
  stream?.end();
  shown = null;
  onBack(null);
  at("app").replaceChildren(refusal(text));
  tell("web_app_setup_closing_behavior", { need_confirmation: false });
}

// -- showing --------------------------------------------------------------------------------

let asked = 0;

async function refresh(throwing = false) {
  const mine = (asked += 1);
  try {
    const page = await read("view");
    if (mine === asked) apply(page);
  } catch (error) {
    if (error instanceof Refused && error.status === 401 && !throwing) turnedAway(error.message);
    else if (throwing || shown === null) throw error;
  }
}

function apply(page) {
  const same = shown?.view === page.view && page.view === "questions";
  const before = shown;
  shown = page;
  own = 0;
  document.documentElement.lang = page.locale;
  document.title = page.subject;
  know(null, page.locale);
  if (same) {
    questions.merge(page);
  } else if (before?.html !== page.html) {
    const draft = at("ask-words")?.value ?? "";
    const open = at("log-panel") && !at("log-panel").hidden;
    at("app").innerHTML = page.html;
    wire(page);
    drawBanner();
    if (draft && at("ask-words")) at("ask-words").value = draft;
    // Whoever is back must see how to say so.
    if (open && at("log-panel") && page.view !== "interrupted") panels.toggle("log-panel", true);
    if (before && before.view !== page.view) {
      window.scrollTo({ top: 0 });
      at("main").focus({ preventScroll: true });
    }
  }
  countdown.show(page);
  if (page.view !== "questions") untell((one) => !OF_A_RUNNING_TEST.includes(one.kind));
  for (const news of log.show(page)) banner(news.text, news.kind === "warning", news.kind);
  if (RUNNING.includes(page.view)) {
    keepShown();
    queue.wake();
  } else forget();
  if (OVER.includes(page.view)) {
    queue.drop();
    untell();
    stream.end();
    tell("web_app_setup_closing_behavior", { need_confirmation: false });
  }
  settleBack();
  draw();
}

function settleBack() {
  if (panels.open) onBack(() => panels.close());
  else onBack(shown?.view === "finish" ? () => act({ act: "go_back" }) : null);
}

function wire(page) {
  for (const leave of document.querySelectorAll("[data-leave]")) leave.hidden = !inTelegram();
  if (page.view === "questions") questions.settle(page);
  at("tick")?.addEventListener("change", async (event) => {
    const on = event.target.checked;
    if (await act({ act: "tick", on })) at("submit").disabled = !on;
    else event.target.checked = !on;
  });
  at("ask")?.addEventListener("submit", ask);
}

function draw() {
  if (!shown) return;
  if (shown.view === "questions") questions.draw();
  const net = at("net");
  if (!net || shown.deadline === null) return;
  const count = queue.waiting();
  let state = "saved";
  if (!connected || queue.offline) state = "offline";
  else if (count) state = queue.held ? "waiting" : "sending";
  net.dataset.state = state;
  const said = { saved: "allSaved", sending: "sending", offline: "offline", waiting: "waiting" }[state];
  const text = words(said, { count });
  if (at("net-words").textContent !== text) at("net-words").textContent = text;
}

let connected = true;

function online(there) {
  if (connected === there) return;
  connected = there;
  if (there) {
    queue.wake();
    refresh();
  }
  draw();
  untell((one) => one.text !== words("offlineHow"));
  if (!there && RUNNING.includes(shown?.view)) banner(words("offlineHow"));
  else say(at("net-words")?.textContent ?? "");
}

function words(name, facts = {}) {
  let text = at("words")?.dataset[name] ?? "";
  for (const [key, value] of Object.entries(facts)) text = text.replace(`{${key}}`, value);
  return text;
}

function say(text) {
  at("spoken").textContent = text;
}

function warnOfTime(minutes) {
  if (shown?.view !== "questions") return;
  const text = words("timeLeft", { minutes, open: questions.sections.length - questions.done });
  banner(text, minutes <= 1, "time");
}

function timeOver() {
  if (!RUNNING.includes(shown?.view)) return;
  questions.flush();
  forget();
  banner(words("timeOver"), false, "time");
  for (const control of document.querySelectorAll("#sheet input, #sheet select")) control.disabled = true;
}

// -- acting ---------------------------------------------------------------------------------

function taken(item, answer) {
  if (item.path !== "answers") return;
  own += 1;
  const { place, chosen, typed } = item.body;
  if (answer.late) questions.late.add(place);
  if (shown?.answers) shown.answers[place] = { chosen, partners: chosen, typed };
  keepShown();
}

function refused(item, error) {
  if (item.path === "answers" && shown?.view === "questions") questions.fate(item.body.place, "refused", error.message);
  else if (item.path === "answers") banner(error.message, true);
}

async function act(body) {
  try {
    await post("acts", body);
    await refresh();
    return true;
  } catch (error) {
    if (error instanceof Refused && error.status === 401) turnedAway(error.message);
    else if (error instanceof Refused) banner(error.message, true);
    else banner(words(error instanceof Failed ? "busy" : "offlineHow"), true);
    return false;
  }
}

async function ask(event) {
  event.preventDefault();
  const text = at("ask-words").value.trim();
  if (!text) return;
  if (await act({ act: "ask", text })) {
    if (at("ask-words")) at("ask-words").value = "";
    say(words("sent"));
  }
}

const panels = new Panels({ opened: (id) => id === "log-panel" && log.read(), changed: settleBack });

document.addEventListener("click", async (event) => {
  const pressed = event.target.closest("button");
  if (!pressed || pressed.disabled) return;
  const { dataset } = pressed;
  if (pressed.id === "retry") start();
  else if (pressed.id === "banner-close") untell();
  else if (["previous", "next"].includes(pressed.id)) {
    panels.close("picture-panel");
    questions.step(pressed.id === "next" ? 1 : -1);
  } else if (dataset.opens) panels.toggle(dataset.opens, at(dataset.opens).hidden, pressed);
  else if ("close" in dataset) panels.close();
  else if ("leave" in dataset) tell("web_app_close");
  else if ("larger" in dataset) {
    panels.toggle("picture-panel", true, pressed);
    enlarge(pressed);
  } else if (dataset.to) {
    panels.toggle("scale-panel", false);
    questions.open(Number(dataset.to));
  } else if (dataset.voice) log.listen(pressed);
  else if (dataset.act) {
    pressed.disabled = true;
    pressed.setAttribute("aria-busy", "true"); // over a slow network the answer takes a while
    if (dataset.act === "finish") questions.flush();
    if (dataset.act !== "finish" || !queue.waiting()) await act({ act: dataset.act });
    pressed.disabled = false;
    pressed.removeAttribute("aria-busy");
  }
});

window.addEventListener("online", () => at("retry")?.hidden === false && start());
settleIn();
start();
keepFiles();
