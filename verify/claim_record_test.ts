import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import type { Claim } from "./claim.ts";
import { listed, type ListedClaims, readListed, recordOf } from "./claim_record.ts";
import { MalformedClaim } from "./door.ts";
import type { LoadedClaims } from "./registry.ts";
import { claims } from "./testdata/claims.ts";

const module = "file:///claims.ts";
const other = "file:///other.ts";

const [one, two, three] = claims as [Claim, Claim, Claim];
const whole: Claim = {
  ...three,
  cost: 2.5,
  hypotheses: [
    { name: "a", statement: "A", holds: () => true },
    { name: "b", statement: "B", assumedBy: ["corrected"] },
  ],
  variants: {
    printed: { statement: "p", expected: "refuted", trivialWhere: "x", relations: () => [] },
    corrected: { statement: "c", relations: () => [] },
  },
};

const loaded: LoadedClaims = {
  claims: [
    { claim: one, module },
    { claim: two, module },
    { claim: whole, module: other },
  ],
  groups: [[one, two], [whole]],
  modules: [module, other],
  papers: new Map([["known", { title: "Known" }]]),
  proofs: [],
};

const proof = {
  id: "known/theorem",
  title: "A theorem",
  steps: [{ name: "1", says: "all", claim: one.id, from: [] }],
};

Deno.test("the plain part of a claim has no code, and nothing that the claim does not say", () => {
  assertEquals(recordOf(whole), {
    id: three.id,
    title: three.title,
    locus: three.locus,
    kind: three.kind,
    cost: 2.5,
    hypotheses: [
      { name: "a", statement: "A" },
      { name: "b", statement: "B", assumedBy: ["corrected"] },
    ],
    variants: { printed: { statement: "p", expected: "refuted" }, corrected: { statement: "c" } },
  });
  const { cost: _, ...cheap } = whole;
  assertEquals("cost" in recordOf(cheap as Claim), false);
});

Deno.test("what a worker lists is read as what it has loaded, without the code", () => {
  const list: unknown = JSON.parse(JSON.stringify(listed(loaded)));
  const read = readListed(list, [module, other, "file:///unused.ts"]);
  const records = loaded.claims.map(({ claim }) => recordOf(claim));
  assertEquals(read.claims.map(({ claim }) => claim), records);
  assertEquals(read.claims.map((claim) => claim.module), [module, module, other]);
  assertEquals(read.groups, [[records[0]!, records[1]!], [records[2]!]]);
  // The claims of the groups are those of the list, and no copies.
  assertEquals(read.groups[0]![1] === read.claims[1]!.claim, true);
  assertEquals(read.modules, [module, other]);
  assertEquals([...read.papers], [["known", { title: "Known" }]]);
  assertEquals(read.proofs, []);
});

Deno.test("what no honest worker lists is refused, and it is said why", () => {
  const list = JSON.parse(JSON.stringify(listed(loaded))) as ListedClaims;
  const first = (part: object): object => ({
    ...list,
    claims: list.claims.map((claim, index) =>
      index === 0 ? { ...claim, claim: { ...claim.claim, ...part } } : claim
    ),
  });
  const cases: readonly [list: unknown, problem: string][] = [
    [null, "/ must be object"],
    [{ ...list, more: 1 }, "/ must NOT have additional properties"],
    ...(["claims", "groups", "modules", "papers", "proofs"] as const).flatMap((key) => {
      const { [key]: _, ...rest } = list;
      return [
        [rest, `/ must have required property '${key}'`],
        [{ ...list, [key]: 1 }, `/${key} must be array`],
      ] as [unknown, string][];
    }),
    [{ ...list, claims: [{ claim: list.claims[0]!.claim }] }, "/claims/0 must have required"],
    [{ ...list, claims: [{ module }] }, "/claims/0 must have required"],
    [{ ...list, claims: [{ ...list.claims[0], more: 1 }] }, "/claims/0 must NOT have additional"],
    ...["id", "title", "locus", "kind", "hypotheses", "variants"].map((key) =>
      [first({ [key]: undefined }), `/claims/0/claim must have required property '${key}'`] as [
        unknown,
        string,
      ]
    ),
    [first({ more: 1 }), "/claims/0/claim must NOT have additional properties"],
    [first({ title: "" }), "/claims/0/claim/title must NOT have fewer than 1 characters"],
    [first({ kind: "usual" }), "/claims/0/claim/kind must be equal to one of"],
    [first({ cost: 0 }), "/claims/0/claim/cost must be > 0"],
    [first({ hypotheses: [{ name: "a" }] }), "/hypotheses/0 must have required"],
    [first({ hypotheses: [{ statement: "a" }] }), "/hypotheses/0 must have required"],
    [first({ hypotheses: [{ name: "a", statement: "b", x: 1 }] }), "must NOT have additional"],
    [
      first({ hypotheses: [{ name: "a", statement: "b", assumedBy: ["x"] }] }),
      "/hypotheses/0/assumedBy/0 must be equal",
    ],
    [first({ variants: {} }), "/variants must have required property 'printed'"],
    [
      first({ variants: { printed: { statement: "s" }, x: { statement: "s" } } }),
      "/variants must NOT have additional",
    ],
    [first({ variants: { printed: {} } }), "/variants/printed must have required"],
    [
      first({ variants: { printed: { statement: "s", expected: "perhaps" } } }),
      "/variants/printed/expected must be equal",
    ],
    [
      first({ variants: { printed: { statement: "s", relations: 1 } } }),
      "/variants/printed must NOT have additional",
    ],
    [{ ...list, groups: [...list.groups, []] }, "/groups/2 must NOT have fewer than 1 items"],
    [{ ...list, papers: [["known"]] }, "/papers/0 must NOT have fewer than 2 items"],
    [{ ...list, papers: [["known", { title: "a" }, 1]] }, "/papers/0 must NOT have more than 2"],
    [{ ...list, papers: [["known", {}]] }, "/papers/0/1 must have required"],
    [{ ...list, papers: [["known", { title: "a", x: 1 }]] }, "/papers/0/1 must NOT have addit"],
    [{ ...list, modules: [module, "file:///x.ts"] }, "it names file:///x.ts, which it was not"],
    [
      { ...list, claims: list.claims.map((claim) => ({ ...claim, module: "file:///y.ts" })) },
      "it names file:///y.ts, which it was not given",
    ],
    [first({ id: "../up" }), 'an id "../up" has a part that begins with a dot'],
    [first({ id: two.id }), "two claims have one id"],
    [{ ...list, groups: [list.groups[0]!] }, "the groups are not of its claims, each in one"],
    [{ ...list, groups: [...list.groups, [one.id]] }, "the groups are not of its claims"],
    [{ ...list, proofs: [proof, proof] }, "proofs[1] has the id"],
  ];
  for (const [wrong, problem] of cases) {
    const error = assertThrows(
      () => readListed(JSON.parse(JSON.stringify(wrong)), [module, other]),
      MalformedClaim,
    );
    assertStringIncludes(error.message, problem);
    assertStringIncludes(
      error.message,
      `what a worker process tells of the claims in ${module}, ${other} is not well formed: `,
    );
    assertStringIncludes(error.message, "; a claims module must leave alone what JavaScript");
  }
});

Deno.test("the order in groups may be another than that of the claims", () => {
  const list = listed(loaded);
  const groups = [[three.id], [two.id, one.id]];
  const read = readListed({ ...list, groups }, [module, other]);
  assertEquals(read.groups.map((group) => group.map(({ id }) => id)), groups);
});

Deno.test("a proof of claims that are listed is read", () => {
  const list = { ...listed(loaded), proofs: [proof] };
  assertEquals(readListed(list, [module, other]).proofs, [proof]);
});
