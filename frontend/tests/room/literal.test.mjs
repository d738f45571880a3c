import assert from "node:assert/strict";
import { test } from "node:test";
import { literal } from "../../src/room/literal.ts";

test("values read as Python writes them", () => {
  assert.equal(literal([1, 2.5, true, false, null]), "[1, 2.5, True, False, None]");
  assert.equal(literal({ a: [], b: { c: "x" } }), "{'a': [], 'b': {'c': 'x'}}");
});

test("strings are quoted so that they differ from numbers", () => {
  assert.deepEqual(["1", "it's", 'a"b', "two\nlines", ""].map((text) => literal(text)), ["'1'", '"it\'s"', '"a\\"b"', "'two\\nlines'", "''"]);
});

test("values of another language read as JSON", () => {
  assert.equal(literal([true, null, "it's", { a: 1 }], "javascript"), '[true, null, "it\'s", {"a": 1}]');
});
