import assert from "node:assert/strict";
import { test } from "node:test";
import { applyChanges, difference, inPieces } from "../../src/room/difference.ts";
import { EditBuffer, readSnapshot } from "../../src/room/edits.ts";

const PLACE = { question: 7, language: "python" };
const reload = (buffer, starter = "") => new EditBuffer(PLACE, starter, readSnapshot(JSON.parse(JSON.stringify(buffer.snapshot))));

test("difference is one replacement from the common head to the common tail", () => {
  assert.deepEqual(difference("abcdef", "abXYef", 5), [5, 2, 4, "XY"]);
  assert.deepEqual(difference("aaa", "aaaa", 0), [0, 3, 3, "a"]);
  assert.equal(difference("same", "same", 0), null);
});

test("difference never splits a surrogate pair", () => {
  assert.deepEqual(difference("a\u{1F600}b", "a\u{1F601}b", 0), [0, 1, 3, "\u{1F601}"]);
  assert.deepEqual(difference("\u{1F600}", "\u{1FA00}", 0), [0, 0, 2, "\u{1FA00}"]);
});

test("difference leads from any text to any other", () => {
  const random = ((seed) => () => (seed = (seed * 48271) % 2147483647) / 2147483647)(42);
  const text = () => Array.from({ length: Math.floor(random() * 8) }, () => ["a", "b", "\n", "\u{1F600}"][Math.floor(random() * 4)]).join("");
  for (let round = 0; round < 2000; round += 1) {
    const [from, to] = [text(), text()];
    const change = difference(from, to, 0);
    assert.equal(change ? applyChanges(from, [change]) : from, to);
  }
});

test("a large insertion goes in pieces that make the same text", () => {
  const change = [3, 1, 2, "\u{1F600}".repeat(5)];
  const pieces = inPieces(change, 3);
  assert.equal(applyChanges("abc", pieces), applyChanges("abc", [change]));
  assert.ok(pieces.every(([, , , insert]) => insert.length <= 3));
  assert.deepEqual(inPieces([0, 2, 5, ""], 3), [[0, 2, 5, ""]]);
});

test("edits are collected into one batch with the next number and the length after it", () => {
  const buffer = new EditBuffer(PLACE, "ab");
  buffer.record([[10, 2, 2, "c"]]);
  buffer.record([[20, 0, 1, ""]]);
  assert.deepEqual(buffer.take(), { ...PLACE, seq: 1, changes: [[10, 2, 2, "c"], [20, 0, 1, ""]], length: 2 });
});

test("one batch is on its way at a time", () => {
  const buffer = new EditBuffer(PLACE, "");
  buffer.record([[1, 0, 0, "a"]]);
  buffer.take();
  buffer.record([[2, 1, 1, "b"]]);
  assert.equal(buffer.take(), null);
  buffer.saved(1);
  assert.deepEqual(buffer.take(), { ...PLACE, seq: 2, changes: [[2, 1, 1, "b"]], length: 2 });
});

test("a saved of an earlier batch does not land the one on its way", () => {
  const buffer = new EditBuffer(PLACE, "");
  buffer.record([[1, 0, 0, "a"]]);
  buffer.take();
  buffer.saved(0);
  assert.equal(buffer.unsaved, true);
});

test("a paste above a batch's size is sent in several batches", () => {
  const buffer = new EditBuffer(PLACE, "");
  const pasted = "x".repeat(40_000);
  buffer.record([[1, 0, 0, pasted]]);
  let stored = "";
  for (let seq = 1; buffer.unsaved; seq += 1) {
    const batch = buffer.take();
    assert.equal(batch.seq, seq);
    stored = applyChanges(stored, batch.changes);
    assert.equal(batch.length, stored.length);
    buffer.saved(seq);
  }
  assert.equal(stored, pasted);
});

test("hours of typing without a connection are sent in several batches", () => {
  const buffer = new EditBuffer(PLACE, "");
  for (let at = 0; at < 2_500; at += 1) buffer.record([[at, at, at, "x"]]);
  const sizes = [];
  for (let seq = 1; buffer.unsaved; seq += 1) {
    sizes.push(buffer.take().changes.length);
    buffer.saved(seq);
  }
  assert.deepEqual(sizes, [1000, 1000, 500]);
});

test("resync makes one edit from what is stored to what is here", () => {
  const buffer = new EditBuffer(PLACE, "");
  buffer.record([[1, 0, 0, "hello"]]);
  buffer.take();
  buffer.resync(4, "hallo", 99);
  assert.deepEqual(buffer.take(), { ...PLACE, seq: 5, changes: [[99, 1, 2, "e"]], length: 5 });
});

test("after a lost connection the batch on its way is sent again as it was", () => {
  const buffer = new EditBuffer(PLACE, "");
  buffer.record([[1, 0, 0, "a"]]);
  const batch = buffer.take();
  buffer.record([[2, 1, 1, "b"]]);
  assert.deepEqual(buffer.meet(0, "", 5), { text: "ours" });
  assert.deepEqual(buffer.again(), batch);
});

test("after a lost acknowledgement the batch counts as saved", () => {
  const buffer = new EditBuffer(PLACE, "");
  buffer.record([[1, 0, 0, "a"]]);
  buffer.take();
  buffer.record([[2, 1, 1, "b"]]);
  assert.deepEqual(buffer.meet(1, "a", 5), { text: "ours" });
  assert.deepEqual(buffer.take(), { ...PLACE, seq: 2, changes: [[2, 1, 1, "b"]], length: 2 });
});

test("a reload sends the difference between the mirror and what is stored", () => {
  const buffer = new EditBuffer(PLACE, "start");
  buffer.record([[1, 5, 5, " one"]]);
  buffer.take();
  buffer.saved(1);
  buffer.record([[2, 9, 9, " two"]]);
  const back = reload(buffer, "start");
  assert.deepEqual(back.meet(1, "start one", 3), { text: "ours" });
  assert.deepEqual(back.take(), { ...PLACE, seq: 2, changes: [[0, 9, 9, " two"]], length: 13 });
});

test("a reload with a batch on its way knows whether it landed", () => {
  const buffer = new EditBuffer(PLACE, "");
  buffer.record([[1, 0, 0, "a"]]);
  buffer.take();
  buffer.record([[2, 1, 1, "b"]]);
  const landed = reload(buffer);
  assert.deepEqual(landed.meet(1, "a", 9), { text: "ours" });
  assert.deepEqual(landed.take().changes, [[0, 1, 1, "b"]]);
  const dropped = reload(buffer);
  assert.deepEqual(dropped.meet(0, "", 9), { text: "ours" });
  assert.deepEqual(dropped.take(), { ...PLACE, seq: 1, changes: [[9, 0, 0, "ab"]], length: 2 });
});

test("a buffer without unsent edits takes what another device has written", () => {
  const buffer = new EditBuffer(PLACE, "starter");
  assert.deepEqual(buffer.meet(12, "written elsewhere", 0), { text: "theirs", lost: null });
  assert.equal(buffer.text, "written elsewhere");
  assert.equal(buffer.take(), null);
});

test("what was typed here while another device wrote is handed back, not dropped", () => {
  const buffer = new EditBuffer(PLACE, "");
  buffer.record([[1, 0, 0, "mine"]]);
  assert.deepEqual(buffer.meet(5, "theirs", 0), { text: "theirs", lost: "mine" });
});

test("a server that has fallen behind gets what is here", () => {
  const buffer = new EditBuffer(PLACE, "");
  buffer.record([[1, 0, 0, "abc"]]);
  buffer.take();
  buffer.saved(1);
  assert.deepEqual(buffer.meet(0, "", 8), { text: "ours" });
  assert.deepEqual(buffer.take(), { ...PLACE, seq: 1, changes: [[8, 0, 0, "abc"]], length: 3 });
});

test("a damaged mirror counts as none", () => {
  assert.equal(readSnapshot({ text: 5 }), null);
  assert.equal(readSnapshot(null), null);
});

test("first edits that never reached the server are sent again by the next visit", () => {
  const buffer = new EditBuffer(PLACE, "ab");
  buffer.record([[0, 2, 2, "c"]]);
  buffer.take();
  const later = reload(buffer);
  assert.equal(later.take(), null);
  later.meetNothing(5);
  assert.deepEqual(later.take(), { ...PLACE, seq: 1, changes: [[5, 2, 2, "c"]], length: 3 });
});

test("a batch of this page that is on its way is not made anew", () => {
  const buffer = new EditBuffer(PLACE, "ab");
  buffer.record([[0, 2, 2, "c"]]);
  const batch = buffer.take();
  buffer.meetNothing(5);
  assert.deepEqual([buffer.again(), buffer.take()], [batch, null]);
});
