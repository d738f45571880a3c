import assert from "node:assert/strict";
import { test } from "node:test";
import { diffValues } from "../../src/room/diff.ts";

const write = JSON.stringify;
const marks = { same: "=", missing: "-", extra: "+" };
const drawn = (expected, got) => diffValues(expected, got, write)?.lines.map((line) => (line.kind === "fold" ? `(${line.count})` : marks[line.kind] + line.text));

test("a missing and an unexpected element are told apart from the equal ones", () => {
  assert.deepEqual(drawn([1, 2, 3], [1, 3, 4]), ["=1", "-2", "=3", "+4"]);
  const { missing, extra } = diffValues([1, 2, 3], [1, 3, 4], write);
  assert.deepEqual([missing, extra], [1, 1]);
});

test("the same parts in another order are not the same answer", () => {
  assert.deepEqual(drawn([2, 3], [3, 2]), ["-2", "=3", "+2"]);
});

test("a number is no text of its digits", () => {
  assert.deepEqual(drawn(["1", 2], [1, 2]), ['-"1"', "+1", "=2"]);
});

test("texts are compared line by line, objects entry by entry", () => {
  assert.deepEqual(drawn("a\nb", "a\nc"), ["=a", "-b", "+c"]);
  assert.deepEqual(drawn({ a: 1, b: 2 }, { b: 3, a: 1 }), ['="a": 1', '-"b": 2', '+"b": 3']);
});

test("long equal runs give way to their number, but not next to a difference", () => {
  const expected = Array.from({ length: 20 }, (_, n) => n);
  assert.deepEqual(drawn(expected, [...expected.slice(0, 10), 99, ...expected.slice(11)]), ["(8)", "=8", "=9", "-10", "+99", "=11", "=12", "(7)"]);
});

test("values without parts, or of another kind, are only shown", () => {
  for (const [expected, got] of [[1, 2], [[1], null], [[1], "1"], ["a", "b"], [[1], [2]], [null, []]]) assert.equal(drawn(expected, got), undefined);
});

test("however large the answers are the difference is bounded and keeps its counts", () => {
  const [expected, got] = [Array.from({ length: 5000 }, (_, n) => n), Array.from({ length: 5000 }, (_, n) => -n - 1)];
  const { lines, missing, extra } = diffValues(expected, got, write);
  assert.deepEqual([lines.length, missing, extra], [200, 5000, 5000]);
});

test("what is left after taking out the extra and the missing is either side", () => {
  const random = ((seed) => () => (seed = (seed * 48271) % 2147483647) / 2147483647)(7);
  const list = () => Array.from({ length: 2 + Math.floor(random() * 8) }, () => Math.floor(random() * 3));
  for (let round = 0; round < 500; round += 1) {
    const [expected, got] = [list(), list()];
    const lines = diffValues(expected, got, write).lines;
    if (lines.some(({ kind }) => kind === "fold")) continue;
    const side = (left) => lines.filter(({ kind }) => kind !== left).map(({ text }) => Number(text));
    assert.deepEqual([side("extra"), side("missing")], [expected, got]);
  }
});
