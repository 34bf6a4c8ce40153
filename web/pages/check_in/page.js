// Checking in by photographs: consent, face, document, done. The pictures stay on this page until
// they are sent together to be compared; nothing is kept on the device.

import { Failed, know, post, read, Refused, send } from "/test/calls.js";
import { letIn, refusal } from "/test/session.js";
import { language, settleIn, tell } from "/test/telegram.js";
import { Camera, several } from "./camera.js";

const at = (id) => document.getElementById(id);
const exam = Number(new URLSearchParams(location.search).get("exam"));
const STEPS = ["consent", "face", "document", "done"];
// Pixels of the longer side: a face is found no better in more, the small portrait of a document is.
const LONGEST = { face: 1280, document: 1920 };
const SLOW = 4000; // milliseconds after which is said what it waits for
const ASKED = 1000; // milliseconds after which a camera that does not open is waiting for a word
const taken = {};

async function start() {
  unreachable(false);
  try {
    await letIn(exam);
    const { html, locale } = await read("view");
    document.documentElement.lang = locale;
    at("app").innerHTML = html;
    document.title = document.querySelector("h1").textContent;
  } catch (error) {
    if (error instanceof Refused) {
      document.documentElement.lang = error.locale;
      turnedAway(error.message);
    } else unreachable(true);
    return;
  }
  build();
  await go(frame().dataset.step);
}

// Whether the page could not be fetched; then it is tried again by itself once there is a network.
function unreachable(is) {
  at("opening-words").hidden = is;
  for (const id of ["retry", "no-network"]) at(id).hidden = !is;
}

const frame = () => document.querySelector(".check-in");
const words = (name) => at("words")?.getAttribute(`data-${name}`) ?? ""; // the page may be closed
const TOO_LARGE = 413; // said by a server on the way, which takes less than ours
const failure = (error, offline) => words(!(error instanceof Failed) ? offline : error.status === TOO_LARGE ? "too-large" : "busy");
const seen = (element) => element.getClientRects().length > 0;
const section = (step) => document.querySelector(`section[data-step="${step}"]`);

function turnedAway(text) {
  for (const step of Object.values(shoots)) step.camera.stop();
  at("app").replaceChildren(refusal(text));
  askBeforeClosing(false);
}

const askBeforeClosing = (need_confirmation) => tell("web_app_setup_closing_behavior", { need_confirmation });

// -- steps ----------------------------------------------------------------------------------

const shoots = {};

function build() {
  at("agree").addEventListener("change", () => {
    at("go").disabled = !at("agree").checked;
  });
  at("go").addEventListener("click", () => busy(at("go"), consent));
  at("decline").addEventListener("click", () => go("declined"));
  at("think-again").addEventListener("click", () => go("consent"));
  for (const button of document.querySelectorAll('[data-act="close"]')) {
    button.addEventListener("click", () => tell("web_app_close"));
  }
  at("once-more").addEventListener("click", () => go("face"));
  shoots.face = new Shoot("face", "user", () => go("document"));
  shoots.document = new Shoot("document", "environment", () => compare());
}

async function go(step) {
  frame().dataset.step = step;
  const here = STEPS.indexOf(step);
  for (const one of document.querySelectorAll(".steps li")) {
    const place = STEPS.indexOf(one.dataset.of);
    one.dataset.state = place < here || step === "done" ? "done" : place === here ? "now" : "next";
    one.toggleAttribute("aria-current", place === here);
  }
  for (const [name, shoot] of Object.entries(shoots)) if (name !== step) shoot.camera.stop();
  askBeforeClosing(step in shoots); // elsewhere nothing would be lost
  at("main").focus({ preventScroll: true });
  window.scrollTo(0, 0);
  await shoots[step]?.begin();
}

async function busy(button, work) {
  button.disabled = true;
  at("trouble").textContent = "";
  try {
    await work();
  } catch (error) {
    if (error instanceof Refused) turnedAway(error.message);
    else at("trouble").textContent = failure(error, "no-network");
  } finally {
    button.disabled = false;
  }
}

async function consent() {
  await post("consent", {});
  await go("face");
}

async function compare() {
  const shoot = shoots.document;
  shoot.say(words("comparing"));
  const both = new FormData();
  both.append("face", taken.face, "face.jpg");
  both.append("document", taken.document, "document.jpg");
  await shoot.patiently("compare", both);
  for (const name of Object.keys(taken)) delete taken[name];
  for (const one of Object.values(shoots)) one.camera.forget();
  await go("done");
}

// -- taking one picture -----------------------------------------------------------------------

class Shoot {
  constructor(step, facing, then) {
    const home = section(step);
    const find = (what) => home.querySelector(what);
    this.step = step;
    this.then = then;
    this.view = find(".view");
    this.asking = find(".asking");
    this.missing = find(".no-camera");
    this.verdict = find(".verdict");
    this.camera = new Camera(this.view, facing, LONGEST[step]);
    this.home = home;
    this.buttons = {
      take: find(".take"),
      again: find(".again"),
      turnOn: find(".turn-on"),
      resend: find(".resend"),
      goOn: find(".go-on"),
      turn: find(".turn"),
    };
    this.file = find("input[type=file]");
    this.buttons.take.addEventListener("click", () => this.look(() => this.camera.take()));
    this.buttons.again.addEventListener("click", () => this.begin());
    this.buttons.turnOn.addEventListener("click", () => this.begin());
    this.buttons.resend.addEventListener("click", () => this.unsent());
    this.buttons.goOn.addEventListener("click", () => this.onward());
    this.buttons.turn.addEventListener("click", async () => this.live(await this.camera.turn()));
    this.file.addEventListener("change", () => {
      const [chosen] = this.file.files;
      this.file.value = "";
      if (chosen) this.look(() => this.camera.choose(chosen));
    });
  }

  async begin() {
    delete taken[this.step];
    this.say("");
    this.show("take");
    this.buttons.take.disabled = true;
    this.live("");
    const timer = setTimeout(() => {
      this.asking.hidden = this.buttons.take.hidden; // then a file has been chosen meanwhile
    }, ASKED);
    const why = await this.camera.start();
    clearTimeout(timer);
    this.asking.hidden = true;
    this.live(why);
    this.buttons.take.disabled = Boolean(why);
    if (taken[this.step]) this.camera.stop(); // a file was chosen meanwhile
    else this.buttons.turn.hidden = Boolean(why) || !(await several());
    this.hold();
  }

  // Without a camera a file is the one way, until the camera is turned on.
  live(why) {
    if (why) this.home.dataset.noCamera = why;
    else delete this.home.dataset.noCamera;
    this.buttons.turnOn.hidden = !why || Boolean(taken[this.step]);
    this.missing.textContent = why && words(`camera-${why}`);
  }

  show(...names) {
    for (const [name, button] of Object.entries(this.buttons)) button.hidden = !names.includes(name);
    if (!names.length) return;
    if (!names.includes("take")) this.home.querySelector(".shoot-buttons").scrollIntoView({ block: "nearest" });
    this.hold();
  }

  // Brings the keyboard to the first button where the one it was on has gone.
  hold() {
    const here = document.activeElement;
    if (here !== document.body && seen(here)) return;
    Object.values(this.buttons).find((one) => seen(one) && !one.disabled)?.focus({ preventScroll: true });
  }

  say(text, state = "") {
    this.verdict.textContent = text;
    this.verdict.dataset.state = state;
    this.view.dataset.state = state;
  }

  // Before the picture has arrived it is the network that takes long, then those who came before.
  async patiently(path, pictures) {
    let timer = setTimeout(() => this.say(words("slow")), SLOW);
    const arrived = () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.say(words("waits")), SLOW);
    };
    try {
      return await send(path, pictures, arrived);
    } finally {
      clearTimeout(timer);
    }
  }

  async look(picture) {
    this.asking.hidden = true;
    this.show();
    this.say(words("looking"));
    try {
      taken[this.step] = await picture();
    } catch {
      this.say(words("unreadable"), "poor"); // no browser can show this file
      this.show("again");
      return;
    }
    this.camera.stop();
    await this.judge();
  }

  async judge() {
    this.show();
    this.say(words("looking"));
    try {
      const { faults } = await this.patiently(`look/${this.step}`, taken[this.step]);
      if (faults.length === 0) {
        this.say(words("fine"), "fine");
        await this.onward();
        return;
      }
      this.say(faults[0], "poor");
      this.show("again", "goOn");
    } catch (error) {
      this.poor(error, () => this.judge());
    }
  }

  async onward() {
    this.show();
    try {
      await this.then();
    } catch (error) {
      this.poor(error, () => this.onward());
    }
  }

  // A rule's no is told under the picture where another picture helps, else it ends the page.
  // Where the network was gone or the server failed, the same picture is sent once more.
  poor(error, onceMore) {
    if (error instanceof Refused && (error.status !== 409 || ["photographs_off", "consent_missing", "too_many_pictures", "wrong_stage"].includes(error.code))) {
      turnedAway(error.message);
      return;
    }
    const tooBusy = error.code === "inspection_failed"; // the picture is none the worse for it
    if (error instanceof Refused && !tooBusy) {
      this.say(error.message, "poor");
      this.show("again");
      return;
    }
    this.unsent = onceMore;
    this.say(tooBusy ? words("busy") : failure(error, "offline"), "poor");
    this.show(...(error.status === TOO_LARGE ? ["again"] : ["resend", "again"]));
  }
}

know("", language());
settleIn();
at("retry").addEventListener("click", start);
window.addEventListener("online", () => at("retry")?.hidden === false && start());
start();
