import assert from "node:assert/strict";
import { test } from "node:test";
import { Misfit, parseFrame, readVerdict } from "../../src/room/protocol.ts";

const STATE = {
  status: "in_progress", phase: "open", mode: "practice", total: 5, busy: false,
  question: { id: 3, order: 2, kind: "coding", title: "Two sum", has_code: true, language: "python", entry_point: "solve", starter: "" },
  hints: { used: 0, left: 3, allowed: true }, begun_at: "2030-01-01T10:00:00.000Z",
  ends_at: "2030-01-01T10:30:00.000Z", server_time: "2030-01-01T10:00:01.000Z",
};
const MESSAGE = {
  number: 1, id: null, speaker: "interviewer", kind: "text", html: "<p>Hi</p>", text: "Hi",
  at: "2030-01-01T10:00:00.500Z", question: null, payload: {},
};
const parse = (frame) => parseFrame(JSON.stringify(frame));

test("welcome gives state, messages, buffers and draft with times in milliseconds", () => {
  const frame = parse({
    type: "welcome", state: STATE, messages: [MESSAGE], buffers: [{ question: 3, language: "go", seq: 2, text: "x" }],
    draft: { seq: 4, text: "half" }, server_time: "2030-01-01T10:00:01.000Z",
  });
  assert.equal(frame.server_time, Date.UTC(2030, 0, 1, 10, 0, 1));
  assert.equal(frame.state.ends_at, Date.UTC(2030, 0, 1, 10, 30));
  assert.deepEqual(frame.messages[0], { ...MESSAGE, at: Date.UTC(2030, 0, 1, 10, 0, 0, 500) });
  assert.deepEqual([frame.buffers, frame.draft], [[{ question: 3, language: "go", seq: 2, text: "x" }], { seq: 4, text: "half" }]);
});

test("a state before the interview has begun has neither question nor end", () => {
  const frame = parse({ type: "state", ...STATE, status: "preparing", question: null, ends_at: null });
  assert.deepEqual([frame.question, frame.ends_at, frame.status], [null, null, "preparing"]);
});

test("saved tells a draft from code", () => {
  const code = { type: "saved", question: 3, language: "java", seq: 9 };
  assert.deepEqual(parse(code), { ...code, draft: false });
  const draft = { type: "saved", draft: true, seq: 9 };
  assert.deepEqual(parse(draft), { ...draft, question: null, language: "python" });
});

test("a line on its way comes in pieces", () => {
  const saying = { type: "saying", line: 7, piece: 0, text: "Thank " };
  assert.deepEqual(parse(saying), saying);
  assert.throws(() => parse({ ...saying, piece: -1 }), Misfit);
});

test("a frame of a type of a later version is none", () => {
  assert.equal(parse({ type: "confetti" }), null);
  assert.equal(parse({ type: "toString" }), null);
});

test("a malformed frame is refused with the field's name", () => {
  assert.throws(() => parse({ type: "message", ...MESSAGE, number: "1" }), { message: /number: expected a count/ });
  assert.throws(() => parse({ type: "state", ...STATE, phase: "later" }), Misfit);
  assert.throws(() => parse({ type: "thinking" }), Misfit);
  assert.throws(() => parse([]), Misfit);
  assert.throws(() => parseFrame("{"), SyntaxError);
});

test("a hidden test needs its verdict, time and memory only", () => {
  const report = readVerdict({
    submission: 8, mode: "submit", verdict: "WA", passed: 1, total: 2, message: "",
    tests: [{ verdict: "WA", cpu_ms: 1.5, wall_ms: 3, memory_kb: 900, hidden: true }],
  });
  assert.deepEqual(report.tests[0], {
    verdict: "WA", cpu_ms: 1.5, memory_kb: 900, hidden: true, stdout: "", stderr: "",
    args: undefined, expected: undefined, value: undefined,
  });
});

test("a question tells the languages it can be answered in", () => {
  const languages = [{ name: "go", title: "Go", starter: "package main" }];
  const { question } = parse({ type: "state", ...STATE, question: { ...STATE.question, languages, example: "[1]" } });
  assert.deepEqual([question.languages, question.example], [languages, "[1]"]);
  assert.deepEqual(parse({ type: "state", ...STATE }).question.languages, []);
});

test("a try has neither expected value nor count", () => {
  const report = readVerdict({
    submission: 8, mode: "try", language: "javascript", verdict: "OK", passed: 0, total: 0, message: "",
    tests: [{ verdict: "OK", cpu_ms: 1, wall_ms: 1, memory_kb: 1, hidden: false, stdout: "", stderr: "", args: [1], value: 2 }],
  });
  assert.deepEqual([report.language, report.tests[0].expected, report.tests[0].value], ["javascript", undefined, 2]);
});
