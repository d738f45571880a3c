// Of a build: solution.ts becomes solution.js, or what is no TypeScript is said. Types are taken out, not checked.
(() => {
  "use strict";
  const MOST = 20;
  const fs = require("fs"), ts = require(process.argv[1]);
  const options = {
    target: ts.ScriptTarget.ES2022 ?? ts.ScriptTarget.ES2020,
    module: ts.ModuleKind.CommonJS,
    esModuleInterop: true, // `import fs from "fs"` as people know it
    inlineSourceMap: true, // so that a trace has the lines of what was written
    experimentalDecorators: true,
    newLine: ts.NewLineKind.LineFeed,
  };

  function place(found) {
    if (found.start === undefined) return "solution.ts";
    const { line, character } = ts.getLineAndCharacterOfPosition(found.file, found.start);
    return `solution.ts:${line + 1}:${character + 1}`;
  }

  const said = (found) => `${place(found)}: error TS${found.code}: ${ts.flattenDiagnosticMessageText(found.messageText, "\n")}\n`;

  function refuse(text) {
    fs.writeSync(2, text);
    process.reallyExit(1);
  }

  try {
    const source = fs.readFileSync("solution.ts", "utf8");
    const made = ts.transpileModule(source, { fileName: "solution.ts", compilerOptions: options, reportDiagnostics: true });
    if (made.diagnostics.length) refuse(made.diagnostics.slice(0, MOST).map(said).join(""));
    fs.writeFileSync("solution.js", made.outputText);
  } catch (error) {
    refuse(`solution.ts: the compiler gave up: ${error.message}\n`);
  }
})();
