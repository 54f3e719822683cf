import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MalformedClaim } from "./door.ts";
import { CATALOGUE, ImportError, loadClaims } from "./registry.ts";
import { withFolder } from "./testdata/command_line.ts";

const PRELUDE = `import fc from ${JSON.stringify(import.meta.resolve("fast-check"))};
  const family = { instances: fc.record({ x: fc.integer() }), observe: ({ x }) => x,
    hypotheses: [], kind: "universal" };
  const claim = (id, more = family) => ({ id, title: "t", locus: "l", ...family,
    instances: fc.record({ x: fc.integer() }), ...more,
    variants: { printed: { statement: "s", relations: (x) =>
      [{ label: "x", lhs: x, sense: "<=", rhs: 1 }] } } });
`;

/** Writes modules into a folder; their URLs, by their names. */
async function modulesIn(
  folder: string,
  texts: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const urls: Record<string, string> = {};
  for (const [name, text] of Object.entries(texts)) {
    const path = join(folder, `${name}.ts`);
    await Deno.writeTextFile(path, `${PRELUDE}\n${text}`);
    urls[name] = pathToFileURL(path).href;
  }
  return urls;
}

Deno.test("the catalogue is the module that lists the claims of this repository", () => {
  assert(CATALOGUE.startsWith("file:") && CATALOGUE.endsWith("/theorems/mod.ts"));
});

Deno.test("claims are in the order of the modules, with their groups, papers and proofs", async () => {
  await withFolder(async (folder) => {
    const { one, two } = await modulesIn(folder, {
      one: `export const a = claim("mine/a"), b = claim("mine/b", { observe: (x) => x.x }),
          c = claim("mine/c");
        export const claims = [a, b, c];
        export const papers = { mine: { title: "Mine" }, others: { title: "Theirs" } };
        export const proofs = [{ id: "mine/theorem", title: "T",
          steps: [{ name: "1", says: "s", claim: "mine/a", from: [] }] }];`,
      two: `import { b } from "./one.ts";
        export const claims = [claim("mine/d"), b, claim("mine/e")];`,
    });
    const { claims, groups, modules, papers, proofs } = await loadClaims([one!, two!]);
    assertEquals(
      claims.map(({ claim: { id }, module }) => [id, module]),
      [
        ["mine/a", one],
        ["mine/b", one],
        ["mine/c", one],
        ["mine/d", two],
        ["mine/e", two],
      ],
    );
    assertEquals(groups.map((group) => group.map(({ id }) => id)), [
      ["mine/a", "mine/c"],
      ["mine/b"],
      ["mine/d", "mine/e"],
    ]);
    assertEquals(modules, [one!, two!]);
    assertEquals([...papers], [["mine", { title: "Mine" }], ["others", { title: "Theirs" }]]);
    assertEquals(proofs.map(({ id }) => id), ["mine/theorem"]);
    const none = await loadClaims([]);
    assertEquals([none.claims, none.groups, none.modules, none.proofs], [[], [], [], []]);
  });
});

Deno.test("a module without claims is passed over only where it may be", async () => {
  await withFolder(async (folder) => {
    const { none, some } = await modulesIn(folder, {
      none: "export const helper = 1;",
      some: 'export const claims = [claim("mine/a")];',
    });
    const malformed = await assertRejects(() => loadClaims([some!, none!]), MalformedClaim);
    assertStringIncludes(malformed.message, join(folder, "none.ts"));
    const loaded = await loadClaims([none!, some!], (url) => url === none);
    assertEquals([loaded.claims.length, loaded.modules], [1, [some]]);
    await assertRejects(() => loadClaims([none!], (url) => url === some), MalformedClaim);
    // A module that may lack claims and has some is not passed over.
    const both = await loadClaims([some!], () => true);
    assertEquals(both.claims.length, 1);
  });
});

Deno.test("what is wrong with a module beside its exports is told with its name", async () => {
  await withFolder(async (folder) => {
    const { some } = await modulesIn(folder, {
      some: 'export const claims = [claim("mine/a")];',
    });
    const error = await assertRejects(
      () => loadClaims([some!], undefined, () => ["it sings", "it dances"]),
      MalformedClaim,
    );
    const path = join(folder, "some.ts");
    assertEquals(error.problems, [`${path}: it sings`, `${path}: it dances`]);
  });
});

Deno.test("a module that cannot be imported is named, with the first line of why", async () => {
  await withFolder(async (folder) => {
    const { throws, throwsText, refused, malformed } = await modulesIn(folder, {
      throws: 'throw new Error("no good\\nat all");',
      throwsText: 'throw "a text";',
      // Tests may not connect either.
      refused: `await Deno.connect({ hostname: "127.0.0.1", port: 9 });`,
      malformed: `import { MalformedClaim } from ${
        JSON.stringify(import.meta.resolve("./door.ts"))
      };
        throw new MalformedClaim("one", "two");`,
    });
    const failed = async (url: string) => await assertRejects(() => loadClaims([url]), ImportError);
    const error = await failed(throws!);
    assertEquals(error.name, "ImportError");
    assertEquals(
      error.message,
      `cannot load claims from ${join(folder, "throws.ts")}: no good`,
    );
    assertEquals((error.cause as Error).message, "no good\nat all");
    assertStringIncludes((await failed(throwsText!)).message, "throwsText.ts: a text");
    assertStringIncludes(
      (await failed(refused!)).message,
      'refused.ts: Requires net access to "127.0.0.1:9": a claim may only compute',
    );
    const nowhere = await failed("data:text/plain,x");
    assertStringIncludes(nowhere.message, "cannot load claims from data:text/plain,x: ");
    const path = join(folder, "malformed.ts");
    const wrong = await assertRejects(() => loadClaims([malformed!]), MalformedClaim);
    assertEquals(wrong.problems, [`${path}: one`, `${path}: two`]);
  });
});
