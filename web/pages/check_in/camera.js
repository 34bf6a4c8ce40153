// The camera of one step: shows itself behind the mask, gives a JPEG of what it sees or of a file.

const QUALITY = 0.9;
const WHY = { NotAllowedError: "refused", SecurityError: "refused", NotReadableError: "taken", AbortError: "taken" };

export class Camera {
  // longest: pixels of the longer side of a picture.
  constructor(view, facing, longest) {
    this.video = view.querySelector("video");
    this.still = view.querySelector("img");
    this.facing = facing;
    this.longest = longest;
  }

  // Returns "" once it is on, or why it is not: a file does as well, and may be there already.
  async start() {
    this.forget();
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: { ideal: this.facing }, width: { ideal: this.longest } },
        audio: false,
      });
    } catch (error) {
      return WHY[error.name] ?? "none"; // no camera is given to a page outside https either
    }
    this.video.srcObject = this.stream;
    this.video.toggleAttribute("data-mirrored", this.facing === "user");
    return "";
  }

  stop() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }

  async turn() {
    this.facing = this.facing === "user" ? "environment" : "user";
    this.stop();
    return this.start();
  }

  async take() {
    return this.#keep(await this.#jpeg(this.video, this.video.videoWidth, this.video.videoHeight));
  }

  async choose(file) {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    return this.#keep(await this.#jpeg(picture, picture.width, picture.height));
  }

  forget() {
    if (this.still.src) URL.revokeObjectURL(this.still.src);
    this.still.removeAttribute("src");
    this.still.hidden = true;
  }

  #keep(taken) {
    this.forget();
    this.still.src = URL.createObjectURL(taken);
    this.still.hidden = false;
    return taken;
  }

  #jpeg(source, width, height) {
    const scale = Math.min(1, this.longest / Math.max(width, height, 1));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const drawing = canvas.getContext("2d");
    drawing.imageSmoothingQuality = "high"; // otherwise most pixels of a large file are left out
    drawing.drawImage(source, 0, 0, canvas.width, canvas.height);
    return new Promise((done, fail) => {
      canvas.toBlob((taken) => (taken ? done(taken) : fail(new Error("no picture"))), "image/jpeg", QUALITY);
    });
  }
}

export async function several() {
  const devices = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  return devices.filter((device) => device.kind === "videoinput").length > 1;
}
