// The room's script and its template are two files that must name the same things: what is missing would only show at run time.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const read = (folder, ending) =>
  readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(ending)).map((name) => readFileSync(`${folder}/${name}`, "utf8")).join("\n");
const script = read("frontend/src/room", ".ts");
const page = read("viva/web/templates/ai_interview", ".html");
const all = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1]);
const missing = (wanted, present) => [...new Set(wanted)].filter((name) => !present.includes(name));

test("the script finds every part that it asks for", () => {
  const wanted = all(script, /(?:part|partIfAny|copyOf)\(\s*"([\w-]+)"/g);
  assert.ok(wanted.length > 30);
  assert.deepEqual(missing(wanted, all(page, /data-room="([\w-]+)"/g)), []);
});

test("the script finds every sentence that it says", () => {
  const links = all(script.match(/const ICONS: Record<Link, string> = \{[^}]*\}/)[0], /^\s+(\w+):/gm).map((link) => `link_${link}`);
  const verdicts = all(script.match(/const LOOKS[^;]*;/)[0], /^\s+([A-Z]{2,7}):/gm).flatMap((verdict) => [verdict, `${verdict}_short`]);
  const counts = all(script, /counted\(\s*"(\w+)"/g).flatMap((name) => [`${name}_one`, `${name}_other`]);
  const places = [...all(script, /(?<![\w$])word\(([^()]*)/g), ...all(script, /const words = ([^;]+);/g), ...all(script, /const EVENTS[^{]*\{([^}]*)\}/g)];
  const direct = [...places.flatMap((place) => all(place, /(?<!=== )"(\w+)"/g)), ...all(script, /"(row_\w+|\w+_minutes?)"/g)];
  const endings = ["one", "other"];
  assert.deepEqual([links.length, verdicts.length], [7, 20]);
  assert.deepEqual(missing([...links, ...verdicts, ...counts, ...direct].filter((name) => !endings.includes(name)), all(page, /data-word="(\w+)"/g)), []);
});

test("the script shows every notice and gate that it names", () => {
  const notices = all(script, /setNotice\(\s*"(\w+)"/g);
  assert.deepEqual(missing(notices, all(page, /data-notice="(\w+)"/g)), []);
  assert.deepEqual(missing(["taken", "no_room", "completed"], all(page, /data-gate="(\w+)"/g)), []);
});
