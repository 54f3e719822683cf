import { assertEquals } from "@std/assert";
import { Deadline } from "./deadline.ts";

/** Runs a body with timers that end when it says so; gives what happened, in order. */
function withTimers(body: (end: () => void, told: string[]) => void): string[] {
  const { setTimeout, clearTimeout } = globalThis;
  const told: string[] = [];
  const open = new Map<number, () => void>();
  let next = 1;
  globalThis.setTimeout = ((call: () => void, time: number) => {
    told.push(`set ${time}`);
    open.set(next, call);
    return next++;
  }) as never;
  globalThis.clearTimeout = ((id: number) => {
    if (open.delete(id)) told.push("cleared");
  }) as never;
  const end = () => {
    const calls = [...open.values()];
    open.clear();
    calls.forEach((call) => call());
  };
  try {
    body(end, told);
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout });
  }
  return told;
}

Deno.test("a deadline begins at once, and calls when it is over", () => {
  const told = withTimers((end, told) => {
    new Deadline(() => told.push("over"), 500);
    end();
  });
  assertEquals(told, ["set 500", "over"]);
});

Deno.test("a deadline that is paused does not end, and begins again when it goes on", () => {
  const told = withTimers((end, told) => {
    const deadline = new Deadline(() => told.push("over"), 500);
    deadline.pause();
    end();
    deadline.resume();
    end();
  });
  assertEquals(told, ["set 500", "cleared", "set 500", "over"]);
});

Deno.test("a deadline can be set back to its beginning: there is one timer at a time", () => {
  const told = withTimers((end, told) => {
    const deadline = new Deadline(() => told.push("over"), 7);
    deadline.restart();
    end();
  });
  assertEquals(told, ["set 7", "cleared", "set 7", "over"]);
});

Deno.test("a deadline that was stopped never ends, whatever is done with it", () => {
  const told = withTimers((end, told) => {
    const deadline = new Deadline(() => told.push("over"), 7);
    deadline.stop();
    deadline.resume();
    deadline.restart();
    end();
  });
  assertEquals(told, ["set 7", "cleared"]);
});

Deno.test("a time that is too long for a timer is as long as a timer can be", () => {
  const told = withTimers((_, told) => {
    for (const time of [Infinity, 1e12, 2 ** 31 - 1]) new Deadline(() => told.push("over"), time);
  });
  assertEquals(told, new Array(3).fill("set 2147483647"));
});
