// Runs frontend/tests with Node's own runner; esbuild first makes plain modules of them in a temporary folder.
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const tests = join(root, "frontend/tests");
const found = await readdir(tests, { recursive: true });
const entryPoints = found.filter((name) => name.endsWith(".test.mjs")).map((name) => join(tests, name));
const outdir = await mkdtemp(join(tmpdir(), "viva-frontend-tests-"));
try {
  await build({ entryPoints, outdir, outExtension: { ".js": ".mjs" }, bundle: true, platform: "node", format: "esm", logLevel: "warning" });
  const built = (await readdir(outdir, { recursive: true })).filter((name) => name.endsWith(".mjs"));
  const run = spawnSync(process.execPath, ["--test", ...built.map((name) => join(outdir, name))], { cwd: root, stdio: "inherit" });
  process.exitCode = run.status ?? 1;
} finally {
  await rm(outdir, { recursive: true, force: true });
}
