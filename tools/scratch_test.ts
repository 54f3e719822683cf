import { assertEquals } from "@std/assert";
import { withScratch } from "./scratch.ts";

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}

Deno.test("the folder of a tool is gone when it ends, well or badly", async () => {
  const seen: string[] = [];
  const result = await withScratch("assay_scratch_test_", (folder) => {
    seen.push(folder);
    assertEquals(exists(folder), true);
    return Promise.resolve(7);
  });
  assertEquals(result, 7);
  const failing = withScratch("assay_scratch_test_", (folder) => {
    seen.push(folder);
    return Promise.reject(new Error("badly"));
  });
  assertEquals(await failing.catch(({ message }: Error) => message), "badly");
  assertEquals(seen.map(exists), [false, false]);
});

Deno.test("the folder of a tool is gone when it is interrupted", async () => {
  const script = `
    import { withScratch } from ${JSON.stringify(import.meta.resolve("./scratch.ts"))};
    await withScratch("assay_scratch_test_", async (folder) => {
      console.log(folder);
      await new Promise((resolve) => setTimeout(resolve, 1e8));
    });`;
  for (const [signal, status] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["eval", "--quiet", script],
      stdin: "null",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    let folder = "";
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      folder += text;
      if (folder.endsWith("\n")) {
        assertEquals(exists(folder.trim()), true);
        child.kill(signal);
      }
    }
    assertEquals((await child.status).code, status);
    assertEquals(exists(folder.trim()), false);
  }
});
