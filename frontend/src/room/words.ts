/** The room's sentences, which the template holds translated: `<template data-room="words"><p data-word="name">…`. */
import { part } from "./elements";

let words: Map<string, string> | null = null;

function read(): Map<string, string> {
  const entries = part("words", HTMLTemplateElement).content.querySelectorAll<HTMLElement>("[data-word]");
  return new Map([...entries].map((entry) => [entry.dataset["word"] ?? "", entry.textContent ?? ""]));
}

/** The sentence `name` with its `{places}` filled. */
export function word(name: string, places: Record<string, string | number> = {}): string {
  words ??= read();
  const text = words.get(name);
  if (text === undefined) throw new Error(`the template lacks the words "${name}"`);
  return text.replace(/\{(\w+)\}/g, (whole, place: string) => String(places[place] ?? whole));
}

/** `name_one` for 1, `name_other` for every other count, with `{n}` filled. */
export function counted(name: string, n: number, places: Record<string, string | number> = {}): string {
  return word(`${name}_${n === 1 ? "one" : "other"}`, { n, ...places });
}
