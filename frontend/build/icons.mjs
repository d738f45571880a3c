// One SVG sprite of just the icons named in the list, each a <symbol> with its own name as id.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

async function symbol(folder, name) {
  const svg = await readFile(join(folder, `${name}.svg`), "utf8");
  const shapes = svg.replace(/<!--[\s\S]*?-->/g, "").match(/<svg[\s\S]*?>([\s\S]*)<\/svg>/)[1];
  const paint = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" viewBox="0 0 24 24" ${paint}>${shapes.replace(/\s*\n\s*/g, "")}</symbol>`;
}

export async function iconSprite(list, folder) {
  const names = (await readFile(list, "utf8")).split("\n").map((line) => line.trim()).filter(Boolean);
  const symbols = await Promise.all([...new Set(names)].sort().map((name) => symbol(folder, name)));
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}
