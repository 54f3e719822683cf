/**
 * What JavaScript itself brings along, as it was before any claim was loaded.
 *
 * A claim that replaces `Array.prototype.map` changes what is found of every claim after it in the
 * same process. To freeze all of it would break honest libraries, which assign `toString` to objects of
 * their own; so it is compared, and put back.
 *
 * @module
 */

const { apply, defineProperty, deleteProperty, getOwnPropertyDescriptor, ownKeys } = Reflect;
const { is, getPrototypeOf, hasOwn } = Object;
const { toString } = Symbol.prototype;

/** A property as it was. */
interface Kept {
  readonly key: string | symbol;
  readonly descriptor: PropertyDescriptor;
}

/** An object that comes with JavaScript, with its properties as they were. */
interface Intrinsic {
  readonly name: string;
  readonly object: object;
  readonly properties: readonly Kept[];
}

/**
 * The global object itself has much that is loaded when it is first used, and programs add to it; of
 * it only what bears a standard name counts.
 */
const GLOBAL = "globalThis";

/** A snapshot of what JavaScript brings along. */
export class Intrinsics {
  readonly #intrinsics: readonly Intrinsic[] = found();

  /**
   * Puts back what is not as it was when this snapshot was taken.
   *
   * Nothing that a claim could have replaced is called here.
   *
   * @returns The names of what was changed, added or removed, such as `Array.prototype.map`.
   */
  restore(): string[] {
    const names: string[] = [];
    const intrinsics = this.#intrinsics;
    for (let index = 0; index < intrinsics.length; index++) {
      const { name, object, properties } = intrinsics[index]!;
      for (let position = 0; position < properties.length; position++) {
        const { key, descriptor } = properties[position]!;
        const now = getOwnPropertyDescriptor(object, key);
        if (now !== undefined && isSame(now, descriptor)) continue;
        define(names, pathOf(name, key));
        defineProperty(object, key, descriptor);
      }
      if (name === GLOBAL) continue;
      const keys = ownKeys(object);
      if (keys.length === properties.length) continue;
      for (let position = 0; position < keys.length; position++) {
        const key = keys[position]!;
        if (isKept(properties, key)) continue;
        define(names, pathOf(name, key));
        deleteProperty(object, key);
      }
    }
    return names;
  }
}

/** Appends to an array, whatever has become of `push` and of setters on its prototype. */
function define(names: string[], name: string): void {
  defineProperty(names, names.length, {
    value: name,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

function isKept(properties: readonly Kept[], key: string | symbol): boolean {
  for (let position = 0; position < properties.length; position++) {
    if (properties[position]!.key === key) return true;
  }
  return false;
}

function isSame(now: PropertyDescriptor, then: PropertyDescriptor): boolean {
  return is(now.value, then.value) && now.get === then.get && now.set === then.set &&
    now.writable === then.writable && now.enumerable === then.enumerable &&
    now.configurable === then.configurable;
}

function pathOf(name: string, key: string | symbol): string {
  return typeof key === "string" ? `${name}.${key}` : `${name}[${apply(toString, key, [])}]`;
}

/** The objects that come with JavaScript, by their names. */
function found(): Intrinsic[] {
  const objects = new Map<object, string>();
  const add = (object: unknown, name: string) => {
    const isObject = typeof object === "object" && object !== null || typeof object === "function";
    if (isObject && !objects.has(object)) objects.set(object, name);
  };
  add(globalThis, GLOBAL);
  // What else Deno and Node bring along is theirs to change.
  for (const name of STANDARD) {
    if (!hasOwn(globalThis, name)) continue;
    // Some are loaded when they are first read.
    const value: unknown = (globalThis as Readonly<Record<string, unknown>>)[name];
    add(value, name);
    add((value as { readonly prototype?: unknown }).prototype, `${name}.prototype`);
  }
  const iterators: readonly (readonly [string, object])[] = [
    ["%TypedArray%", Uint8Array],
    ["%TypedArray%.prototype", Uint8Array.prototype],
    ["%ArrayIterator%", [].values()],
    ["%MapIterator%", new Map().values()],
    ["%SetIterator%", new Set().values()],
    ["%StringIterator%", ""[Symbol.iterator]()],
    ["%RegExpStringIterator%", "".matchAll(/x/g)],
    ["%Generator%", (function* () {})()],
    ["%AsyncGenerator%", (async function* () {})()],
    ["%AsyncFunction%.prototype", async () => {}],
    ["%GeneratorFunction%.prototype", function* () {}],
  ];
  for (const [name, object] of iterators) {
    const prototype = getPrototypeOf(object);
    add(prototype, name);
    add(getPrototypeOf(prototype), `${name} (its prototype)`);
  }
  // What `crypto` and `performance` do stands there.
  for (const [object, name] of [...objects]) {
    if (typeof object === "object") add(getPrototypeOf(object), `${name} (its prototype)`);
  }
  return [...objects].map(([object, name]) => ({
    name,
    object,
    properties: ownKeys(object)
      .filter((key) => name !== GLOBAL || STANDARD.has(key as string))
      .map((key) => ({ key, descriptor: getOwnPropertyDescriptor(object, key)! })),
  }));
}

/** The names of the language's own objects, and of what checkers could not do without. */
const STANDARD: ReadonlySet<string> = new Set([
  ...["AggregateError", "Array", "ArrayBuffer", "Atomics", "BigInt", "BigInt64Array"],
  ...[
    "BigUint64Array",
    "Boolean",
    "DataView",
    "Date",
    "Error",
    "EvalError",
    "FinalizationRegistry",
  ],
  ...["Float16Array", "Float32Array", "Float64Array", "Function", "Int16Array", "Int32Array"],
  ...["Int8Array", "Intl", "Iterator", "JSON", "Map", "Math", "Number", "Object", "Promise"],
  ...["Proxy", "RangeError", "ReferenceError", "Reflect", "RegExp", "Set", "SharedArrayBuffer"],
  ...["String", "Symbol", "SyntaxError", "TypeError", "URIError", "Uint16Array", "Uint32Array"],
  ...["Uint8Array", "Uint8ClampedArray", "WeakMap", "WeakRef", "WeakSet", "WebAssembly"],
  ...["parseFloat", "parseInt", "isFinite", "isNaN", "eval", "globalThis", "console"],
  ...["setTimeout", "clearTimeout", "setInterval", "clearInterval", "queueMicrotask"],
  ...["structuredClone", "TextEncoder", "TextDecoder", "performance", "crypto"],
]);
