// A voice note: recorded where there is a microphone, else a sample tone.

const RATE = 16000; // samples a second
const NOTES = [523, 659, 784]; // hertz: c, e, g
const NOTE = 0.35; // seconds

// A short tune as a WAV file: 16 bits, one channel.
export function sampleTone() {
  const count = Math.round(RATE * NOTE * NOTES.length);
  const view = new DataView(new ArrayBuffer(44 + 2 * count));
  const write = (at, text) => [...text].forEach((one, number) => view.setUint8(at + number, one.charCodeAt(0)));
  write(0, "RIFF");
  view.setUint32(4, 36 + 2 * count, true);
  write(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // channels
  view.setUint32(24, RATE, true);
  view.setUint32(28, 2 * RATE, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(36, "data");
  view.setUint32(40, 2 * count, true);
  for (let sample = 0; sample < count; sample += 1) {
    const within = (sample / RATE) % NOTE;
    const pitch = NOTES[Math.floor(sample / RATE / NOTE) % NOTES.length];
    const loud = Math.min(within / 0.02, 1) * Math.exp(-5 * within);
    view.setInt16(44 + 2 * sample, 12000 * loud * Math.sin(2 * Math.PI * pitch * (sample / RATE)), true);
  }
  return new Blob([view], { type: "audio/wav" });
}

// Starts recording; `stop` gives the note, a sample where there is no microphone.
export async function record() {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    return { sample: true, stop: async () => sampleTone(), cancel: () => {} };
  }
  if (!("MediaRecorder" in window)) {
    release(stream);
    return { sample: true, stop: async () => sampleTone(), cancel: () => {} };
  }
  const recorder = new MediaRecorder(stream);
  const pieces = [];
  recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
  recorder.start();
  const stop = () => new Promise((done) => {
    recorder.addEventListener("stop", () => {
      release(stream);
      done(new Blob(pieces, { type: recorder.mimeType }));
    });
    recorder.stop();
  });
  return { sample: false, stop, cancel: stop };
}

function release(stream) {
  for (const track of stream.getTracks()) track.stop();
}
