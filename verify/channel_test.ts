import { assertEquals } from "@std/assert";
import process from "node:process";

/** What is written and what is read, instead of standard output and input. */
const written: number[][] = [];
let mostAtOnce = Infinity;
let input: Uint8Array = new Uint8Array();
let readAtOnce = 1;

// The module takes hold of both when it is loaded.
const { stdout, stdin } = Deno;
const { writeSync } = stdout;
const { read } = stdin;
Object.assign(stdout, {
  writeSync: (bytes: Uint8Array) => {
    const count = Math.min(bytes.length, mostAtOnce);
    written.push([...bytes.subarray(0, count)]);
    return count;
  },
});
Object.assign(stdin, {
  read: (buffer: Uint8Array) => {
    if (input.length === 0) return Promise.resolve(null);
    const count = Math.min(buffer.length, readAtOnce, input.length);
    buffer.set(input.subarray(0, count));
    input = input.subarray(count);
    return Promise.resolve(count);
  },
});
const { Channel, hideInput, inputLines, readSecret } = await import("./channel.ts");
Object.assign(stdout, { writeSync });
Object.assign(stdin, { read });

function text(): string {
  const whole = new TextDecoder().decode(new Uint8Array(written.flat()));
  written.length = 0;
  return whole;
}

Deno.test("a message is a line that begins with a sign and the secret", () => {
  mostAtOnce = Infinity;
  const channel = new Channel(new TextEncoder().encode("s3cret"));
  channel.send({ type: "taken" });
  assertEquals(written.length, 1);
  assertEquals(text(), '\x1es3cret{"type":"taken"}\n');
  channel.sendJson('{"a":"\u2028ü🙂"}');
  assertEquals(text(), '\x1es3cret{"a":"\\u2028ü🙂"}\n');
});

Deno.test("a message that is not written at once is written to its end", () => {
  const channel = new Channel(new TextEncoder().encode("x"));
  for (mostAtOnce of [1, 2, 7, 1000]) {
    channel.send({ type: "spoiled", changes: ["Math.hypot", "ü".repeat(40)] });
    assertEquals(
      text(),
      `\x1ex{"type":"spoiled","changes":["Math.hypot","${"ü".repeat(40)}"]}\n`,
    );
  }
});

Deno.test("the secret is what the input begins with, and nothing after it", async () => {
  const secret = "0123456789abcdef".repeat(2);
  for (readAtOnce of [1, 5, 100]) {
    input = new TextEncoder().encode(`${secret}line\n`);
    assertEquals(new TextDecoder().decode((await readSecret())!), secret);
    assertEquals(await Array.fromAsync(inputLines()), ["line"]);
  }
  input = new TextEncoder().encode("too short");
  assertEquals(await readSecret(), null);
});

Deno.test("lines of the input are read to its end, however they come", async () => {
  const lines = ["first", "", "ü🙂".repeat(5), "x".repeat(70_000)];
  for (readAtOnce of [3, 100_000]) {
    input = new TextEncoder().encode([...lines, "not ended"].join("\n"));
    assertEquals(await Array.fromAsync(inputLines()), lines);
  }
  assertEquals(await Array.fromAsync(inputLines()), []);
});

Deno.test("claims find nothing on standard input, and it is no terminal", async () => {
  const ofDeno = Object.getOwnPropertyDescriptor(Deno, "stdin")!;
  const ofNode = Object.getOwnPropertyDescriptor(process, "stdin")!;
  let hidden: typeof Deno.stdin;
  let node: typeof process.stdin;
  try {
    hideInput();
    hidden = Deno.stdin;
    node = process.stdin;
  } finally {
    Object.defineProperty(Deno, "stdin", ofDeno);
    Object.defineProperty(process, "stdin", ofNode);
  }
  const buffer = new Uint8Array(4);
  assertEquals(await hidden.read(buffer), null);
  assertEquals(hidden.readSync(buffer), null);
  assertEquals(await Array.fromAsync(hidden.readable), []);
  assertEquals(hidden.isTerminal(), false);
  assertEquals([hidden.setRaw(true), hidden.close()], [undefined, undefined]);
  assertEquals(Object.isFrozen(hidden), true);
  assertEquals(await Array.fromAsync(node), []);
});
