import { assertEquals, assertRejects } from "@std/assert";
import { loadFloat32 } from "./float32.ts";

// First: the other test loads a backend, and then nothing else can be asked for.
Deno.test("a name that is no backend is an error that lists them", async () => {
  // @ts-expect-error what a caller without types might write
  await assertRejects(() => loadFloat32({ backend: "gpu" }), Error, "tensorflow, wasm, cpu");
});

Deno.test("TensorFlow.js says nothing on the console", async () => {
  const said: unknown[] = [];
  const original = { ...console };
  const record = (...words: unknown[]) => void said.push(words);
  Object.assign(console, { log: record, info: record, warn: record, error: record });
  try {
    // The plain JavaScript backend is the one that advertises the native one, on first use.
    const float32 = await loadFloat32({ backend: "cpu" });
    float32.release(float32.add(float32.zeros(1, 1), float32.zeros(1, 1)));
  } finally {
    Object.assign(console, original);
  }
  assertEquals(said, []);
});
