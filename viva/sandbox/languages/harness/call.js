// Runs inside a box, started before the source is known: one program, or one call of a stranger's function (see
// language.py for the frames). Nothing here is a secret or a guard. What is used after the source has run is
// taken out of the globals before, so that a solution which replaces one by mishap is still answered.
(() => {
  "use strict";
  const ARGUMENTS = 4, RESULT = 3;
  const MOST_BYTES = 1024 * 1024, MOST_LEVELS = 200, MOST_TRACE = 8000;
  const FILE = "solution.js";
  const fs = require("fs"), vm = require("vm"), modules = require("module");
  const { readSync, writeSync, closeSync, readFileSync } = fs;
  const { parse, stringify } = JSON, { isArray } = Array, { keys, create } = Object;
  const { from, alloc, concat, byteLength } = Buffer, { isView } = ArrayBuffer;
  const { isFinite, isSafeInteger } = Number;
  const { Script, compileFunction } = vm, { builtinModules, SourceMap } = modules;
  const number = Number, text = String, node = process, symbol = Symbol.prototype.toString;
  const fault = Error, { RangeError: Range, Map: Table, Set: Group, Date: Day } = globalThis;
  const exit = node.reallyExit.bind(node), use = require;
  class Unfit extends fault {}

  // --- frames

  function take(size) {
    const whole = alloc(size);
    for (let have = 0; have < size; ) {
      const came = readSync(ARGUMENTS, whole, have, size - have, null);
      if (came === 0) exit(0); // the box was never used
      have += came;
    }
    return whole;
  }

  const receive = () => parse(take(take(4).readUInt32BE(0)).toString("utf8"));

  function send(letter, said) {
    const body = from(letter + said, "utf8"), head = alloc(4);
    head.writeUInt32BE(body.length, 0);
    put(RESULT, concat([head, body]));
  }

  function put(place, whole) {
    for (let sent = 0; sent < whole.length; ) sent += writeSync(place, whole, sent, whole.length - sent);
  }

  // --- what was returned, as JSON

  function plain(value, inside) {
    switch (typeof value) {
      case "undefined":
        return null;
      case "number":
        if (!isFinite(value)) throw new Unfit(`${value}, which JSON cannot hold`);
        return value;
      case "bigint":
        if (!isSafeInteger(number(value))) throw new Unfit("a BigInt too large for a number: return it as a string");
        return number(value);
      case "symbol":
      case "function":
        throw new Unfit(`a ${typeof value}, which JSON cannot hold`);
      case "object":
        return value === null ? null : within(value, inside);
      default:
        return value;
    }
  }

  function within(value, inside) {
    if (value instanceof Table) throw new Unfit("a Map: return Object.fromEntries(it) or [...it]");
    if (value instanceof Group) throw new Unfit("a Set: return [...it]");
    if (value instanceof Day || value instanceof String || value instanceof Number || value instanceof Boolean)
      return plain(value.toJSON ? value.toJSON() : value.valueOf(), inside);
    for (let at = 0; at < inside.length; at++)
      if (inside[at] === value) throw new Unfit("a value that contains itself");
    if (inside.length === MOST_LEVELS) throw new Unfit(`a value nested more than ${MOST_LEVELS} levels deep`);
    inside[inside.length] = value;
    const copy = isArray(value) || (isView(value) && value.length >= 0) ? items(value, inside) : fields(value, inside);
    inside.length--;
    return copy;
  }

  function items(value, inside) {
    const copy = [];
    for (let at = 0; at < value.length; at++) copy[at] = plain(value[at], inside);
    return copy;
  }

  function fields(value, inside) {
    const copy = create(null), names = keys(value);
    for (let at = 0; at < names.length; at++)
      if (value[names[at]] !== undefined) copy[names[at]] = plain(value[names[at]], inside);
    return copy;
  }

  function answer(value, name) {
    let said;
    try {
      said = stringify(plain(value, []));
      if (byteLength(said) > MOST_BYTES) throw new Unfit(`a value larger than ${MOST_BYTES / 1024} KiB as JSON`);
    } catch (error) {
      if (!(error instanceof Unfit)) return raised(error);
      return finish("U", `${name} returned ${error.message}`);
    }
    return finish("R", said);
  }

  // --- what was raised

  function headline(error) {
    try {
      if (error instanceof fault) return `${error.name}: ${error.message}`.replace(/: $/, "");
      if (typeof error === "string") return error;
      return typeof error === "symbol" ? symbol.call(error) : (stringify(error) ?? text(error));
    } catch {
      return "an exception that cannot be shown";
    }
  }

  /** The stack as people know it, of the candidate's own frames alone, with lines of the source they wrote. */
  function trace(error, source) {
    let frames = [];
    try {
      frames = text(error.stack).split("\n").filter((line) => /^ +at .*\bsolution\.js:\d+/.test(line));
    } catch {
      // no error, or one that cannot be shown
    }
    const head = error instanceof fault ? headline(error) : `Uncaught ${headline(error)}`;
    return originally([head, ...frames].join("\n"), source).slice(0, MOST_TRACE) + "\n";
  }

  function originally(lines, source) {
    const map = /\n\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/.exec(source);
    try {
      return map ? mapped(lines, new SourceMap(parse(from(map[1], "base64").toString("utf8")))) : lines;
    } catch {
      return lines; // a map that is not ours
    }
  }

  function mapped(lines, map) {
    return lines.replace(/solution\.js:(\d+):(\d+)/g, (place, line, column) => {
      const entry = map.findEntry(line - 1, column - 1);
      if (entry.originalLine === undefined) return place;
      return `solution.ts:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
    });
  }

  function broken(error) {
    finish("C", text(error.stack).split(/\n +at /)[0].slice(0, MOST_TRACE));
  }

  const ranOut = (error) => error instanceof Range && /allocation failed/i.test(error.message);

  // --- the two kinds

  let job, finish, raised, awake = false;

  function load() {
    job = receive();
    job.function = job.kind === "function";
    finish = (letter, said) => (send(letter, said), exit(0));
    raised = (error) => {
      put(2, from(trace(error, job.source), "utf8"));
      if (!job.function) exit(1);
      finish(ranOut(error) ? "M" : "X", headline(error).slice(0, MOST_TRACE));
    };
    node.on("uncaughtException", raised);
    job.function ? call() : run();
  }

  function surroundings() {
    const module = { exports: {}, id: ".", filename: FILE, loaded: false, children: [], paths: [] };
    const require = (name) => {
      if (builtinModules.includes(text(name).replace(/^node:/, "")) || name.startsWith("node:")) return use(name);
      const error = new fault(`Cannot find module '${name}': only the modules that node itself has are here`);
      throw Object.assign(error, { code: "MODULE_NOT_FOUND" });
    };
    return { module, require };
  }

  function run() {
    const { module, require } = surroundings(), names = ["exports", "require", "module", "__filename", "__dirname"];
    require.main = module;
    let program;
    try {
      program = compileFunction(job.source, names, { filename: FILE });
    } catch (error) {
      return broken(error);
    }
    closeSync(ARGUMENTS);
    closeSync(RESULT);
    try {
      program.call(module.exports, module.exports, require, module, FILE, ".");
    } catch (error) {
      raised(error);
    }
  }

  function call() {
    const name = job.entry_point;
    let script;
    try {
      script = new Script(job.source, { filename: FILE });
    } catch (error) {
      return broken(error);
    }
    if (!name) return finish("R", "null");
    const values = receive();
    try {
      settle(find(script, name)(...values), name);
    } catch (error) {
      error instanceof Unfit ? finish("U", error.message) : raised(error);
    }
  }

  function settle(value, name) {
    if (value === null || typeof value !== "object" || typeof value.then !== "function") return answer(value, name);
    node.once("beforeExit", () => finish("U", `${name} returned a promise that was never settled`));
    value.then((kept) => answer(kept, name), raised);
  }

  /** A function, a constant, an export, or a method of class Solution; never what node itself calls so. */
  function find(script, name) {
    const { module, require } = surroundings(), before = globalThis[name];
    Object.assign(globalThis, { module, require, exports: module.exports });
    script.runInThisContext();
    const shared = module.exports, given = valueOf(name), own = given === before ? undefined : given;
    const solution = (shared && shared.Solution) || valueOf("Solution");
    if (shared && typeof shared[name] === "function") return (...values) => shared[name](...values);
    if (typeof own === "function") return own;
    const owner = typeof solution === "function" ? method(solution, name) : solution;
    if (owner && typeof owner[name] === "function") return (...values) => owner[name](...values);
    if (typeof shared === "function" && shared !== solution) return shared;
    throw new Unfit(`the solution defines no function named ${name}`);
  }

  const method = (solution, name) => (typeof solution[name] === "function" ? solution : new solution());

  function valueOf(name) {
    if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) return undefined;
    try {
      return new Script(`typeof ${name} === "undefined" ? undefined : ${name}`).runInThisContext();
    } catch {
      return undefined; // a reserved word
    }
  }

  // --- before the source is known

  /** A console without the streams, which take longer to load than all the rest: 8 ms. */
  function print() {
    const onto = (place) => ({ write: (said) => awake && put(place, from(said, "utf8")) });
    const made = { stdout: onto(1), stderr: onto(2), ignoreErrors: false, colorMode: false };
    Object.assign(console, new console.Console(made));
  }

  /** Written before `write` returns, so that what was printed before a kill is kept. */
  function printAtOnce(name) {
    const { get } = Object.getOwnPropertyDescriptor(node, name);
    let stream;
    const first = () => {
      if (!stream && (stream = get.call(node))._handle?.setBlocking) stream._handle.setBlocking(true);
      return stream;
    };
    Object.defineProperty(node, name, { get: first, configurable: true, enumerable: true });
  }

  /** /dev/stdin leads through /proc, which a box may not have. */
  function readInput() {
    fs.readFileSync = (path, ...rest) => readFileSync(path === "/dev/stdin" ? 0 : path, ...rest);
  }

  /** What every solution needs, once, so that it is compiled when the source comes: 0.3 to 1 ms of 2. */
  function warmUp() {
    console.log("%s", [1, "é"]);
    stringify(plain(parse('[1, {"a": "é"}]'), []));
    valueOf("undefined");
    awake = true;
  }

  print();
  printAtOnce("stdout");
  printAtOnce("stderr");
  readInput();
  warmUp();
  node.argv = [node.argv[0], FILE];
  node.execArgv = [];
  load();
})();
