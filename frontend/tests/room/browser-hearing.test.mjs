import assert from "node:assert/strict";
import { test } from "node:test";
import { BrowserHearing } from "../../src/meeting/mic/browser.ts";
import { recognitionOf, worksHere } from "../../src/meeting/mic/recognition.ts";

/** A browser's recogniser that hears what the test says. */
class FakeRecognition extends EventTarget {
  static made = [];
  started = 0;
  results = [];

  constructor() {
    super();
    FakeRecognition.made.push(this);
  }

  start() {
    this.started += 1;
  }

  abort() {
    this.dispatchEvent(new Event("end"));
  }

  hears(text, isFinal = false) {
    const resultIndex = this.results.length;
    const results = [...this.results, { isFinal, 0: { transcript: text } }];
    if (isFinal) this.results = results;
    this.dispatchEvent(Object.assign(new Event("result"), { resultIndex, results }));
  }

  fails(error) {
    this.dispatchEvent(Object.assign(new Event("error"), { error }));
    this.dispatchEvent(new Event("end"));
  }
}

async function hearing({ here = false } = {}) {
  FakeRecognition.made = [];
  const told = { words: [], troubles: [], voice: false };
  const heard = new BrowserHearing(FakeRecognition, here, { voice: () => told.voice }, {
    level: () => undefined,
    trouble: (trouble) => told.troubles.push(trouble),
    words: (words) => told.words.push(words),
  });
  await heard.start();
  return { heard, told, now: () => FakeRecognition.made.at(-1) };
}

const said = ({ words }) => words.map(({ state, text }) => [state, text]);

test("what is heard is shown as it comes and handed over three seconds after the last word", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { told, now } = await hearing();
  now().hears("an index");
  now().hears("an index is sorted", true);
  context.mock.timers.tick(2_999);
  now().hears("it costs");
  context.mock.timers.tick(2_999);
  assert.deepEqual(said(told), [["partial", "an index"], ["partial", "an index is sorted"], ["partial", "an index is sorted it costs"]]);
  context.mock.timers.tick(1);
  assert.deepEqual(said(told).at(-1), ["final", "an index is sorted it costs"]);
});

test("its words are rough: they are never sent unread", async () => {
  const { heard, told, now } = await hearing();
  now().hears("an index", true);
  heard.finish();
  assert.deepEqual(told.words.map(({ rough, good }) => [rough, good]), [[true, false], [true, false]]);
  assert.equal(heard.by, "browser");
});

test("finished, what it was not sure of is handed over once and it listens on", async () => {
  const { heard, told, now } = await hearing();
  now().hears("it costs");
  const before = now();
  heard.finish();
  assert.notEqual(now(), before);
  now().hears("and space", true);
  heard.finish();
  assert.deepEqual(said(told).filter(([state]) => state === "final"), [["final", "it costs"], ["final", "and space"]]);
  assert.deepEqual(told.words.filter(({ state }) => state === "final").map(({ turn }) => turn), [0, 1]);
});

test("a browser that stops by itself is started again until it is told to stop", async () => {
  const { heard, now } = await hearing();
  now().abort();
  assert.deepEqual(FakeRecognition.made.map(({ started }) => started), [1, 1]);
  heard.stop();
  assert.equal(FakeRecognition.made.length, 2);
});

test("one that ends at once again and again does not listen", async () => {
  const { told, now } = await hearing();
  for (let end = 0; end < 4; end += 1) now().abort();
  assert.deepEqual(told.troubles, ["down"]);
});

test("each failure has its own remedy", async () => {
  for (const [error, trouble] of [["not-allowed", "denied"], ["audio-capture", "none"], ["network", "down"], ["language-not-supported", "no_recogniser"]]) {
    const { told, now } = await hearing();
    now().fails(error);
    assert.deepEqual(told.troubles, [trouble], error);
  }
});

test("a pause to think is no silent microphone; a long silence is", async () => {
  const { told, now } = await hearing();
  now().fails("no-speech");
  now().fails("no-speech");
  assert.deepEqual(told.troubles, []);
  now().fails("no-speech");
  assert.deepEqual(told.troubles, ["silent"]);
});

test("muted it hears nothing, and what was said waits", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { heard, told, now } = await hearing();
  now().hears("an index", true);
  heard.mute(true);
  now().hears("a private word", true);
  context.mock.timers.tick(60_000);
  heard.mute(false);
  now().hears("is sorted", true);
  heard.finish();
  assert.deepEqual(said(told).at(-1), ["final", "an index is sorted"]);
});

test("the interviewer's own words are not the candidate's", async () => {
  const { told, now } = await hearing();
  told.voice = true;
  now().hears("what does an index cost", true);
  assert.deepEqual(told.words, []);
});

test("on the device alone where the browser can, and only then", async () => {
  const able = (answer) => ({ available: () => answer });
  assert.equal(await worksHere(able(Promise.resolve("available"))), true);
  assert.equal(await worksHere(able(Promise.resolve("downloadable"))), false);
  assert.equal(await worksHere(able(Promise.reject(new Error("no such language")))), false);
  assert.equal(await worksHere({}), false);
  const { now } = await hearing({ here: true });
  assert.equal(now().processLocally, true);
  assert.equal((await hearing()).now().processLocally, undefined);
});

test("a browser without a recogniser has none", () => {
  assert.equal(recognitionOf({}), null);
  assert.equal(recognitionOf({ webkitSpeechRecognition: FakeRecognition }), FakeRecognition);
});
