/**
 * Looks for processes by the path in its argument: before one has it, while one has it, and after.
 * A program of its own, because tests may not start the system's commands.
 *
 * @module
 */

import { join } from "node:path";
import { hasOrphans } from "../command.ts";

const folder = Deno.args[0]!.split("").reverse().join("");
const found = [await hasOrphans(folder, 1)];
const child = new Deno.Command(Deno.execPath(), {
  args: ["eval", "--no-lock", "while (true);", join(folder, "lock")],
}).spawn();
found.push(await hasOrphans(folder, 1));
child.kill("SIGKILL");
await child.status;
found.push(await hasOrphans(folder, 1));
await Deno.stdout.write(new TextEncoder().encode(`${JSON.stringify(found)}\n`));
