/**
 * Which tests may notice a mistake in a file: those that import it, directly or not.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { exists } from "../exists.ts";

/** The modules of a checkout and what each of them imports: paths from its folder. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** Files below a folder of a checkout, as paths from there, sorted; without what begins with a point. */
export function filesBelow(root: string, below: string): string[] {
  return [...Deno.readDirSync(join(root, below))].filter(({ name }) => !name.startsWith("."))
    .flatMap(({ name, isDirectory }) => {
      const path = join(below, name);
      return isDirectory ? filesBelow(root, path) : [path];
    }).sort();
}

/** What `deno info --json` says of a module; of its dependencies, what matters here. */
interface Info {
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly code?: { readonly specifier?: string };
      readonly type?: { readonly specifier?: string };
    }[];
  }[];
}

/**
 * What the modules of a checkout import. A module that starts another one, as a worker or as a task,
 * counts as importing it: one that is named in `new URL("…", import.meta.url)`, and, for the module
 * that runs tasks in tests, what the tasks run.
 *
 * @param root The folder of the checkout.
 * @param roots The modules to begin with, as paths from there.
 * @param tasks The module that runs tasks.
 */
export async function importsOf(
  root: string,
  roots: readonly string[],
  tasks: string,
): Promise<Imports> {
  const imports = new Map<string, string[]>();
  let unknown = [...roots];
  while (unknown.length > 0) {
    for (const [path, targets] of await readGraph(root, unknown)) {
      const text = await Deno.readTextFile(join(root, path));
      const started = [...text.matchAll(/new URL\(\s*"([^"]+\.tsx?)",\s*import\.meta\.url/g)]
        .map(([, target]) => join(dirname(path), target!));
      if (path === tasks) {
        const configuration = await Deno.readTextFile(join(root, "deno.json"));
        started.push(...[...configuration.matchAll(/ (verify\/\S+\.ts)"/g)].map(([, at]) => at!));
      }
      imports.set(path, [...targets, ...started.filter((target) => exists(join(root, target)))]);
    }
    unknown = [...new Set([...imports.values()].flat())].filter((path) => !imports.has(path));
  }
  return imports;
}

/** What modules and all that they import import themselves, by `deno info`. */
async function readGraph(
  root: string,
  modules: readonly string[],
): Promise<(readonly [string, readonly string[]])[]> {
  const entry = join(root, ".modules.ts");
  await Deno.writeTextFile(
    entry,
    modules.map((path) => `import ${JSON.stringify(`./${path}`)};\n`).join(""),
  );
  try {
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", entry],
      cwd: root,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).output();
    if (!success) throw new Error(`deno info: ${new TextDecoder().decode(stderr)}`);
    const { modules: found } = JSON.parse(new TextDecoder().decode(stdout)) as Info;
    const base = pathToFileURL(`${root}/`).href;
    const pathOf = (url: string) =>
      url.startsWith(base) ? fileURLToPath(url).slice(root.length + 1) : undefined;
    return found.flatMap(({ specifier, dependencies = [] }) => {
      const path = pathOf(specifier);
      if (path === undefined || path === ".modules.ts" || !/\.tsx?$/.test(path)) return [];
      // What is imported for its types alone is not run.
      const targets = dependencies.map(({ code }) => pathOf(code?.specifier ?? ""))
        .filter((target) => target !== undefined && /\.tsx?$/.test(target)) as string[];
      return [[path, targets] as const];
    });
  } finally {
    await Deno.remove(entry);
  }
}

/** How many imports lead from a module to each of those that it needs; 0 for itself. */
export function distancesFrom(imports: Imports, module: string): ReadonlyMap<string, number> {
  const distances = new Map([[module, 0]]);
  // A map is walked in the order of its entries, those that are added on the way included.
  for (const [path, distance] of distances) {
    for (const target of imports.get(path) ?? []) {
      if (!distances.has(target)) distances.set(target, distance + 1);
    }
  }
  return distances;
}

/**
 * The tests that need a file: those of its own folder first, then the nearest ones.
 *
 * @param tests How far each test is from what it needs.
 */
export function testsOf(
  file: string,
  tests: ReadonlyMap<string, ReadonlyMap<string, number>>,
): string[] {
  const isNear = (test: string) => dirname(test) === dirname(file);
  return [...tests].filter(([, distances]) => distances.has(file))
    .map(([test, distances]) => ({ test, distance: distances.get(file)! }))
    .sort((a, b) =>
      Number(isNear(b.test)) - Number(isNear(a.test)) || a.distance - b.distance ||
      (a.test < b.test ? -1 : 1)
    ).map(({ test }) => test);
}
