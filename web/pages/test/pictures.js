// The pictures of the questions: each is fetched once, and shown in large where it is wanted.

import { blob } from "./calls.js";
import { picture } from "./kept.js";

const WHOLE = 180; // pixels, up to which a picture is seen as large as it is

const at = (id) => document.getElementById(id);

export class Pictures {
  constructor() {
    this.fetched = new Map();
  }

  // Fetches those of some questions, one after the other.
  async fetch(sections) {
    for (const section of sections) {
      for (const place of section.querySelectorAll("[data-file]")) await this.put(place);
    }
  }

  async put(place) {
    const { file, alt, lost } = place.dataset;
    const larger = place.querySelector("[data-larger]");
    try {
      if (!this.fetched.has(file)) this.fetched.set(file, URL.createObjectURL(await picture(file, () => blob(`files/${file}`))));
      const image = document.createElement("img");
      image.alt = alt;
      image.src = this.fetched.get(file);
      place.querySelector("img, .lost")?.remove();
      place.prepend(image);
      await image.decode();
      larger.hidden = image.naturalWidth <= WHOLE && image.naturalHeight <= WHOLE;
    } catch {
      if (place.querySelector(".lost")) return;
      const again = document.createElement("button");
      again.type = "button";
      again.className = "plain lost";
      again.textContent = lost;
      again.addEventListener("click", (event) => {
        event.preventDefault();
        this.put(place);
      });
      place.prepend(again);
    }
  }
}

// Shows the picture beside a button as large as it is, to be moved about.
export function enlarge(button) {
  const { alt, src } = button.parentElement.querySelector("img");
  const large = at("picture-panel").querySelector("img");
  Object.assign(large, { alt, src });
  at("picture-title").textContent = alt;
  document.documentElement.style.setProperty("--head", `${document.querySelector(".top").offsetHeight}px`);
  at("picture-panel").querySelector(".move").scrollTo(0, 0);
}
