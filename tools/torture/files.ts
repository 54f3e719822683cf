/**
 * Torture by files: damaged evidence, verdicts, proofs and timings. Most are read in a thread, by the
 * functions of the commands; some are given to the commands themselves.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { CLAIMS, judgeEnding, run } from "./command.ts";
import { filesIn } from "./folder.ts";
import { copyFolder } from "./kills.ts";
import { type Failure, type Kind, type Lab, pick } from "./kind.ts";
import { damage } from "./mutations.ts";

/** Seconds after which reading a folder is taken to hang: it takes a fifth of one. */
const PATIENCE = 120;

/** One in so many damaged files is given to a command. */
const COMMANDS_IN = 40;

const ID = "known/sine-wrong-constant";
const EVIDENCE = `${ID}.json`;

/** The files that are damaged, evidence more often than the others. */
const DAMAGED = [EVIDENCE, EVIDENCE, EVIDENCE, "verdicts.json", "proofs.json", "timings.json"];

const PROOFS = {
  schema: "assay.proofs/1",
  proofs: [{
    id: "known/theorem",
    title: "Theorem 1",
    steps: [
      { name: "(1)", says: "x <= y", claim: ID, label: "(1)", from: [] },
      { name: "(2)", says: "x <= z", claim: ID, from: ["(1)"] },
    ],
  }],
};

const texts = new Map<string, string>();
let worker: Worker | undefined;

/** The folder that the files are damaged in. */
function folderIn({ scratch }: Lab): string {
  return join(scratch, "damaged");
}

/** What the thread makes of the folder. */
async function readInThread(folder: string, mutated: string): Promise<Failure | undefined> {
  worker ??= new Worker(new URL("files_worker.ts", import.meta.url), { type: "module" });
  const thread = worker;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const failure = await new Promise<Failure | undefined>((resolve) => {
    thread.onmessage = ({ data }: MessageEvent<Failure | null>) => resolve(data ?? undefined);
    thread.onerror = (event) => {
      event.preventDefault();
      worker = undefined;
      resolve({ harm: "stack trace", detail: event.message });
    };
    timer = setTimeout(() => {
      thread.terminate();
      worker = undefined;
      resolve({ harm: "hang", detail: `reading takes more than ${PATIENCE} s` });
    }, PATIENCE * 1000);
    thread.postMessage({ folder, mutated });
  });
  clearTimeout(timer);
  return failure;
}

/** What a command does with the folder. */
async function readByCommand(
  folder: string,
  mutated: string,
  random: Parameters<Kind["attempt"]>[1],
): Promise<Failure | undefined> {
  const file = join(folder, mutated);
  const [task, args] = pick(
    random,
    [
      ["report", [folder]],
      ["report", [folder]],
      ["cite", [ID, "--out", folder]],
      ["cite", ["--check", file, "--out", folder]],
      ["verify", ["--claims", CLAIMS, "--replay", file]],
      ["verify", ["--claims", CLAIMS, "--list", "--expect", file]],
    ] as const,
  );
  return judgeEnding(`${task} ${args.join(" ")}`, await run(task, args, { cwd: dirname(folder) }));
}

/** Damaged files. */
export const files: Kind = {
  name: "files",
  share: 60,

  async prepare(lab) {
    const folder = folderIn(lab);
    copyFolder(lab.reference, folder);
    for (const path of filesIn(folder)) {
      const isAnother = path.endsWith(".json") && path.includes("/") && path !== EVIDENCE;
      if (isAnother) await Deno.remove(join(folder, path));
    }
    await Deno.writeTextFile(join(folder, "proofs.json"), JSON.stringify(PROOFS, null, 2) + "\n");
    for (const path of new Set(DAMAGED)) {
      texts.set(path, await Deno.readTextFile(join(folder, path)));
    }
    // What is not damaged is read without a word.
    const failure = await readInThread(folder, EVIDENCE);
    if (failure !== undefined) throw new Error(`undamaged files: ${failure.detail}`);
    return undefined;
  },

  async attempt(lab, random) {
    const folder = folderIn(lab);
    const path = pick(random, DAMAGED);
    const text = texts.get(path)!;
    const { how, bytes } = damage(text, random);
    const place = join(folder, path);
    await Deno.writeFile(place, bytes);
    try {
      const failure = await readInThread(folder, path) ??
        (random.nextInt(1, COMMANDS_IN) === 1
          ? await readByCommand(folder, path, random)
          : undefined);
      if (failure === undefined) return undefined;
      return { ...failure, detail: `${path} with ${how}: ${failure.detail}` };
    } finally {
      await Deno.writeTextFile(place, text);
    }
  },

  close() {
    worker?.terminate();
    worker = undefined;
    texts.clear();
    return Promise.resolve();
  },
};
