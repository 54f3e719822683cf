/**
 * Torture by a disk that fills: a run into a file system of some kilobytes.
 *
 * @module
 */

import { join } from "node:path";
import { judgeEnding, run, shorten, system } from "./command.ts";
import { tornFiles } from "./folder.ts";
import type { Failure, Kind, Lab } from "./kind.ts";
import { searchArguments } from "./kills.ts";

/** Where a disk is mounted now. */
let mounted: string | undefined;

function placeIn({ scratch }: Lab): string {
  return join(scratch, "disk");
}

async function mount(
  place: string,
  kilobytes: number,
  more = "",
): Promise<string | undefined> {
  const options = `${more}size=${kilobytes}k`;
  const problem = await system("mount", "-t", "tmpfs", "-o", options, "none", place);
  if (problem === undefined) mounted = place;
  return problem;
}

async function unmount(): Promise<void> {
  // A run that was interrupted may still be busy there.
  if (mounted !== undefined) await system("umount", "--lazy", mounted);
  mounted = undefined;
}

/** Disks that fill. */
export const disk: Kind = {
  name: "disk",
  share: 1,

  async prepare(lab) {
    const place = placeIn(lab);
    await Deno.mkdir(place);
    const problem = await mount(place, 64);
    if (problem !== undefined) return `no file system can be mounted here (${problem})`;
    await unmount();
    return undefined;
  },

  async attempt(lab, random): Promise<Failure | undefined> {
    const place = placeIn(lab);
    // The whole report takes about 1.2 MB, most of it for the fonts.
    const kilobytes = random.nextInt(0, 1) === 1
      ? random.nextInt(4, 200)
      : random.nextInt(200, 2000);
    const what = `a disk of ${kilobytes} kB`;
    const problem = await mount(place, kilobytes);
    if (problem !== undefined) throw new Error(`cannot mount ${what}: ${problem}`);
    try {
      const out = join(place, "reports");
      const search = () => run("verify", searchArguments(out), { cwd: lab.scratch });
      const bad = judgeEnding(what, await search());
      if (bad !== undefined) return bad;
      if ([...Deno.readDirSync(place)].length > 0) {
        const [torn] = tornFiles(out, lab.reference);
        if (torn !== undefined) return { harm: "torn file", detail: `${what}: ${torn}` };
      }
      // When there is room again, the next run works.
      await mount(place, 20_000, "remount,");
      const next = await search();
      return next.code === 0 ? undefined : {
        harm: "exit status",
        detail: `the run after ${what}: ${next.code}: ${shorten(next.stderr)}`,
      };
    } finally {
      await unmount();
    }
  },

  close: unmount,
};
