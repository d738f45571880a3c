// The licence texts of every package whose work stands in the bundle.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

// Not seen by the script bundler: they reach the output as CSS, fonts and SVG.
const BESIDE_SCRIPTS = ["tailwindcss", "daisyui", "@fontsource-variable/inter", "lucide-static"];

function packageOf(path) {
  const inside = path.split("node_modules/").pop();
  return inside.split("/").slice(0, inside.startsWith("@") ? 2 : 1).join("/");
}

async function licence(folder, name) {
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).sort().find((entry) => /^licen[sc]e/i.test(entry));
  if (!file) throw new Error(`${name} ships no licence text`);
  const text = (await readFile(join(folder, file), "utf8")).replace(/\r\n/g, "\n").trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
}

export async function licences(root, inputs) {
  const bundled = inputs.filter((path) => path.includes("node_modules/")).map(packageOf);
  const names = [...new Set([...BESIDE_SCRIPTS, ...bundled])].sort();
  const texts = await Promise.all(names.map((name) => licence(join(root, "node_modules", name), name)));
  return `Viva's pages contain work of these projects.\n\n${texts.join(`\n${"-".repeat(80)}\n\n`)}`;
}
