import assert from "node:assert/strict";
import { test } from "node:test";
import { Choices } from "../../src/room/choices.ts";
import { keyOf, placeOf } from "../../src/room/code.ts";

const QUESTION = { id: 3, language: "python", languages: [{ name: "python" }, { name: "go" }, { name: "java" }] };

function room(stored = new Map()) {
  const sent = [];
  const mirror = {
    read: (part) => JSON.parse(stored.get(part) ?? "null"),
    write: (part, value) => void stored.set(part, JSON.stringify(value)),
    parts: (start) => [...stored.keys()].filter((part) => part.startsWith(start)),
  };
  return { choices: new Choices(mirror, (place) => sent.push(place)), sent, stored };
}

test("without a choice made here the server's stands", () => {
  assert.equal(room().choices.of(QUESTION), "python");
});

test("a choice is sent, and stands at once", () => {
  const { choices, sent } = room();
  choices.choose({ question: 3, language: "go" });
  assert.deepEqual([choices.of(QUESTION), sent], ["go", [{ question: 3, language: "go" }]]);
});

test("a choice that the server has not stored survives a reload and is sent again", () => {
  const { choices, stored } = room();
  choices.choose({ question: 3, language: "go" });
  const later = room(stored);
  assert.equal(later.choices.of(QUESTION), "go");
  later.choices.meet();
  assert.deepEqual(later.sent, [{ question: 3, language: "go" }]);
});

test("once stored, a newer choice from another device stands after the next welcome", () => {
  const { choices, sent } = room();
  choices.choose({ question: 3, language: "go" });
  choices.stored({ question: 3, language: "go" });
  assert.equal(choices.of(QUESTION), "go");
  choices.meet();
  assert.deepEqual([choices.of({ ...QUESTION, language: "java" }), sent.length], ["java", 1]);
});

test("an answer to an earlier choice does not settle a later one", () => {
  const { choices, sent } = room();
  choices.choose({ question: 3, language: "go" });
  choices.choose({ question: 3, language: "java" });
  choices.stored({ question: 3, language: "go" });
  choices.meet();
  assert.deepEqual(sent.at(-1), { question: 3, language: "java" });
});

test("a language that is not offered any more gives way, and damage counts as no choice", () => {
  const { choices } = room(new Map([["language:3", '{"language":"cobol","sent":false}'], ["language:4", '"x"']]));
  assert.deepEqual([choices.of(QUESTION), choices.of({ ...QUESTION, id: 4 })], ["python", "python"]);
});

test("a place has a key of its own in each language", () => {
  assert.equal(keyOf({ question: 3, language: "go" }), "3:go");
  assert.deepEqual(placeOf("3:go"), { question: 3, language: "go" });
  assert.deepEqual([placeOf("3"), placeOf("x:go"), placeOf("3:")], [null, null, null]);
});
