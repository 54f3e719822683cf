import { assertEquals } from "@std/assert";
import { runTask } from "../testdata/command_line.ts";

Deno.test("options are refused just beyond what they may be, with a line that says so", async (t) => {
  const least = (value: number) => `It must be an integer that is at least ${value}.`;
  const cases = [
    ["verify", "--jobs <n>", "0", least(1)],
    ["verify", "--memory <MiB>", "255", least(256)],
    ["experiment:gn-flow", "--samples <n>", "1", least(2)],
    ["experiment:gn-flow", "--neurons <m>", "0", least(1)],
    ["experiment:gn-flow", "--seed <n>", "-1", least(0)],
  ] as const;
  for (const [task, option, value, says] of cases) {
    await t.step(`${task} ${option} ${value}`, async () => {
      assertEquals(await runTask(task, [`${option.split(" ")[0]}=${value}`]), {
        status: 2,
        stdout: "",
        stderr: `error: option '${option}' argument '${value}' is invalid. ${says}\n`,
      });
    });
  }
});
