import assert from "node:assert/strict";
import { test } from "node:test";
import { Pieces } from "../../src/room/pieces.ts";

const piece = (line, piece, text) => ({ line, piece, text });

test("pieces of a line grow into it, each line by itself", () => {
  const pieces = new Pieces();
  assert.equal(pieces.take(piece(4, 0, "Thank ")), "Thank ");
  assert.equal(pieces.take(piece(5, 0, "Now ")), "Now ");
  assert.equal(pieces.take(piece(4, 1, "you.")), "Thank you.");
});

test("after a lost piece, or joined in the middle, a line stands still", () => {
  const pieces = new Pieces();
  assert.equal(pieces.take(piece(4, 1, "you.")), null);
  pieces.take(piece(4, 0, "Thank "));
  assert.equal(pieces.take(piece(4, 2, "much.")), null);
  assert.equal(pieces.take(piece(4, 1, "you ")), "Thank you ");
});

test("piece 0 begins a line anew, also an empty one", () => {
  const pieces = new Pieces();
  pieces.take(piece(4, 0, "Thank "));
  assert.equal(pieces.take(piece(4, 0, "")), "");
  assert.equal(pieces.take(piece(4, 1, "Let us go on.")), "Let us go on.");
});
