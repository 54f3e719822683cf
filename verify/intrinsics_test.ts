import { assertEquals } from "@std/assert";
import { Intrinsics } from "./intrinsics.ts";

/** What is there of an object's property, to compare it and to put it back. */
type Place = readonly [name: string, object: object, key: string | symbol];

const generator = Object.getPrototypeOf((function* () {})());
const arrayIterator = Object.getPrototypeOf([].values());

/** Places of every kind: of constructors, prototypes, plain objects and what has no name. */
const places: readonly Place[] = [
  ["Array.prototype.map", Array.prototype, "map"],
  ["Array.prototype[Symbol(Symbol.iterator)]", Array.prototype, Symbol.iterator],
  ["Array.from", Array, "from"],
  ["Math.hypot", Math, "hypot"],
  ["JSON.stringify", JSON, "stringify"],
  ["Object.prototype.toString", Object.prototype, "toString"],
  ["Reflect.ownKeys", Reflect, "ownKeys"],
  ["Promise.prototype.then", Promise.prototype, "then"],
  ["Map.prototype.size", Map.prototype, "size"],
  ["RegExp.prototype.flags", RegExp.prototype, "flags"],
  ["console.log", console, "log"],
  ["%TypedArray%.prototype.fill", Object.getPrototypeOf(Uint8Array.prototype), "fill"],
  ["%TypedArray%.from", Object.getPrototypeOf(Uint8Array), "from"],
  ["%ArrayIterator%.next", arrayIterator, "next"],
  ["%ArrayIterator% (its prototype)", Object.getPrototypeOf(arrayIterator), Symbol.iterator],
  ["%MapIterator%.next", Object.getPrototypeOf(new Map().values()), "next"],
  ["%SetIterator%.next", Object.getPrototypeOf(new Set().values()), "next"],
  ["%StringIterator%.next", Object.getPrototypeOf(""[Symbol.iterator]()), "next"],
  ["%RegExpStringIterator%.next", Object.getPrototypeOf("".matchAll(/x/g)), "next"],
  ["%Generator% (its prototype).next", Object.getPrototypeOf(generator), "next"],
  ["TextEncoder.prototype.encode", TextEncoder.prototype, "encode"],
  ["crypto (its prototype).randomUUID", Object.getPrototypeOf(crypto), "randomUUID"],
  ["globalThis.TextDecoder", globalThis, "TextDecoder"],
  ["globalThis.parseFloat", globalThis, "parseFloat"],
  ["globalThis.Math", globalThis, "Math"],
  ["globalThis.structuredClone", globalThis, "structuredClone"],
];

/** Whether it is named by the place, whose own name of what has none may be another one. */
function isNamed(name: string, expected: string): boolean {
  return name === expected ||
    expected.startsWith("%") && name.startsWith(expected.split(" ")[0]!) ||
    expected.includes("(its prototype)") && name.startsWith("Iterator.prototype");
}

for (const [name, object, key] of places) {
  const before = Object.getOwnPropertyDescriptor(object, key)!;
  Deno.test(`what is done to ${name} is put back and named`, () => {
    const intrinsics = new Intrinsics();
    const changes: readonly PropertyDescriptor[] = [
      "value" in before ? { ...before, value: () => 1 } : { ...before, get: () => 1 },
      { ...before, enumerable: !before.enumerable! },
      "value" in before ? { ...before, writable: !before.writable! } : { ...before, set: () => {} },
    ];
    for (const change of changes) {
      let names: string[];
      try {
        Object.defineProperty(object, key, change);
        names = intrinsics.restore();
      } finally {
        Object.defineProperty(object, key, before);
      }
      assertEquals(names.length, 1, names.join());
      assertEquals(isNamed(names[0]!, name), true, names[0]);
      assertEquals(intrinsics.restore(), []);
    }
    let names: string[];
    let after: PropertyDescriptor | undefined;
    try {
      Reflect.deleteProperty(object, key);
      names = intrinsics.restore();
      after = Object.getOwnPropertyDescriptor(object, key);
    } finally {
      Object.defineProperty(object, key, before);
    }
    assertEquals(names.length, 1, names.join());
    assertEquals(after, before);
  });
}

Deno.test("what is added to what JavaScript brings along is taken away", () => {
  const intrinsics = new Intrinsics();
  const mark = Symbol("mark");
  const added: readonly Place[] = [
    ["Object.prototype.added", Object.prototype, "added"],
    ["Math.added", Math, "added"],
    ["Array.prototype[Symbol(mark)]", Array.prototype, mark],
  ];
  let names: string[];
  let left: boolean[];
  try {
    for (const [, object, key] of added) {
      Object.defineProperty(object, key, { value: 1, configurable: true });
    }
    Object.assign(Math, { other: 2 });
    names = intrinsics.restore();
    left = [...added.map(([, object, key]) => Object.hasOwn(object, key)), "other" in Math];
  } finally {
    for (const [, object, key] of added) Reflect.deleteProperty(object, key);
    Reflect.deleteProperty(Math, "other");
  }
  assertEquals(left, [false, false, false, false]);
  assertEquals(names.sort(), [...added.map(([name]) => name), "Math.other"].sort());
});

Deno.test("what programs add to the global object, and what Deno brings along, is theirs", () => {
  const intrinsics = new Intrinsics();
  const global = globalThis as { ours?: number };
  const { name } = Object.getOwnPropertyDescriptor(Deno, "cwd")!.value as { name: string };
  try {
    global.ours = 1;
    assertEquals(intrinsics.restore(), []);
    assertEquals([global.ours, name], [1, "cwd"]);
  } finally {
    delete global.ours;
  }
});

Deno.test("names are gathered whatever has become of arrays", () => {
  const intrinsics = new Intrinsics();
  const { push } = Array.prototype;
  let names: string[];
  try {
    Object.defineProperty(Object.prototype, "0", {
      set: () => {
        throw new Error("a setter");
      },
      configurable: true,
    });
    Array.prototype.push = () => 0;
    names = intrinsics.restore();
  } finally {
    Reflect.deleteProperty(Object.prototype, "0");
    Array.prototype.push = push;
  }
  assertEquals(names.sort(), ["Array.prototype.push", "Object.prototype.0"]);
  assertEquals(Object.keys(names), ["0", "1"]);
});
