/**
 * Runs test files as the mutation tool does, and prints how they end: it needs permissions that tests
 * do not have.
 *
 * @module
 */

import { runTests } from "../trial.ts";

const [root, limit, ...tests] = Deno.args;
const { end } = await runTests(root!, tests, Number(limit));
await Deno.stdout.write(new TextEncoder().encode(end));
