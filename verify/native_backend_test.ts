/** Searches with single precision on the native backend, where it is installed. */

import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { nativeFolder } from "../lib/arithmetic/_native_folder.ts";
import { testNative } from "../lib/arithmetic/native_test.ts";
import { Sandbox } from "./sandbox.ts";
import { runTask, withFolder } from "./testdata/command_line.ts";

await testNative("a search", () => {
  Deno.test("a search on tensorflow: a paper's verdicts are the expected ones", async () => {
    await withFolder(async (folder) => {
      const { status, stdout, stderr } = await runTask("verify", [
        ...["adam-gn", "--backend", "tensorflow", "--out", folder],
      ]);
      assertEquals(status, 0, stdout + stderr);
      const { arithmetics } = JSON.parse(
        await Deno.readTextFile(join(folder, "adam-gn/eq-7.json")),
      );
      assertEquals(
        arithmetics.map(({ backend }: { backend: string }) => backend).at(-1),
        "tensorflow",
      );
    });
  });

  Deno.test("a search on tensorflow: workers may load what is in .native, and only if it is asked for", async () => {
    const folder = await Deno.realPath(nativeFolder()!);
    for (const backend of [undefined, "cpu", "tensorflow"]) {
      const sandbox = await Sandbox.of([], backend);
      const of = (name: string) => sandbox.flags.filter((flag) => flag.startsWith(name));
      assertEquals(of("--allow-ffi"), backend === "tensorflow" ? [`--allow-ffi=${folder}`] : []);
      assertEquals(of("--allow-read")[0]!.includes(folder), backend === "tensorflow");
      assertEquals(of("--allow-env"), ["--allow-env=ASSAY_BACKEND,ASSAY_NATIVE"]);
      await sandbox.dispose();
    }
  });
});
