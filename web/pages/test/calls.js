// Calls to the server: a rule's "no" is a Refused, an answer of no use is a Failed, and anything
// else that fails means no network.

export class Refused extends Error {
  constructor({ code, text, wait, locale }, status) {
    super(text);
    Object.assign(this, { code, wait, locale, status });
  }
}

export class Failed extends Error {
  constructor(path, status) {
    super(`${path}: ${status}`);
    this.status = status;
  }
}

const PATIENCE = 15000; // milliseconds
const PATIENCE_WITH_PICTURES = 300000; // two pictures, over the slowest mobile network

let token = "";
let language = "";

export function know(shown, spoken) {
  if (shown !== null) token = shown;
  language = spoken || language;
}

export function headers(more = {}) {
  const own = { "Accept-Language": language || "kk", ...more };
  if (token) own.Authorization = `Bearer ${token}`;
  return own;
}

function failed(path, status, told) {
  return [401, 409, 429].includes(status) && told ? new Refused(told, status) : new Failed(path, status);
}

async function call(path, options, patience = PATIENCE) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), patience);
  try {
    const answer = await fetch(`${location.pathname}/${path}`, { cache: "no-store", credentials: "omit", signal: giveUp.signal, ...options });
    if (answer.ok) return answer;
    throw failed(path, answer.status, await answer.json().catch(() => null));
  } finally {
    clearTimeout(timer);
  }
}

export async function read(path) {
  return (await call(path, { headers: headers() })).json();
}

export async function blob(path) {
  return (await call(path, { headers: headers() })).blob();
}

export async function post(path, body) {
  const sent = { method: "POST", body: JSON.stringify(body), headers: headers({ "Content-Type": "application/json" }), keepalive: true };
  return (await call(path, sent)).json();
}

// Sends pictures; `arrived` is called when they are on the server, before it has looked at them.
export function send(path, pictures, arrived) {
  const sending = new XMLHttpRequest(); // fetch does not tell when all is sent
  sending.open("POST", `${location.pathname}/${path}`);
  for (const [name, value] of Object.entries(headers())) sending.setRequestHeader(name, value);
  sending.responseType = "json";
  sending.timeout = PATIENCE_WITH_PICTURES;
  sending.upload.onload = arrived;
  return new Promise((answered, refused) => {
    sending.onload = () => {
      const { status, response } = sending;
      if (status === 200) answered(response);
      else refused(failed(path, status, response));
    };
    sending.onerror = sending.ontimeout = () => refused(new TypeError("no network"));
    sending.send(pictures);
  });
}
