// What opens over the page, one at a time: the scale, Chat&log, a picture in large.

const at = (id) => document.getElementById(id);

export class Panels {
  // `opened` is told which panel was, `changed` that one was opened or closed.
  constructor({ opened, changed }) {
    Object.assign(this, { opened, changed });
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  get open() {
    return [...document.querySelectorAll(".panel")].find((one) => !one.hidden);
  }

  // `opener` is what was pressed for it.
  toggle(id, open, opener = null) {
    const panel = at(id);
    if (!panel) return;
    if (open) this.opener = opener;
    for (const one of document.querySelectorAll(".panel")) one.hidden = one !== panel || !open;
    for (const key of document.querySelectorAll("[data-opens]")) key.setAttribute("aria-expanded", String(open && key.dataset.opens === id));
    if (open) {
      this.opened(id);
      panel.querySelector("button").focus({ preventScroll: true });
    }
    this.changed();
  }

  // Closes what is open, or only that of one name, and brings the keyboard back to its opener.
  close(id = this.open?.id) {
    if (!this.open || this.open.id !== id) return;
    this.toggle(id, false);
    if (this.opener?.isConnected) this.opener.focus();
  }
}
