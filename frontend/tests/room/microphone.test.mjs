import assert from "node:assert/strict";
import { test } from "node:test";
import { Framer, FRAME_SAMPLES, levelOf } from "../../src/meeting/mic/framer.ts";
import { RATE, Resampler } from "../../src/meeting/mic/resample.ts";
import { Uplink } from "../../src/meeting/mic/uplink.ts";

const STREAM = "12345678-1234-5678-1234-567812345678";

function heard(rate, hertz, seconds = 1) {
  const resampler = new Resampler(rate);
  const out = [];
  for (let at = 0; at < rate * seconds; at += 128) {
    const block = Float32Array.from({ length: 128 }, (_, index) => 0.5 * Math.sin((2 * Math.PI * hertz * (at + index)) / rate));
    out.push(...resampler.push(block));
  }
  return out;
}

const loudness = (samples) => Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);

for (const rate of [16_000, 44_100, 48_000, 96_000]) {
  test(`speech at ${rate} Hz comes out at 16 kHz with its pitch and loudness`, () => {
    const samples = heard(rate, 1_000).slice(1_000);
    assert.ok(Math.abs(samples.length + 1_000 - RATE) < 200);
    assert.ok(Math.abs(loudness(samples) - 0.5 / Math.SQRT2) < 0.01);
    const crossings = samples.filter((value, index) => index > 0 && value >= 0 !== samples[index - 1] >= 0).length;
    assert.ok(Math.abs(crossings / (samples.length / RATE) - 2_000) < 10);
  });
}

test("what 16 kHz cannot carry is taken out before it would come back as another tone", () => {
  assert.ok(loudness(heard(48_000, 11_000).slice(1_000)) < 0.005);
  assert.ok(loudness(heard(44_100, 15_000).slice(1_000)) < 0.005);
});

test("frames are whole, in 16 bits, and no sample is lost between them", () => {
  const framer = new Framer();
  const frames = [...framer.push(new Float32Array(500).fill(0.5)), ...framer.push(new Float32Array(500).fill(-2))];
  assert.equal(frames.length, Math.floor(1_000 / FRAME_SAMPLES));
  assert.deepEqual(new Set(frames.map((frame) => frame.byteLength)), new Set([640]));
  const samples = frames.flatMap((frame) => [...new Int16Array(frame.buffer)]);
  assert.deepEqual([samples[0], samples[499], samples[500]], [16_384, 16_384, -32_768]);
  assert.ok(Math.abs(levelOf(frames[0]) - 0.5) < 0.001);
});

/** An uplink and what it sent, as [first number, flags, frames]; each frame is filled with its number. */
function sending() {
  const sent = [];
  const line = { up: true };
  const uplink = new Uplink(STREAM, {
    send: (message) => {
      if (!line.up) return false;
      const view = new DataView(message);
      const numbers = [];
      for (let at = 22; at < message.byteLength; at += 640) numbers.push(view.getUint8(at));
      sent.push([view.getUint32(18), view.getUint8(1), numbers]);
      return true;
    },
  });
  const speak = (from, to, voice = false) => {
    for (let number = from; number < to; number += 1) uplink.push(new Uint8Array(640).fill(number), voice);
  };
  return { uplink, sent, line, speak };
}

test("frames go in fives, numbered, with the stream in the head", () => {
  const { uplink, sent, speak } = sending();
  uplink.opened(0);
  speak(0, 12);
  assert.deepEqual(sent, [
    [0, 0, [0, 1, 2, 3, 4]],
    [5, 0, [5, 6, 7, 8, 9]],
  ]);
});

test("after a cut what was not acknowledged is sent again, and nothing else", () => {
  const { uplink, sent, line, speak } = sending();
  uplink.opened(0);
  speak(0, 10);
  uplink.acknowledged(5);
  line.up = false;
  uplink.closed();
  speak(10, 20);
  sent.length = 0;
  line.up = true;
  assert.equal(uplink.first, 5);
  uplink.opened(7);
  assert.deepEqual(sent, [[7, 0, [7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]]]);
});

test("a message is either with the interviewer's voice or without", () => {
  const { uplink, sent, speak } = sending();
  uplink.opened(0);
  speak(0, 3);
  speak(3, 9, true);
  assert.deepEqual(sent, [
    [0, 0, [0, 1, 2]],
    [3, 1, [3, 4, 5, 6, 7]],
  ]);
});

test("no more is on its way than a line can take back", () => {
  const { uplink, sent, speak } = sending();
  uplink.opened(0);
  speak(0, 255);
  speak(0, 45);
  assert.equal(sent.at(-1)[0] + sent.at(-1)[2].length, 250);
  uplink.acknowledged(250);
  assert.equal(sent.at(-1)[0] + sent.at(-1)[2].length, 300);
});
