// Sent to the remote machine as main.js, beside solution.js: one call of a candidate's function. The rules are those
// of call_python.py: no guard, no expected answer, a line on stdin, and after the nonce a line with the answer.
"use strict";
const fs = require("fs");
const vm = require("vm");

const FILE_NAME = "solution.js";
const job = JSON.parse(fs.readFileSync(0, "utf8"));
const write = fs.writeSync;
const stringify = JSON.stringify;

function say(letter, text) {
  return letter + stringify(text.slice(0, 8000));
}

function put(to, text) {
  let data = Buffer.from(text, "utf8");
  while (data.length > 0) {
    try {
      data = data.subarray(write(to, data));
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

// JSON with NaN, Infinity and whole BigInts as they are, which JSON.stringify would turn into null or refuse.
function encode(value, depth) {
  if (depth > 500) throw new RangeError("too deep");
  if (value === null || value === undefined) return "null";
  if (typeof value === "number") return Object.is(value, -0) ? "0" : String(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value === "boolean" || typeof value === "string") return stringify(value);
  if (Array.isArray(value)) return "[" + Array.from(value, (item) => encode(item, depth + 1)).join(",") + "]";
  if (typeof value !== "object" || value instanceof Map || value instanceof Set) throw new TypeError("not JSON");
  const pairs = Object.keys(value).map((key) => stringify(key) + ":" + encode(value[key], depth + 1));
  return "{" + pairs.join(",") + "}";
}

function answered(value) {
  let text;
  try {
    text = encode(value, 0);
  } catch (error) {
    return say("U", job.entry_point + " returned a value that JSON cannot hold");
  }
  if (text.length > job.most) {
    return say("U", job.entry_point + " returned a value larger than " + job.most / 1024 + " KiB as JSON");
  }
  return "R" + text;
}

function raised(error) {
  let name = "an exception";
  try {
    name = String(error instanceof Error ? error.name : typeof error).slice(0, 200);
    const lines = String(error instanceof Error ? error.stack : error).split("\n");
    const own = lines.filter((line) => !/^\s+at /.test(line) || line.includes(FILE_NAME));
    put(2, own.join("\n").slice(0, 8000) + "\n");
  } catch (other) {
    put(2, "it cannot be shown\n");
  }
  return say("X", name + " was raised");
}

function load(script) {
  globalThis.require = require;
  globalThis.module = { exports: {} };
  script.runInThisContext();
  const name = job.entry_point;
  const found = vm.runInThisContext("typeof " + name + " === 'undefined' ? undefined : " + name);
  if (typeof found === "function") return found;
  const Solution = vm.runInThisContext("typeof Solution === 'function' ? Solution : undefined");
  const solution = Solution && Solution.prototype && name in Solution.prototype ? new Solution() : undefined;
  return solution ? solution[name].bind(solution) : globalThis.module.exports[name];
}

async function answer() {
  let script;
  try {
    script = new vm.Script(fs.readFileSync(FILE_NAME, "utf8"), { filename: FILE_NAME });
  } catch (error) {
    return say("C", String(error.stack).split("\n    at ")[0]);
  }
  if (!job.entry_point) return "Rnull";
  try {
    const call = load(script);
    if (typeof call !== "function") return say("U", FILE_NAME + " defines no function named " + job.entry_point);
    return answered(await call(...job.arguments));
  } catch (error) {
    return raised(error);
  }
}

answer().then((text) => {
  put(1, "\n" + job.nonce + "\n" + text + "\n");
  process.exit(0);
});
