/**
 * A small assembler for WebAssembly: inner loops of the double-precision arithmetic, written
 * instruction by instruction where JavaScript cannot say that two numbers are computed at once.
 *
 * Code is a list of bytes in WebAssembly's stack order. Functions here that take operands put their
 * code before the instruction, so that bodies read like expressions. Only instructions whose results
 * are determined to the last bit are here: no fused multiplication and addition, nothing relaxed.
 *
 * Source: WebAssembly Core Specification 2.0, chapter 5 (binary format).
 *
 * @module
 */

/** Instructions, as bytes. */
export type Code = readonly number[];

/** The type of a parameter or of a local variable; addresses are `i32`, pairs of float64 `v128`. */
export type ValueType = "i32" | "v128";

/** A function without results: it writes to the memory. */
export interface AssembledFunction {
  /** The first local variables, which the caller sets: none of them `v128`. */
  readonly parameters: readonly ValueType[];
  /** The types of the other local variables, which are 0 at the start. */
  readonly locals: readonly ValueType[];
  /** What it does. */
  readonly body: Code;
}

/** Functions of WebAssembly with the memory that they read and write. */
export interface Assembled {
  /** The functions, by their names. */
  readonly functions: Readonly<Record<string, (...parameters: number[]) => void>>;
  /**
   * The memory as numbers, at least so many of them; number i lies at the address 8i. What is written
   * stays until the next caller writes, but an array that was returned before is of no use when the
   * memory had to grow.
   */
  memory(length: number): Float64Array;
}

let isAllowed = true;

/**
 * Keeps the arithmetic of this copy of the library in JavaScript from now on. For the twins of
 * `verify/rounding`, which round every operation of JavaScript at random: those of WebAssembly cannot
 * be reached.
 */
export function computeInJavaScript(): void {
  isAllowed = false;
}

/** Whether {@linkcode computeInJavaScript} was not called. */
export function mayComputeInWebAssembly(): boolean {
  return isAllowed;
}

const TYPES: Readonly<Record<ValueType, number>> = { i32: 0x7f, v128: 0x7b };

const PAGE = 65536;
const BYTES_PER_NUMBER = 8;

/** An unsigned integer below 2³¹, seven bits a byte, the lowest first. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 128; value >>= 7) bytes.push(value % 128 + 128);
  return [...bytes, value];
}

/** A signed integer, in the same way. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  for (; value < -64 || value >= 64; value >>= 7) bytes.push(value & 127 | 128);
  return [...bytes, value & 127];
}

function list(elements: readonly Code[]): number[] {
  return [...unsigned(elements.length), ...elements.flat()];
}

function section(id: number, content: Code): number[] {
  return [id, ...unsigned(content.length), ...content];
}

/** The instructions one after the other. */
export function sequence(...parts: readonly Code[]): Code {
  return parts.flat();
}

/** The value of a local variable. */
export function get(local: number): Code {
  return [0x20, ...unsigned(local)];
}

/** Sets a local variable. */
export function set(local: number, value: Code): Code {
  return [...value, 0x21, ...unsigned(local)];
}

/** Repeats the body, at least once, while the condition, an `i32`, is not 0 after it. */
export function repeatWhile(body: Code, condition: Code): Code {
  return [0x03, 0x40, ...body, ...condition, 0x0d, 0, 0x0b];
}

/** A constant `i32`. */
export function integer(value: number): Code {
  return [0x41, ...signed(value)];
}

/** a + b for two `i32`. */
export function addIntegers(a: Code, b: Code): Code {
  return [...a, ...b, 0x6a];
}

/** a − b for two `i32`. */
export function subtractIntegers(a: Code, b: Code): Code {
  return [...a, ...b, 0x6b];
}

/** a · b for two `i32`. */
export function multiplyIntegers(a: Code, b: Code): Code {
  return [...a, ...b, 0x6c];
}

/** Whether a < b for two addresses. */
export function isBelow(a: Code, b: Code): Code {
  return [...a, ...b, 0x49];
}

function vector(instruction: number): Code {
  return [0xfd, ...unsigned(instruction)];
}

/** Two float64, both 0. */
export function zeroPair(): Code {
  return [...vector(12), ...new Array<number>(16).fill(0)];
}

/** An address `offset` bytes further, of numbers that lie at multiples of 8. */
function memoryArgument(offset: number): Code {
  return [3, ...unsigned(offset)];
}

/** The two float64 at an address plus `offset` bytes. */
export function loadPair(address: Code, offset: number): Code {
  return [...address, ...vector(0), ...memoryArgument(offset)];
}

/** The float64 at an address plus `offset` bytes, twice. */
export function loadTwice(address: Code, offset: number): Code {
  return [...address, ...vector(10), ...memoryArgument(offset)];
}

/** A number of one pair and one of another (or of the same), each the first (0) or the second (1). */
export function pairOf(a: Code, indexInA: 0 | 1, b: Code, indexInB: 0 | 1): Code {
  const bytes = (start: number) => Array.from({ length: BYTES_PER_NUMBER }, (_, i) => start + i);
  return [
    ...a,
    ...b,
    ...vector(13),
    ...bytes(BYTES_PER_NUMBER * indexInA),
    ...bytes(BYTES_PER_NUMBER * (2 + indexInB)),
  ];
}

/** Writes two float64 to an address plus `offset` bytes. */
export function storePair(address: Code, offset: number, pair: Code): Code {
  return [...address, ...pair, ...vector(11), ...memoryArgument(offset)];
}

/** a + b, both of the two float64. */
export function addPairs(a: Code, b: Code): Code {
  return [...a, ...b, ...vector(0xf0)];
}

/** a − b, both of the two float64. */
export function subtractPairs(a: Code, b: Code): Code {
  return [...a, ...b, ...vector(0xf1)];
}

/** a · b, both of the two float64. */
export function multiplyPairs(a: Code, b: Code): Code {
  return [...a, ...b, ...vector(0xf2)];
}

/** a / b, both of the two float64. */
export function dividePairs(a: Code, b: Code): Code {
  return [...a, ...b, ...vector(0xf3)];
}

/** max(a, b) as `Math.max` has it, both of the two float64. */
export function maximumOfPairs(a: Code, b: Code): Code {
  return [...a, ...b, ...vector(0xf5)];
}

/**
 * Makes functions of WebAssembly from their code. It needs no permission.
 *
 * @param functions The functions, by the names under which they are called.
 * @returns The functions with a memory of their own; `undefined` on a processor that cannot compute
 * two numbers at once.
 */
export function assemble(
  functions: Readonly<Record<string, AssembledFunction>>,
): Assembled | undefined {
  const entries = Object.entries(functions);
  const types = entries.map(([, { parameters }]) => [
    0x60,
    ...list(parameters.map((type) => [TYPES[type]])),
    ...list([]),
  ]);
  const exports = entries.map(([name], index) => [
    ...list([...new TextEncoder().encode(name)].map((byte) => [byte])),
    0,
    ...unsigned(index),
  ]);
  const bodies = entries.map(([, { locals, body }]) => {
    const code = [...list(locals.map((type) => [1, TYPES[type]])), ...body, 0x0b];
    return [...unsigned(code.length), ...code];
  });
  const memory = new WebAssembly.Memory({ initial: 1 });
  const bytes = new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(types)),
    // The memory is imported as `""."memory"`, of at least one page.
    ...section(2, list([[0, 6, ...new TextEncoder().encode("memory"), 2, 0, 1]])),
    ...section(3, list(entries.map((_, index) => unsigned(index)))),
    ...section(7, list(exports)),
    ...section(10, list(bodies)),
  ]);
  if (!WebAssembly.validate(bytes)) return undefined;
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { "": { memory } });
  let numbers = new Float64Array(memory.buffer);
  return {
    functions: instance.exports as Record<string, (...parameters: number[]) => void>,
    memory(length) {
      if (length > numbers.length) {
        memory.grow(Math.ceil((length - numbers.length) * BYTES_PER_NUMBER / PAGE));
        numbers = new Float64Array(memory.buffer);
      }
      return numbers;
    },
  };
}
