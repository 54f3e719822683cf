/**
 * Damaged files: what disks, editors and other people's programs make of JSON.
 *
 * @module
 */

import type { Random } from "fast-check";
import { pick } from "./kind.ts";

/** A damaged file. */
export interface Mutation {
  /** What was done, in a few words. */
  readonly how: string;
  /** Its bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Numbers that are no ordinary ones. */
const NUMBERS = [
  ...["1e999", "-1e999", "1e308", "5e-324", "-0", "1e-400", "0.1", "-1", "4294967296"],
  ...["123456789012345678901234567890", "9007199254740993", "1E+2", "01", "NaN", "Infinity"],
];

/** Values of each type. */
const VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e300, "", "x", [], {}, [[]], [null], { "": null }],
  ...["__proto__", "constructor", "../../x", "\0", "\ud800", "\u202e", "</script><script>x()"],
];

/** Keys that objects have by themselves, or that no file has. */
const KEYS = ["__proto__", "constructor", "toString", "", "a/b", "~0", "more"];

const HOSTILE_TEXT = [
  "<script>alert(1)</script>",
  "</title></style><img src=x onerror=alert(1)>",
  "\\href{javascript:alert(1)}{x}",
  "$$\\def\\a{\\a\\a}\\a$$",
  "\x1b[31m\x07\x1b]0;x\x07",
  "`".repeat(5000),
  "{".repeat(20_000),
  "x".repeat(1_000_000),
  "assay:a/b@sha256:00 ".repeat(2000),
];

const encoder = new TextEncoder();

type Damage = (text: string, random: Random) => string | Uint8Array<ArrayBuffer>;

const DAMAGES: Readonly<Record<string, Damage>> = {
  "flipped bits": (text, random) => {
    const bytes = encoder.encode(text);
    for (let k = random.nextInt(1, 4); k > 0; k--) {
      const place = random.nextInt(0, Math.max(0, bytes.length - 1));
      bytes[place] = (bytes[place] ?? 0) ^ (1 << random.nextInt(0, 7));
    }
    return bytes;
  },
  "truncated": (text, random) => text.slice(0, random.nextInt(0, text.length)),
  "a hole": (text, random) => {
    const bytes = encoder.encode(text);
    const from = random.nextInt(0, bytes.length);
    return bytes.fill(0, from, from + random.nextInt(1, 4096));
  },
  "a part left out": (text, random) => {
    const from = random.nextInt(0, text.length);
    return text.slice(0, from) + text.slice(from + random.nextInt(1, 200));
  },
  "a part twice": (text, random) => {
    const from = random.nextInt(0, text.length);
    const to = from + random.nextInt(1, 400);
    return text.slice(0, to) + text.slice(from);
  },
  "bytes that are no UTF-8": (text, random) => {
    const bytes = encoder.encode(text);
    bytes[random.nextInt(0, Math.max(0, bytes.length - 1))] = 0xff;
    return bytes;
  },
  "a byte order mark": (text) => `\ufeff${text}`,
  "nothing": () => "",
  "another JSON": (_, random) => pick(random, ["null", "[]", "{}", "0", '"x"', "true", "[[[]]]"]),
  "a key twice": (text, random) => replaceToken(text, KEY, random, (key) => `${key} null, ${key}`),
  "another number": (text, random) =>
    replaceToken(text, NUMBER, random, () => pick(random, NUMBERS)),
  "a long number": (text, random) =>
    replaceToken(text, NUMBER, random, () => "9".repeat(random.nextInt(1, 100_000))),
  "deep nesting": (text, random) => {
    const depth = pick(random, DEPTHS);
    const [open, close] = pick(random, [["[", "]"], ['{"a":', "}"]] as const);
    return replaceToken(
      text,
      pick(random, [NUMBER, STRING]),
      random,
      (old) => `${open.repeat(depth)}${old}${close.repeat(depth)}`,
    );
  },
  // An instance may be any JSON: no schema says how deep.
  "a deep instance": (text, random) => {
    const depth = pick(random, DEPTHS);
    const deep = `"deep": ${"[".repeat(depth)}${"]".repeat(depth)}, `;
    return replaceToken(text, INSTANCE, random, (old) => old + deep);
  },
  "an open nesting": (_, random) => pick(random, ["[", '{"a":']).repeat(random.nextInt(1, 100_000)),
  "another string": (text, random) =>
    replaceToken(text, STRING, random, () => JSON.stringify(pick(random, HOSTILE_TEXT))),
  "another value": (text, random) => changeTree(text, random, () => pick(random, VALUES)),
  "a value less": (text, random) => changeTree(text, random, () => undefined),
  "a value in a list": (text, random) => changeTree(text, random, (value) => [value, value]),
  "a key more": (text, random) =>
    changeTree(text, random, (value) => {
      if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
      return Object.fromEntries([
        ...Object.entries(value),
        [pick(random, KEYS), pick(random, VALUES)],
      ]);
    }),
  "many values": (text, random) =>
    changeTree(
      text,
      random,
      (value) => Array.isArray(value) ? Array.from({ length: 3000 }, () => value[0] ?? 0) : value,
    ),
};

/** The kinds of damage. */
export const DAMAGE_NAMES: readonly string[] = Object.keys(DAMAGES);

/** Some that a recursive reader survives, and some that it does not. */
const DEPTHS = [10, 100, 1000, 3000, 6000, 12_000, 20_000, 100_000];

const INSTANCE = /"instance": \{/g;
const NUMBER = /(?<=[\s:,[])-?\d[\d.eE+-]*(?=[\s,\]}])/g;
const STRING = /(?<=: )"(?:[^"\\]|\\.)*"/g;
const KEY = /"(?:[^"\\]|\\.)*":/g;

/** Damages a text of JSON. */
export function damage(text: string, random: Random, how = pick(random, DAMAGE_NAMES)): Mutation {
  const result = DAMAGES[how]!(text, random);
  return { how, bytes: typeof result === "string" ? encoder.encode(result) : result };
}

function replaceToken(
  text: string,
  token: RegExp,
  random: Random,
  by: (old: string) => string,
): string {
  const found = [...text.matchAll(token)];
  if (found.length === 0) return text;
  const { 0: old, index } = pick(random, found);
  return text.slice(0, index) + by(old) + text.slice(index + old.length);
}

/** Changes one value somewhere in the tree. */
function changeTree(text: string, random: Random, change: (value: unknown) => unknown): string {
  const tree: unknown = JSON.parse(text);
  const places: { readonly holder: Record<string, unknown>; readonly key: string }[] = [];
  const visit = (value: unknown) => {
    if (value === null || typeof value !== "object") return;
    const holder = value as Record<string, unknown>;
    for (const key of Object.keys(holder)) {
      places.push({ holder, key });
      visit(holder[key]);
    }
  };
  visit(tree);
  const { holder, key } = pick(random, places);
  const changed = change(holder[key]);
  if (changed !== undefined) holder[key] = changed;
  else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
  return JSON.stringify(tree, null, 2) + "\n";
}
