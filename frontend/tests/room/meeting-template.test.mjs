// The meeting's script and its templates must name the same parts and sentences.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const read = (folder, ending) =>
  readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(ending)).map((name) => readFileSync(`${folder}/${name}`, "utf8")).join("\n");
const script = read("frontend/src/meeting", ".ts");
const page = read("viva/web/templates/meeting/room", ".html") + readFileSync("viva/web/templates/interview_ai.html", "utf8");
const all = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1]);
const missing = (wanted, present) => [...new Set(wanted)].filter((name) => !present.includes(name));

test("the script finds every part that it asks for", () => {
  const wanted = all(script, /meetingPart(?:IfAny)?\(\s*"([\w-]+)"/g);
  assert.ok(wanted.length > 20);
  assert.deepEqual(missing(wanted, all(page, /data-meeting="([\w-]+)"/g)), []);
});

test("every trouble of the microphone and the camera has its sentence", () => {
  const kinds = script.match(/type Trouble = ([^;]*);/)[1];
  const troubles = all(kinds, /"(\w+)"/g).map((kind) => `mic_${kind}`);
  const notes = all(script, /"((?:mic|camera|voice)_\w+)"/g);
  assert.equal(troubles.length, 8);
  assert.deepEqual(missing([...troubles, ...notes], all(page, /data-word="(\w+)"/g)), []);
});

test("each shortcut presses one control and stands in the dialog", () => {
  const letters = all(page, /aria-keyshortcuts="Alt\+(\w)"/g);
  assert.deepEqual(letters.toSorted(), ["C", "M", "V"]);
  assert.deepEqual(missing(letters, all(page, /<kbd>Alt<\/kbd> \+ <kbd>(\w)<\/kbd>/g)), []);
});
