import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { InvalidArgumentError } from "commander";
import { UsageError } from "../usage_error.ts";
import { VERSION } from "../version.ts";
import {
  columnsOf,
  commandLine,
  FAILURE,
  integer,
  notEmpty,
  positive,
  runCommand,
  SUCCESS,
  write,
  writeError,
  writeProblem,
  WRONG_USAGE,
} from "./terminal.ts";
import { captured } from "./testdata/captured.ts";

/** Whether a parser of options takes a text. */
function takes(parse: (text: string) => unknown, text: string): boolean {
  try {
    parse(text);
    return true;
  } catch (error) {
    assert(error instanceof InvalidArgumentError, `${error}`);
    return false;
  }
}

Deno.test("integers are read from their least on, and nothing else is", () => {
  for (const [least, text, value] of [[0, "0", 0], [-3, "-3", -3], [1, "+17", 17], [2, "02", 2]]) {
    assertEquals(integer(least as number)(text as string), value as number);
  }
  assertEquals(integer(-Infinity)("-9007199254740991"), Number.MIN_SAFE_INTEGER);
  for (const text of ["", " ", "1.5", "1e3", "0x10", "x", "1 2", "9007199254740993"]) {
    assert(!takes(integer(-Infinity), text), text);
  }
  assertThrows(() => integer(4)("3"), InvalidArgumentError, "an integer that is at least 4.");
  assertThrows(() => integer(-Infinity)("x"), InvalidArgumentError, "It must be an integer.");
});

Deno.test("positive numbers are read, and names that are not empty", () => {
  assertEquals(["1", "1e-300", " 2.5 ", "0x10"].map(positive), [1, 1e-300, 2.5, 16]);
  for (const text of ["", " ", "0", "-1", "1e999", "NaN", "x"]) {
    assert(!takes(positive, text), text);
  }
  assertEquals(notEmpty(" "), " ");
  assert(!takes(notEmpty, ""));
});

Deno.test("text is laid out for the columns of the terminal, 100 at most", () => {
  const columns = (isTerminal: boolean, columns: number) => {
    const { consoleSize } = Deno;
    Deno.consoleSize = () => ({ columns, rows: 24 });
    try {
      return columnsOf({ isTerminal: () => isTerminal });
    } finally {
      Deno.consoleSize = consoleSize;
    }
  };
  assertEquals([80, 1, 100, 101, 300, 0].map((width) => columns(true, width)), [
    ...[80, 1, 100, 100, 100, 100],
  ]);
  assertEquals(columns(false, 80), 100);
});

Deno.test("what is written gets out in whole, however little a stream takes at once", async () => {
  for (const most of [1, 3, Infinity]) {
    const written = await captured(() => {
      write("to the one, ünd 😀\n");
      writeError("to the other");
      write("");
    }, most);
    assertEquals(written, { stdout: "to the one, ünd 😀\n", stderr: "to the other" });
  }
});

Deno.test("a problem is one line, whatever its message holds", async () => {
  const { stderr, stdout } = await captured(() => {
    writeProblem("error", "  one\n  two \r\n\n three\n");
    writeProblem("warning", "a\x1b[31m b\0c\td");
  });
  assertEquals(stderr, "error: one two three\nwarning: a\ufffd[31m b\ufffdc\ufffdd\n");
  assertEquals(stdout, "");
});

Deno.test("a command ends with its status, and mistakes of the user with one line", async () => {
  assertEquals([SUCCESS, FAILURE, WRONG_USAGE], [0, 1, 2]);
  const run = async (main: () => number | Promise<number>, isUsage?: (e: unknown) => boolean) => {
    let status: number | undefined;
    const written = await captured(async () => status = await runCommand(main, [], isUsage));
    return { status, ...written };
  };
  const raise = (error: unknown) => () => {
    throw error;
  };
  assertEquals(await run(() => 7), { status: 7, stdout: "", stderr: "" });
  assertEquals(await run(() => Promise.resolve(1)), { status: 1, stdout: "", stderr: "" });
  assertEquals(await run(raise(new UsageError("error: no such\nfile"))), {
    status: 2,
    stdout: "",
    stderr: "error: no such file\n",
  });
  const isRange = (error: unknown) => error instanceof RangeError;
  assertEquals((await run(raise(new RangeError("far")), isRange)).stderr, "error: far\n");
  await assertRejects(() => run(raise(new RangeError("far"))), RangeError, "far");
  await assertRejects(() => run(raise(new TypeError("no")), isRange), TypeError, "no");
});

Deno.test("a command line says what it takes, and refuses what it does not", async () => {
  const outcome = async (...args: string[]) => {
    let status: number | undefined;
    const written = await captured(async () => {
      const command = commandLine("deno task go", "It goes.").option(
        "--far <n>",
        "how",
        integer(1),
      );
      status = await runCommand((given) => {
        command.parse([...given], { from: "user" });
        write(JSON.stringify(command.opts()));
        return SUCCESS;
      }, args);
    });
    return { status, ...written };
  };
  assertEquals(await outcome("--far", "3"), { status: 0, stdout: '{"far":3}', stderr: "" });
  assertEquals(await outcome("--version"), { status: 0, stdout: `${VERSION}\n`, stderr: "" });
  const help = await outcome("--help");
  assertEquals([help.status, help.stderr], [0, ""]);
  assert(help.stdout.startsWith("Usage: deno task go [options]\n\nIt goes.\n"), help.stdout);
  assertEquals(await outcome("--far", "0"), {
    status: 2,
    stdout: "",
    stderr: "error: option '--far <n>' argument '0' is invalid. It must be an integer that is at " +
      "least 1.\n",
  });
  assertEquals(
    (await outcome("--fra", "1")).stderr,
    "error: unknown option '--fra' (Did you mean --far?)\n",
  );
});
