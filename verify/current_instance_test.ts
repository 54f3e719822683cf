import { assertEquals } from "@std/assert";
import { CurrentInstance } from "./current_instance.ts";

function pair() {
  const writer = new CurrentInstance();
  return { writer, reader: new CurrentInstance(writer.memory) };
}

Deno.test("an instance is read once, and as it was written", () => {
  const { writer, reader } = pair();
  assertEquals(reader.readNew(), undefined);
  writer.write('{"x":1}');
  writer.write('{"x":"ε₀"}');
  assertEquals(reader.readNew(), '{"x":"ε₀"}');
  assertEquals(reader.readNew(), undefined);
});

Deno.test("of an instance that does not fit nothing is told, of the next one everything", () => {
  const { writer, reader } = pair();
  writer.write("7");
  writer.write(JSON.stringify("é".repeat(1 << 20)));
  assertEquals(reader.readNew(), undefined);
  writer.write("8");
  assertEquals(reader.readNew(), "8");
});

Deno.test("what another thread is writing is not torn", async () => {
  const { writer, reader } = pair();
  const code = `
    import { CurrentInstance } from ${JSON.stringify(import.meta.resolve("./current_instance.ts"))};
    self.onmessage = ({ data }) => {
      const writer = new CurrentInstance(data);
      for (let k = 0; k < 20000; k++) writer.write(JSON.stringify(new Array(1 + k % 50).fill(k)));
      self.postMessage("done");
    };`;
  const thread = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })), {
    type: "module",
  });
  let isDone = false;
  thread.onmessage = () => isDone = true;
  thread.postMessage(writer.memory);
  let seen = 0;
  let last = "";
  while (!isDone) {
    for (let look = 0; look < 100; look++) {
      const text = reader.readNew();
      if (text === undefined) continue;
      last = text;
      seen++;
      const numbers = JSON.parse(text) as number[];
      assertEquals(numbers, new Array(1 + numbers[0]! % 50).fill(numbers[0]));
    }
    await new Promise((resolve) => setTimeout(resolve));
  }
  thread.terminate();
  assertEquals(JSON.parse(reader.readNew() ?? last), new Array(50).fill(19999));
  assertEquals(seen > 0, true);
});
