import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { dirname, join } from "node:path";
import { contents, withFolder } from "../../verify/testdata/command_line.ts";
import { InstallError, type Runner } from "../_install/commands.ts";
import { install } from "./install.ts";
import { WHEEL } from "./recipe.ts";

const LINUX = { os: "linux", arch: "x86_64" } as const;
const MAC = { os: "darwin", arch: "aarch64" } as const;

/** A machine: which of its commands fail, which are not there, and what was run. */
interface Machine {
  readonly run: Runner;
  readonly ran: string[];
}

/** What a step is called here: enough of its command to tell it from the others. */
function stepOf(command: string, args: readonly string[]): string {
  const words = [command === Deno.execPath() ? "deno" : command, ...args].join(" ");
  const known = [
    "python3 -m pip --version",
    "c++ --version",
    "deno cache",
    "deno install",
    "locate.ts",
    "try_out.ts",
    "pip download",
    "python3 -c",
    "strip",
    "c++",
  ];
  return known.find((part) => words.includes(part)) ?? words;
}

/** A machine whose commands make files where the true ones do. */
async function machine(
  folder: string,
  { failing = [], absent = [] }: {
    readonly failing?: readonly string[];
    readonly absent?: readonly string[];
  } = {},
): Promise<Machine> {
  const ran: string[] = [];
  const write = async (path: string, text: string) => {
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(path, text);
  };
  const packages = join(folder, "packages");
  const backend = async (at: string) => {
    await write(join(at, "package.json"), "{}");
    await write(join(at, "dist/nodejs_kernel_backend.js"), "backend");
    await write(join(at, "dist/nodejs_kernel_backend_test.js"), "a test");
    await write(join(at, "dist/kernels/Add.js"), "kernel");
  };
  await backend(join(packages, "tfjs-node"));
  await write(join(packages, "google-protobuf/index.js"), "messages");
  const run: Runner = async (command, args, { cwd } = {}) => {
    const step = stepOf(command, args);
    ran.push(step);
    if (absent.includes(step)) return undefined;
    if (failing.includes(step)) return { success: false, output: `line 1\nwhy ${step} fails` };
    let output = "";
    if (step === "locate.ts") {
      output = JSON.stringify(
        ["tfjs-node", "google-protobuf", "node-api-headers"].map((name) => join(packages, name)),
      );
    } else if (step === "pip download") {
      await write(join(args.at(-1)!, "tensorflow.whl"), "a wheel");
      const requirements = await Deno.readTextFile(args[args.indexOf("-r") + 1]!);
      assertEquals(requirements, `${WHEEL.requirement} --hash=sha256:${WHEEL.sha256}\n`);
    } else if (step === "python3 -c") {
      for (const name of WHEEL.libraries) await write(join(args[3]!, name), `library ${name}`);
    } else if (step === "c++") {
      await write(args.at(-1)!, "the addon");
    } else if (step === "deno install") {
      const at = join(cwd!, "node_modules/@tensorflow/tfjs-node");
      await backend(at);
      await write(join(at, "lib/napi-v8/tfjs_binding.node"), "the official addon");
      await write(join(at, "deps/lib/libtensorflow.so"), "the official library");
      await write(join(cwd!, "node_modules/google-protobuf/index.js"), "messages");
    }
    return { success: true, output };
  };
  return { run, ran };
}

const say = () => {};

async function namesIn(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
}

/** What the recipe makes, without what the manifest says. */
const MADE = {
  "node_modules/google-protobuf/index.js": "messages",
  "tfjs-node/deps/lib/libtensorflow_cc.so.2": "library tensorflow/libtensorflow_cc.so.2",
  "tfjs-node/deps/lib/libtensorflow_framework.so.2":
    "library tensorflow/libtensorflow_framework.so.2",
  "tfjs-node/dist/kernels/Add.js": "kernel",
  "tfjs-node/dist/nodejs_kernel_backend.js": "backend",
  "tfjs-node/lib/napi-v8/tfjs_binding.node": "the addon",
  "tfjs-node/package.json": "{}",
};

/** The files of a folder but for the manifest and the stand-ins, which must be there. */
function madeIn(native: string): Record<string, string> {
  const { "manifest.json": manifest, ...files } = contents(native);
  assert(manifest !== undefined);
  for (const name of ["tfjs", "tfjs-core"]) {
    const path = `node_modules/@tensorflow/${name}/index.js`;
    assertStringIncludes(files[path] ?? "", "globalThis");
    delete files[path];
  }
  return files;
}

Deno.test("on Linux the folder is filled by the recipe, once", async () => {
  await withFolder(async (folder) => {
    const native = join(folder, ".native");
    const { run, ran } = await machine(folder);
    const said: string[] = [];
    const options = {
      folder: native,
      platform: LINUX,
      run,
      say: (line: string) => said.push(line),
    };
    assertEquals(await install(options), true);
    assertEquals(madeIn(native), MADE);
    assert(said.some((line) => line.includes("207 MB")), `${said}`);
    assertEquals(await namesIn(folder), [
      ".native",
      "packages",
    ]);
    const before = [contents(native), ran.length];
    assertEquals(await install(options), false);
    assertEquals([contents(native), ran.length], before, "a second call does nothing");
  });
});

Deno.test("what is missing is said at once and before anything is fetched", async () => {
  await withFolder(async (folder) => {
    const { run, ran } = await machine(folder, {
      absent: ["c++ --version"],
      failing: ["python3 -m pip --version"],
    });
    const { message } = await assertRejects(
      () => install({ folder: join(folder, ".native"), platform: LINUX, run, say }),
      InstallError,
    );
    for (const part of ["python3 with pip", "C++ compiler", "Nothing was changed"]) {
      assertStringIncludes(message, part);
    }
    assertEquals(ran, ["python3 -m pip --version", "c++ --version"]);
    assertEquals(await namesIn(folder), ["packages"]);
  });
});

for (
  const step of ["deno cache", "locate.ts", "pip download", "python3 -c", "c++", "try_out.ts"]
) {
  Deno.test(`where ${step} fails, what was there stays, and the message tells why`, async () => {
    await withFolder(async (folder) => {
      const native = join(folder, ".native");
      await Deno.mkdir(native);
      await Deno.writeTextFile(join(native, "manifest.json"), "of another version");
      const { run } = await machine(folder, { failing: [step] });
      const { message } = await assertRejects(
        () => install({ folder: native, platform: LINUX, run, say }),
        InstallError,
      );
      assertStringIncludes(message, `why ${step} fails`);
      assertStringIncludes(message, "nothing was changed");
      assertEquals(contents(native), { "manifest.json": "of another version" });
      assertEquals(await namesIn(folder), [
        ".native",
        "packages",
      ]);
    });
  });
}

Deno.test("another version takes the place of what was there; without strip it works, too", async () => {
  await withFolder(async (folder) => {
    const native = join(folder, ".native");
    await Deno.mkdir(join(native, "old"), { recursive: true });
    await Deno.writeTextFile(join(native, "manifest.json"), "of another version");
    const { run } = await machine(folder, { absent: ["strip"] });
    assertEquals(await install({ folder: native, platform: LINUX, run, say }), true);
    assertEquals(madeIn(native), MADE);
  });
});

Deno.test("elsewhere the official installer is run, in a folder of its own", async () => {
  await withFolder(async (folder) => {
    const native = join(folder, ".native");
    const { run, ran } = await machine(folder);
    assertEquals(await install({ folder: native, platform: MAC, run, say }), true);
    assertEquals(ran, ["deno install", "try_out.ts"]);
    const { "tfjs-node/deps/lib/libtensorflow.so": library, ...files } = madeIn(native);
    assertEquals(library, "the official library");
    assertEquals(files["tfjs-node/lib/napi-v8/tfjs_binding.node"], "the official addon");
    assertEquals(files["node_modules/google-protobuf/index.js"], "messages");
    const failing = await machine(folder, { failing: ["deno install"] });
    assertEquals(
      await install({ folder: native, platform: MAC, run: failing.run, say }),
      false,
      "it is there",
    );
  });
});
