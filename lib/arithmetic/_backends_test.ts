import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  type Float32Backend,
  forcedBackend,
  loadBackend,
  type Loader,
  loaders,
} from "./_backends.ts";

/** Loaders of which only those named succeed, and the order in which they are called. */
function fakes(...working: Float32Backend[]) {
  const calls: Float32Backend[] = [];
  const loader = (name: Float32Backend): Loader => () => {
    calls.push(name);
    return working.includes(name)
      ? Promise.resolve()
      : Promise.reject(new Error(`no ${name} on this machine`));
  };
  return {
    calls,
    available: { tensorflow: loader("tensorflow"), wasm: loader("wasm"), cpu: loader("cpu") },
  };
}

Deno.test("forcedBackend is the option, else ASSAY_BACKEND, else undefined", () => {
  // The true environment stays as it is: tests of other files run in this process.
  const environment = (value: string | undefined) => ({
    get: (name: string) => name === "ASSAY_BACKEND" ? value : undefined,
  });
  assertEquals(forcedBackend(undefined, environment(undefined)), undefined);
  assertEquals(forcedBackend(undefined, environment("")), undefined);
  assertEquals(forcedBackend(undefined, environment("wasm")), "wasm");
  assertEquals(forcedBackend("cpu", environment("wasm")), "cpu");
});

Deno.test("loadBackend takes the fastest backend that loads", async () => {
  const expectations: [working: Float32Backend[], chosen: Float32Backend, calls: number][] = [
    [["tensorflow", "wasm", "cpu"], "tensorflow", 1],
    [["wasm", "cpu"], "wasm", 2],
    [["cpu"], "cpu", 3],
  ];
  for (const [working, chosen, tried] of expectations) {
    const { available, calls } = fakes(...working);
    assertEquals(await loadBackend(undefined, "large", available), chosen);
    assertEquals(calls, ["tensorflow", "wasm", "cpu"].slice(0, tried));
  }
});

Deno.test("loadBackend takes the fastest on small matrices where these are what is computed", async () => {
  const { available, calls } = fakes("tensorflow", "wasm");
  assertEquals(await loadBackend(undefined, "small", available), "wasm");
  assertEquals(calls, ["cpu", "wasm"]);
});

Deno.test("loadBackend tries no other backend than the one that is forced", async () => {
  for (const name of ["tensorflow", "wasm", "cpu"] as const) {
    const { available, calls } = fakes("tensorflow", "wasm", "cpu");
    assertEquals(await loadBackend(name, "large", available), name);
    assertEquals(calls, [name]);
  }
});

Deno.test("a forced backend that does not load is an error that says what to do", async () => {
  const { available, calls } = fakes("wasm", "cpu");
  const error = await assertRejects(() => loadBackend("tensorflow", "large", available), Error);
  for (const part of ["no tensorflow on this machine", "--allow-ffi", "ASSAY_BACKEND"]) {
    assert(error.message.includes(part), error.message);
  }
  assertEquals(calls, ["tensorflow"]);
});

Deno.test("an unknown backend is an error that lists the known ones", async () => {
  const { available, calls } = fakes("wasm");
  const error = await assertRejects(() => loadBackend("webgl", "large", available), Error);
  for (const part of ['"webgl"', "tensorflow, wasm, cpu", "ASSAY_BACKEND"]) {
    assert(error.message.includes(part), error.message);
  }
  assertEquals(calls, []);
});

Deno.test("when nothing loads, the error gives every reason", async () => {
  const error = await assertRejects(
    () => loadBackend(undefined, "large", fakes().available),
    Error,
  );
  for (const name of ["tensorflow", "wasm", "cpu"]) {
    assert(error.message.includes(`no ${name} on this machine`), error.message);
  }
});

Deno.test({
  name: "the native backend is not tried without the permission for native code",
  permissions: { ffi: false },
  fn: async () => {
    await assertRejects(() => loaders.tensorflow(), Error, "--allow-ffi");
  },
});
