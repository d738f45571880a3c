import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryStore } from "../../src/recording/store.ts";
import { Uploader } from "../../src/recording/uploader.ts";

const DONE = { kind: "done" };
const OFFLINE = { kind: "again", code: "offline" };

function chunk(number, part = "a", session = "1") {
  return { session, part, number, type: "audio/webm", sha256: "", from: 0, to: 1, startedAt: 0, content: new ArrayBuffer(1) };
}

/** `answers` in order, then DONE. */
async function device({ answers = [], chunks = [chunk(0), chunk(1)], live = false } = {}) {
  const seen = { sent: [], ended: [], troubles: [], closed: [], timers: [], waiting: null };
  const store = new MemoryStore();
  for (const each of chunks) {
    await store.add(each, { session: each.session, part: each.part, startedAt: 0, total: each.number + 1, reached: 1, ended: false });
  }
  const uploader = new Uploader("1", store, {
    send: async ({ part, number }) => (seen.sent.push(`${part}${number}`), answers.shift() ?? DONE),
    end: async ({ part, total }) => (seen.ended.push(`${part}:${total}`), DONE),
    trouble: (kind) => seen.troubles.push(kind),
    waiting: (count, stuck) => (seen.waiting = { count, stuck }),
    closed: (code) => seen.closed.push(code),
    isLive: async () => live,
    later: (run, ms) => seen.timers.push({ run, ms }),
  });
  return { seen, store, uploader };
}

test("what waits is sent in order and forgotten once it is stored", async () => {
  const { seen, store, uploader } = await device();
  await uploader.wake();
  assert.deepEqual(seen.sent, ["a0", "a1"]);
  assert.equal(await store.count("1"), 0);
  assert.deepEqual(seen.waiting, { count: 0, stuck: false });
});

test("what another interview left on the device is not sent here", async () => {
  const { seen, store, uploader } = await device({ chunks: [chunk(0), chunk(0, "b", "2")] });
  await uploader.wake();
  assert.deepEqual([seen.sent, await store.count("2")], [["a0"], 1]);
});

test("without an answer the same chunk is sent again, a little later and then later still", async () => {
  const { seen, store, uploader } = await device({ answers: [OFFLINE, OFFLINE, OFFLINE] });
  await uploader.wake();
  assert.deepEqual([seen.sent, seen.waiting], [["a0"], { count: 2, stuck: true }]);
  seen.timers.shift().run();
  await settled();
  seen.timers.shift().run();
  await settled();
  assert.equal(seen.timers.length, 1);
  assert.ok(seen.timers[0].ms > 1_400);
  seen.timers.shift().run();
  await settled();
  assert.deepEqual(seen.sent, ["a0", "a0", "a0", "a0", "a1"]);
  assert.equal(await store.count("1"), 0);
});

test("a chunk that is damaged each time is given up, told of, and the next one goes", async () => {
  const damaged = { kind: "again", code: "corrupted" };
  const { seen, uploader } = await device({ answers: [damaged, damaged, damaged] });
  for (let tries = 0; tries < 3; tries += 1) {
    await uploader.wake();
    seen.timers.splice(0);
  }
  assert.deepEqual(seen.sent, ["a0", "a0", "a0", "a1"]);
  assert.deepEqual(seen.troubles, ["chunk_lost"]);
});

test("a chunk that is refused for good is told of and the next one goes", async () => {
  const { seen, uploader } = await device({ answers: [{ kind: "refused", code: "conflict" }] });
  await uploader.wake();
  assert.deepEqual([seen.sent, seen.troubles, seen.closed], [["a0", "a1"], ["chunk_lost"], []]);
});

for (const [code, troubles] of [["over", []], ["not_recorded", []], ["quota", ["storage_full"]]]) {
  test(`once the server says ${code} nothing is kept on the device any more`, async () => {
    const { seen, store, uploader } = await device({ answers: [{ kind: "refused", code }] });
    await uploader.wake();
    assert.deepEqual([seen.sent, seen.closed, seen.troubles], [["a0"], [code], troubles]);
    assert.equal(await store.count("1"), 0);
  });
}

test("a part that no tab records any more is ended with what there is of it", async () => {
  const { seen, store, uploader } = await device();
  await uploader.wake();
  assert.deepEqual(seen.ended, ["a:2"]);
  assert.deepEqual(await store.parts("1"), []);
});

test("a part that a tab still records is not ended by another", async () => {
  const { seen, store, uploader } = await device({ live: true });
  await uploader.wake();
  assert.deepEqual([seen.ended, (await store.parts("1")).length], [[], 1]);
});

test("its own tab ends it", async () => {
  const { seen, store, uploader } = await device({ live: true });
  const [part] = await store.parts("1");
  await store.end(part);
  await uploader.wake();
  assert.deepEqual(seen.ended, ["a:2"]);
});

test("woken while it sends it sends once", async () => {
  const { seen, uploader } = await device();
  await Promise.all([uploader.wake(), uploader.wake(), uploader.wake()]);
  assert.deepEqual(seen.sent, ["a0", "a1"]);
});

function settled() {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
