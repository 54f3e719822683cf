/** Imports the instrumented file that its argument names, and says how many claims it holds. */

import { loadTwin } from "../twin.ts";

const { claims } = await loadTwin(Deno.args[0]!);
await Deno.stdout.write(new TextEncoder().encode(`${claims.size} claims\n`));
