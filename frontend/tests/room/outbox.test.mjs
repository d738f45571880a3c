import assert from "node:assert/strict";
import { test } from "node:test";
import { Outbox, PATIENCE_MS, readOutbox } from "../../src/room/outbox.ts";

function room(waiting = []) {
  const seen = { sent: [], kept: waiting, timers: [] };
  const port = {
    send: (command) => seen.sent.push(command.id) > 0,
    keep: (list) => (seen.kept = JSON.parse(JSON.stringify(list))),
    later: (run, ms) => {
      const timer = { run, ms };
      seen.timers.push(timer);
      return () => (seen.timers = seen.timers.filter((other) => other !== timer));
    },
  };
  return { seen, outbox: new Outbox(port, waiting) };
}
const message = (id) => ({ type: "message", id, text: id });

test("a command is kept before it is sent", () => {
  const order = [];
  const outbox = new Outbox({ send: () => order.push("sent") > 0, keep: () => order.push("kept"), later: () => () => {} });
  outbox.open();
  outbox.add(message("a"), 0);
  assert.deepEqual(order, ["kept", "sent"]);
});

test("nothing is sent before the room has answered", () => {
  const { seen, outbox } = room();
  outbox.add(message("a"), 0);
  assert.deepEqual(seen.sent, []);
  outbox.open();
  assert.deepEqual(seen.sent, ["a"]);
});

test("commands go in order, the next once the one before is acknowledged", () => {
  const { seen, outbox } = room();
  outbox.open();
  outbox.add(message("a"), 0);
  outbox.add(message("b"), 0);
  assert.deepEqual(seen.sent, ["a"]);
  outbox.settle("a");
  assert.deepEqual(seen.sent, ["a", "b"]);
});

test("after a reconnection what waits is sent again in order", () => {
  const { seen, outbox } = room();
  outbox.open();
  outbox.add(message("a"), 0);
  outbox.add(message("b"), 0);
  outbox.close();
  outbox.open();
  outbox.settle("a");
  assert.deepEqual(seen.sent, ["a", "a", "b"]);
});

test("after a reload the mirror's commands are sent", () => {
  const first = room();
  first.outbox.add(message("a"), 12);
  const { seen, outbox } = room(readOutbox(first.seen.kept));
  outbox.open();
  assert.deepEqual(seen.sent, ["a"]);
  assert.deepEqual(outbox.waiting, [{ command: message("a"), at: 12 }]);
});

test("an acknowledged command leaves the mirror and is not sent again", () => {
  const { seen, outbox } = room();
  outbox.open();
  outbox.add(message("a"), 0);
  assert.equal(outbox.settle("a").command.id, "a");
  assert.equal(outbox.settle("a"), undefined);
  outbox.close();
  outbox.open();
  assert.deepEqual(seen.sent, ["a"]);
  assert.deepEqual(seen.kept, []);
});

test("a command without an answer is sent again after a while", () => {
  const { seen, outbox } = room();
  outbox.open();
  outbox.add(message("a"), 0);
  assert.deepEqual(seen.timers.map(({ ms }) => ms), [PATIENCE_MS]);
  seen.timers[0].run();
  assert.deepEqual(seen.sent, ["a", "a"]);
});

test("a command that the server cannot take now is sent again later and later", () => {
  const { seen, outbox } = room();
  outbox.open();
  outbox.add(message("a"), 0);
  const waits = [];
  for (let round = 0; round < 5; round += 1) {
    outbox.retryLater("a");
    waits.push(seen.timers[0].ms);
    seen.timers[0].run();
  }
  assert.deepEqual(waits, [1000, 2000, 4000, 8000, 8000]);
});

test("a closed outbox sends nothing, whatever its timers say", () => {
  const { seen, outbox } = room();
  outbox.open();
  outbox.add(message("a"), 0);
  outbox.close();
  assert.deepEqual(seen.timers, []);
});

test("a damaged mirror counts as empty", () => {
  assert.deepEqual(readOutbox([{ command: { type: "shout", id: "x" }, at: 1 }]), []);
  assert.deepEqual(readOutbox("x"), []);
  assert.deepEqual(readOutbox(null), []);
});
