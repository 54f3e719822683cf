/**
 * Plain JSON values.
 *
 * @module
 */

/**
 * What `JSON.parse(JSON.stringify(value))` gives, in less time: a copy of what a file can hold, without
 * a prototype of its own, −0, NaN or `undefined`.
 */
export function plain(value: unknown): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      // −0 + 0 is 0.
      return Number.isFinite(value) ? value + 0 : null;
    case "object":
      return value === null ? null : plainObject(value);
    default:
      return viaText(value);
  }
}

function plainObject(value: object): unknown {
  if (Array.isArray(value)) return "toJSON" in value ? viaText(value) : plainList(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === Object.prototype || prototype === null;
  // To assign a part called __proto__ may set the prototype.
  if (!isPlain || "toJSON" in value || Object.hasOwn(value, "__proto__")) return viaText(value);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const part = (value as Record<string, unknown>)[key];
    if (isKept(part)) copy[key] = plain(part);
  }
  return copy;
}

function plainList(list: readonly unknown[]): unknown[] {
  const copy = new Array<unknown>(list.length);
  for (let i = 0; i < list.length; i++) copy[i] = isKept(list[i]) ? plain(list[i]) : null;
  return copy;
}

/** Whether JSON has something for it. */
function isKept(part: unknown): boolean {
  return part !== undefined && typeof part !== "function" && typeof part !== "symbol";
}

function viaText(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
