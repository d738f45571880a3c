import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, chosen, constrained, onChosen, openDevices } from "../../src/devices/chosen.ts";

/** A browser with these microphones; what it was asked for is written down. */
function browser(microphones, refusal = "OverconstrainedError") {
  const asked = [];
  const getUserMedia = async (wanted) => {
    asked.push(wanted);
    const id = wanted.audio?.deviceId?.exact;
    if (id && !microphones.includes(id)) throw new DOMException("", refusal);
    return "a stream";
  };
  globalThis.document = new EventTarget();
  Object.defineProperty(globalThis, "navigator", { value: { mediaDevices: { getUserMedia } }, configurable: true });
  return asked;
}

test("the chosen device is asked for by its id, beside what else is wanted", async () => {
  const asked = browser(["desk"]);
  choose("microphone", "desk");
  await openDevices({ audio: constrained("microphone", { echoCancellation: true }) });
  assert.deepEqual(asked, [{ audio: { echoCancellation: true, deviceId: { exact: "desk" } } }]);
});

for (const refusal of ["OverconstrainedError", "NotFoundError"]) {
  test(`where it is away (${refusal}) another one is taken, and the choice stays`, async () => {
    const asked = browser([], refusal);
    choose("microphone", "desk");
    const wanted = { audio: constrained("microphone", { echoCancellation: true }), video: { width: 640 } };
    assert.equal(await openDevices(wanted), "a stream");
    assert.deepEqual(asked[1], { audio: { echoCancellation: true }, video: { width: 640 } });
    assert.equal(chosen("microphone"), "desk");
  });
}

test("a refusal by the person is not asked around", async () => {
  const asked = browser([], "NotAllowedError");
  choose("microphone", "desk");
  await assert.rejects(openDevices({ audio: constrained("microphone") }), { name: "NotAllowedError" });
  assert.equal(asked.length, 1);
});

test("a choice is told to those who use that device", () => {
  browser([]);
  const told = [];
  onChosen("microphone", () => told.push("microphone"));
  onChosen("speaker", () => told.push("speaker"));
  choose("speaker", "headset");
  assert.deepEqual(told, ["speaker"]);
});
