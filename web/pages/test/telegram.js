// What Telegram hands over in the address, and the few words it is told back.
// Its own script is not needed for that, so nothing is loaded from another computer.

const parameters = new URLSearchParams(location.hash.slice(1));

export const initData = parameters.get("tgWebAppData") ?? "";

const COLOURS = {
  bg_color: "--paper",
  secondary_bg_color: "--ground",
  text_color: "--ink",
  hint_color: "--soft",
  link_color: "--accent",
  button_color: "--button",
  button_text_color: "--button-ink",
};
const HEX = /^#[0-9a-f]{6}$/i;

export function wear(theme) {
  const root = document.documentElement;
  for (const [name, property] of Object.entries(COLOURS)) {
    if (HEX.test(theme?.[name] ?? "")) root.style.setProperty(property, theme[name]);
  }
  if (HEX.test(theme?.bg_color ?? "")) {
    const parts = [1, 3, 5].map((from) => parseInt(theme.bg_color.slice(from, from + 2), 16));
    const dark = 0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2] < 128;
    root.dataset.theme = dark ? "dark" : "light";
  }
}

export function tell(event, data = {}) {
  const words = JSON.stringify(data);
  if (window.TelegramWebviewProxy?.postEvent) window.TelegramWebviewProxy.postEvent(event, words);
  else if (window.parent !== window) window.parent.postMessage(JSON.stringify({ eventType: event, eventData: data }), "*");
}

// Whether there is a chat to go back to: an address that was copied into a browser has none.
export const inTelegram = () => Boolean(window.TelegramWebviewProxy?.postEvent) || window.parent !== window;

let goBack = null;

// Shows Telegram's Back, which stands for the phone's own too, while there is something to go back from.
export function onBack(act) {
  if (Boolean(act) !== Boolean(goBack)) tell("web_app_setup_back_button", { is_visible: Boolean(act) });
  goBack = act;
}

export function language() {
  try {
    return JSON.parse(new URLSearchParams(initData).get("user")).language_code ?? "";
  } catch {
    return navigator.language.slice(0, 2);
  }
}

// Telegram on a phone or a computer calls this by one of two names, its page in a browser sends messages.
function receive(event, data) {
  if (event === "theme_changed") wear(data?.theme_params);
  if (event === "back_button_pressed") goBack?.();
}

export function settleIn() {
  window.Telegram = { WebView: { receiveEvent: receive } };
  window.TelegramGameProxy = { receiveEvent: receive };
  try {
    wear(JSON.parse(parameters.get("tgWebAppThemeParams") ?? "{}"));
  } catch {
    wear({});
  }
  window.addEventListener("message", (heard) => {
    if (heard.source !== window.parent) return;
    try {
      const { eventType, eventData } = JSON.parse(heard.data);
      receive(eventType, eventData);
    } catch {
      // somebody else's words
    }
  });
  tell("web_app_ready");
  tell("web_app_expand");
  tell("web_app_setup_back_button", { is_visible: false }); // of a page that was loaded again
  tell("web_app_setup_closing_behavior", { need_confirmation: true });
}
