// Fails when the committed bundle is not what the sources build.
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, DIST } from "./build.mjs";

async function contents(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const pairs = files.map(async (file) => [file.slice(folder.length + 1), await readFile(file, "base64")]);
  return new Map(await Promise.all(pairs));
}

const fresh = await mkdtemp(join(tmpdir(), "viva-dist-"));
try {
  await build(fresh);
  const [built, committed] = [await contents(fresh), await contents(DIST)];
  const names = [...new Set([...built.keys(), ...committed.keys()])].sort();
  const stale = names.filter((name) => built.get(name) !== committed.get(name));
  if (stale.length) {
    console.error(`viva/web/static/dist is out of date (${stale.join(", ")}): run \`npm run build\` and commit it.`);
    process.exitCode = 1;
  }
} finally {
  await rm(fresh, { recursive: true, force: true });
}
