// Builds everything the browser gets into one folder: `node frontend/build/build.mjs [folder]`.
// The output is committed, so it must depend on the sources and the lock alone: no dates, no machine paths.
import { execFileSync } from "node:child_process";
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build as bundle } from "esbuild";
import { iconSprite } from "./icons.mjs";
import { licences } from "./licences.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const source = (path) => join(root, "frontend", path);
const installed = (path) => join(root, "node_modules", path);

const FONTS = {
  "inter-latin.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  "inter-latin-ext.woff2": "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
};

function buildStyles(out) {
  const cli = installed("@tailwindcss/cli/dist/index.mjs");
  const args = [cli, "--input", source("css/app.css"), "--output", join(out, "app.css"), "--minify"];
  execFileSync(process.execPath, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
}

async function bundleEntries(out, entryPoints, format, more = {}) {
  const result = await bundle({
    absWorkingDir: root,
    entryPoints,
    outdir: out,
    bundle: true,
    minify: true,
    format,
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    ...more,
    logLevel: "warning",
    logOverride: { "direct-eval": "silent" }, // htmx holds one; `allowEval=false` keeps it from being called
  });
  return Object.keys(result.metafile.inputs);
}

async function buildScripts(out) {
  const inputs = await bundleEntries(out, { app: source("src/app.ts"), portal: source("src/portal/main.ts") }, "esm");
  // The room fetches a language's grammar when it is first needed.
  const room = { splitting: true, chunkNames: "room-[name]-[hash]" };
  inputs.push(...(await bundleEntries(out, { room: source("src/room/main.ts") }, "esm", room)));
  await bundleEntries(out, { theme: source("src/theme.ts"), mic: source("src/meeting/mic/worklet.ts") }, "iife");
  return inputs;
}

export async function build(out) {
  await rm(out, { recursive: true, force: true });
  await mkdir(join(out, "fonts"), { recursive: true });
  buildStyles(out);
  const inputs = await buildScripts(out);
  await writeFile(join(out, "icons.svg"), await iconSprite(source("icons.txt"), installed("lucide-static/icons")));
  for (const [name, path] of Object.entries(FONTS)) await copyFile(installed(path), join(out, "fonts", name));
  await writeFile(join(out, "LICENCES.txt"), await licences(root, inputs));
}

export const DIST = join(root, "viva/web/static/dist");

if (process.argv[1] === fileURLToPath(import.meta.url)) await build(resolve(process.argv[2] ?? DIST));
