import assert from "node:assert/strict";
import { test } from "node:test";
import { backoff } from "../../src/room/backoff.ts";
import { formatLeft, ServerClock } from "../../src/room/clock.ts";
import { DraftState, readDraft } from "../../src/room/draft.ts";
import { uuid } from "../../src/room/ids.ts";
import { Ledger } from "../../src/room/ledger.ts";

test("the time left counts a begun second and stops at zero", () => {
  assert.deepEqual([1_800_000, 299_001, 1, 0, -5_000].map(formatLeft), ["30:00", "05:00", "00:01", "00:00", "00:00"]);
  assert.equal(formatLeft(3_723_000), "1:02:03");
});

test("the clock follows the server's, not the device's", () => {
  const clock = new ServerClock();
  clock.set(1_000_000, 400_000);
  assert.equal(clock.now(401_500), 1_001_500);
});

test("the wait doubles from half a second to eight, give or take a quarter", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 9].map((failures) => backoff(failures, 0.5)), [500, 1000, 2000, 4000, 8000, 8000]);
  assert.deepEqual([backoff(1, 0), backoff(5, 1)], [375, 10_000]);
});

test("a number is taken once, and the last one is that before the first gap", () => {
  const ledger = new Ledger();
  assert.deepEqual([1, 2, 2, 4].map((number) => ledger.take(number)), [true, true, false, true]);
  assert.deepEqual([ledger.last, ledger.hasGap], [2, true]);
  ledger.take(3);
  assert.deepEqual([ledger.last, ledger.hasGap], [4, false]);
});

test("a draft's number grows with the first change after each sending", () => {
  const draft = new DraftState({ seq: 0, text: "" });
  draft.change("a");
  assert.deepEqual(draft.change("ab"), { seq: 1, text: "ab" });
  assert.deepEqual(draft.take(), { seq: 1, text: "ab" });
  assert.equal(draft.take(), null);
  assert.deepEqual(draft.change("abc"), { seq: 2, text: "abc" });
  draft.saved(1);
  assert.equal(draft.unsaved, true);
});

test("the draft with the higher number stands after a connection", () => {
  const newer = new DraftState({ seq: 5, text: "typed here" });
  assert.equal(newer.meet({ seq: 4, text: "stored" }), false);
  assert.deepEqual(newer.take(), { seq: 5, text: "typed here" });
  const older = new DraftState({ seq: 3, text: "old" });
  assert.equal(older.meet({ seq: 4, text: "stored" }), true);
  assert.deepEqual([older.current, older.take()], [{ seq: 4, text: "stored" }, null]);
});

test("a draft that was refused for now is sent again with its number", () => {
  const draft = new DraftState({ seq: 0, text: "" });
  draft.change("a");
  draft.take();
  draft.again();
  assert.deepEqual(draft.take(), { seq: 1, text: "a" });
});

test("a damaged draft counts as empty", () => {
  assert.deepEqual(readDraft({ seq: "1" }), { seq: 0, text: "" });
});

test("ids are version 4 UUIDs", () => {
  assert.match(uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(uuid(), uuid());
});

test("what was typed before the connection is not overwritten by an older draft with a higher number", () => {
  const draft = new DraftState({ seq: 0, text: "" });
  draft.change("just typed");
  assert.equal(draft.meet({ seq: 40, text: "from another device" }), false);
  assert.deepEqual(draft.take(), { seq: 41, text: "just typed" });
});
