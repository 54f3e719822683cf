import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { DOMParser } from "linkedom";
import type { Evidence, LabelEvidence, VariantEvidence } from "../../evidence.ts";
import type { Proof } from "../../proof.ts";
import { proofs as spgdProofs } from "../../../theorems/spgd/proofs.ts";
import { fateOf, type Link, linksOf, type LinkStatus, notRefuted, remarkOn } from "./chain.ts";
import { layOut } from "./chain_view.tsx";
import { renderSite } from "./site.ts";
import { confirmation, evidence, hostileEvidence, refuted, variant } from "./testdata/evidence.ts";
import {
  CHAIN,
  evidenceOf,
  FATES,
  FORK,
  linksWith,
  listsOf,
  proofOf,
  recordedFates,
  STATUSES,
  step,
} from "./testdata/proofs.ts";

// deno-lint-ignore no-explicit-any
function parse(page: string): any {
  return new DOMParser().parseFromString(page, "text/html");
}

Deno.test("an error enters at a false link whose direct grounds were not refuted", () => {
  const entering = (proof: Proof, ...statuses: readonly LinkStatus[]) =>
    linksWith(proof, ...statuses).filter(({ enters }) => enters).map(({ step }) => step.name);
  assertEquals(entering(CHAIN), []);
  assertEquals(entering(CHAIN, "refuted", "refuted", "refuted"), ["a"]);
  // From a true b nothing false follows, whatever b itself is derived from.
  assertEquals(entering(CHAIN, "refuted", "holds", "refuted"), ["a", "c"]);
  assertEquals(entering(CHAIN, "inconclusive", "not run", "refuted"), ["c"]);
  assertEquals(entering(FORK, "holds", "refuted", "refuted", "refuted"), ["b", "c"]);
});

Deno.test("a link rests on all errors above it", () => {
  const breaks = linksWith(FORK, "refuted", "holds", "refuted", "holds")
    .map(({ breaks }) => breaks);
  assertEquals(breaks, [[], ["a"], [], ["a", "c"]]);
  assertEquals(linksWith(FORK).map(({ above }) => above), [[], ["a"], [], ["a", "b", "c"]]);
});

Deno.test("what became of a proof is told for every kind of run", () => {
  const cases: readonly (readonly [readonly Link[], string])[] = [
    [
      linksWith(CHAIN),
      "None of 3 links is false. The conclusion, c, was not refuted in 400 instances (on 2 its " +
      "right side is trivially true); no link that it rests on was either.",
    ],
    [
      linksWith(CHAIN, "holds", "refuted"),
      "The first false link is b, “says b”. 1 of 3 links is false. The conclusion, c, was not " +
      "refuted in 400 instances (on 2 its right side is trivially true), but its proof does not " +
      "stand: it rests on b.",
    ],
    [
      linksWith(FORK, "refuted", "refuted", "refuted", "refuted"),
      "The first false link is a, “says a”. Another error enters at c, which is false although " +
      "nothing that it is directly derived from was refuted. 4 of 4 links are false. The " +
      "conclusion, d, is false.",
    ],
    [
      linksWith(CHAIN, "holds", "holds", "refuted"),
      "The first false link is c, “says c”. 1 of 3 links is false. The conclusion, c, is false " +
      "although nothing that it is directly derived from was refuted.",
    ],
    [
      linksWith(CHAIN, "refuted", "holds", "inconclusive"),
      "The first false link is a, “says a”. 1 of 3 links is false and 1 is open. Whether the " +
      "conclusion, c, is true is open; its proof does not stand: it rests on a.",
    ],
    [
      linksWith(CHAIN, "not run", "error", "vacuous"),
      "None of the 2 in this run is false, 2 are open and 1 was not run. Whether the conclusion, " +
      "c, is true is open; no link that it rests on was refuted, though 2 of 2 are open or not run.",
    ],
    [
      linksWith(CHAIN, "refuted", "not run", "not run"),
      "The first false link in this run is a, “says a”. 1 of the 1 in this run is false and 2 were not run. " +
      "The conclusion, c, was not run; its proof does not stand: it rests on a.",
    ],
    [
      linksWith(proofOf(step("a")), "holds"),
      "None of 1 link is false. The conclusion, a, was not refuted in 400 instances (on 2 its " +
      "right side is trivially true).",
    ],
    [
      linksWith(proofOf(step("a")), "refuted"),
      "The first false link is a, “says a”. 1 of 1 link is false. The conclusion, a, is false.",
    ],
  ];
  for (const [links, fate] of cases) assertEquals(fateOf(links).join(" "), fate);
  const three = linksWith(
    proofOf(step("a"), step("b"), step("c"), step("d", "a", "b", "c")),
    "refuted",
    "refuted",
    "refuted",
  );
  assertStringIncludes(fateOf(three).join(" "), "More errors enter at b and c, which are false");
  assertStringIncludes(fateOf(three).join(" "), "it rests on a, b and c.");
});

Deno.test("a corrected conclusion is mentioned where the printed one is false", () => {
  const claims = [
    evidence({ id: "p/a", variants: { printed: refuted(), corrected: variant() } }),
  ];
  assertStringIncludes(
    fateOf(linksOf(proofOf(step("a")), claims)).join(" "),
    "is false. Its corrected form holds.",
  );
});

Deno.test("each link is remarked on by what it is and where it stands", () => {
  const links = linksWith(
    proofOf(step("a"), step("b", "a"), step("c", "b"), step("d", "c"), step("e", "d"), step("f")),
    "refuted",
    "refuted",
    "holds",
    "refuted",
    "inconclusive",
    "not run",
  );
  assertEquals(links.map((link) => remarkOn(link, links)), [
    "An error enters here.",
    "False, like a, which it is derived from.",
    "Its proof breaks at a; the statement itself was not refuted in 400 instances (on 2 its right " +
    "side is trivially true).",
    "An error enters here: it is false although nothing that it is directly derived from was " +
    "refuted.",
    "Its proof breaks at a and d. Whether it is true is open.",
    "It was not run.",
  ]);
});

Deno.test("a link with a label is judged by the relations of that label alone", () => {
  const [sample] = variant().labels;
  const label = (name: string, changes: Partial<LabelEvidence> = {}): LabelEvidence => ({
    ...sample!,
    label: `${name}: x <= y`,
    trivial: 0,
    undecided: 0,
    ...changes,
  });
  const status = (name: string, changes: Partial<VariantEvidence>) => {
    const labelled = { ...step("a"), label: name };
    const printed = variant(changes);
    return linksOf(proofOf(labelled), [evidence({ id: "p/a", variants: { printed } })])[0]!.status;
  };
  const found = refuted();
  const labels = [
    label("(1)", { violated: 3 }),
    label("(2)"),
    label("(3)", { violated: 1 }),
    label("(4)", { trivial: 400 }),
    label("(5)", { supported: 19 }),
    label("(6)", { violated: 7 }),
  ];
  const changes = (confirmed: boolean): Partial<VariantEvidence> => ({
    ...found,
    labels,
    refutation: { ...found.refutation!, confirmation: confirmation({ label: labels[0]!.label }) },
    furtherRefutations: [{
      ...found.furtherRefutations[0]!,
      refutation: {
        ...found.refutation!,
        confirmation: confirmation({ label: labels[5]!.label, confirmed }),
      },
    }],
  });
  const all = (confirmed: boolean) =>
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"]
      .map((name) => status(name, changes(confirmed)));
  const [open, holds] = ["inconclusive", "holds"] as const;
  assertEquals(all(true), ["refuted", holds, open, open, open, "refuted", open]);
  assertEquals(all(false), ["refuted", holds, open, open, open, open, open]);
  assertEquals(status("(2)", { verdict: "holds", labels }), "holds");
  assertEquals(status("(7)", { verdict: "holds", labels }), "inconclusive");
  for (const verdict of ["error", "vacuous", "inconclusive"] as const) {
    assertEquals(status("(2)", { verdict, labels }), verdict);
  }
});

Deno.test("the links are laid out above what is derived from them, without overlaps", () => {
  const loose = step("loose", "a");
  const many = proofOf(
    ...Array.from({ length: 9 }, (_, k) => step(`m${k}`)),
    step("end", ...Array.from({ length: 9 }, (_, k) => `m${k}`)),
  );
  const deep = proofOf(step("a"), step("b", "a"), loose, step("c", "b"), step("d", "a", "c"));
  for (const proof of [CHAIN, FORK, many, deep, proofOf(step("a")), ...spgdProofs]) {
    const places = layOut(linksOf(proof, []));
    const named = new Map(places.map((place) => [place.link.step.name, place]));
    for (const { link: { step }, layer } of places) {
      for (const above of step.from) assert(named.get(above)!.layer < layer, step.name);
    }
    for (const [, members] of Map.groupBy(places, ({ layer }) => layer)) {
      const columns = members.map(({ column }) => column).sort((a, b) => a - b);
      assert(columns[0]! >= -1e-9);
      columns.slice(1).forEach((column, k) => assert(column - columns[k]! >= 1 - 1e-9));
    }
    assertEquals(places.at(-1)!.layer, Math.max(...places.map(({ layer }) => layer)));
  }
  assertEquals(layOut(linksOf(deep, [])).map(({ layer }) => layer), [0, 1, 1, 2, 3]);
});

function pagesOf(proofs: readonly Proof[], claims: readonly Evidence[]): Map<string, string> {
  const files = claims.map((evidence) => ({ evidence, sha256: "0".repeat(64) }));
  return new Map(renderSite(files, { proofs }));
}

Deno.test("a proof's page is linked from its paper and its claims, and links to those that ran", () => {
  const claims = [
    ...evidenceOf("a", "refuted"),
    ...evidenceOf("c", "holds"),
    evidence({ id: "p/other" }),
    evidence({ id: "spgd/theorem-1" }),
  ];
  const pages = pagesOf([CHAIN], claims);
  const path = "p/proof+theorem.html";
  const linksTo = (page: string) =>
    [...parse(pages.get(page)!).querySelectorAll(`a[href="proof+theorem.html"]`)].length;
  assertEquals(
    ["p/index.html", "p/a.html", "p/c.html", "p/other.html", "spgd/index.html"].map(linksTo),
    [1, 1, 1, 0, 0],
  );
  const page = parse(pages.get(path)!);
  const items = [...page.querySelectorAll("ol.links > li")];
  assertEquals(items.map((item) => item.querySelector("h3").textContent.trim()), [
    "a error enters",
    "b not in this run",
    "c holds",
  ]);
  assertStringIncludes(items[2].textContent, "Derived from b. Its proof breaks at a");
  const hrefs = (selector: string) =>
    [...page.querySelectorAll(selector)].map((link) => link.getAttribute("href"));
  assertEquals(hrefs("ol.links h3 a"), ["a.html", "c.html"]);
  assertEquals(hrefs("ol.links .meta a"), ["#link-0", "#link-1"]);
  // The drawing has the same boxes, and no keyboard stops in what screen readers do not see.
  assertEquals(hrefs(".chain a"), ["a.html", "c.html"]);
  assert([...page.querySelectorAll(".chain a")].every((a) => a.getAttribute("tabindex") === "-1"));
  assertEquals(page.querySelector(".chain").getAttribute("aria-hidden"), "true");
  assertEquals(
    [...page.querySelectorAll(".chain .link")].map((box) => box.getAttribute("class")),
    ["link refuted", "link not-run rests", "link holds rests"],
  );
  assertEquals(page.querySelectorAll(".chain .arrow").length, 2);
  assertEquals(page.querySelectorAll(".chain .arrow.refuted").length, 1);
  assertStringIncludes(
    page.querySelector(".lead").textContent,
    "The first false link in this run is a,",
  );
});

Deno.test("a proof of which no claim is in the run has no page", () => {
  const pages = pagesOf([CHAIN], [evidence({ id: "p/other" })]);
  assertEquals([...pages.keys()], ["index.html", "p/index.html", "p/other.html"]);
  assert(!pages.get("p/index.html")!.includes("proof"));
});

Deno.test("text of a proof and of its evidence stays text", () => {
  for (const hostile of hostileEvidence()) {
    const claim = { ...hostile, id: "p/a" };
    const text = hostile.title.slice(0, 100);
    const proof = { ...proofOf({ ...step("a"), name: text, says: text }), title: text };
    const page = parse(pagesOf([proof], [claim]).get("p/proof+theorem.html")!);
    assertEquals(
      page.querySelectorAll("main script, main img, [onmouseover], [onerror]").length,
      0,
    );
  }
});

Deno.test("whatever the verdicts, what is said of a proof agrees with itself", () => {
  for (const proof of [proofOf(step("a")), CHAIN, FORK]) {
    for (const statuses of listsOf(STATUSES, proof.steps.length)) {
      const links = linksWith(proof, ...statuses);
      assertEquals(links.map(({ status }) => status), statuses);
      const says = `${statuses}: ${fateOf(links).join(" ")}`;
      const count = (...wanted: readonly LinkStatus[]) =>
        statuses.filter((status) => wanted.includes(status)).length;
      const [absent, wrong, open] = [
        count("not run"),
        count("refuted"),
        count("inconclusive", "vacuous", "error"),
      ];
      assertStringIncludes(says, `${wrong === 0 ? "None" : wrong} of `);
      assertEquals(says.includes("this run"), absent > 0, says);
      assertEquals(says.includes(`${absent} ${absent === 1 ? "was" : "were"} not run`), absent > 0);
      const openPart = new RegExp(`\\b${open} ${open === 1 ? "is" : "are"} open(?! or)`);
      assertEquals(openPart.test(says), open > 0, says);
      assertEquals(says.includes("first false link"), wrong > 0, says);
      const entering = links.filter(({ enters }) => enters);
      assertEquals(says.includes("nother error enters at"), entering.length === 2, says);
      const end = links.at(-1)!;
      assertEquals(
        says.includes("its proof does not stand"),
        end.status !== "refuted" && end.breaks.length > 0,
        says,
      );
      const openAbove = links.filter(({ step, status }) =>
        end.above.includes(step.name) && status !== "holds" && status !== "refuted"
      ).length;
      if (end.status !== "refuted" && end.breaks.length === 0 && end.above.length > 0) {
        assertEquals(
          /, though (\d) of (\d) (?:is|are) open or not run\.$/.exec(says)?.slice(1) ?? ["0", "0"],
          openAbove === 0 ? ["0", "0"] : [`${openAbove}`, `${end.above.length}`],
          says,
        );
      }
      for (const link of links) {
        const remark = remarkOn(link, links);
        assertEquals(remark.includes("An error enters here"), link.enters, remark);
        assertEquals(remark.startsWith("False, like "), link.status === "refuted" && !link.enters);
        assertEquals(
          /Its proof breaks at /.test(remark),
          link.status !== "refuted" && link.breaks.length > 0,
          remark,
        );
      }
    }
  }
});

Deno.test("what is said of proofs is to the last sign what is on record", async () => {
  assertEquals(
    recordedFates(),
    await Deno.readTextFile(FATES),
    "other things are said of proofs; if that is meant, see verify/report/site/testdata/proofs.ts",
  );
});

Deno.test("counts of a link are the fewest that support it and the most that say nothing", () => {
  const [sample] = variant().labels;
  const of = (supported: number, trivial: number) => ({ ...sample!, supported, trivial });
  const link = (labels: readonly LabelEvidence[]) =>
    linksOf(proofOf(step("a")), [
      evidence({ id: "p/a", variants: { printed: variant({ labels }) } }),
    ])[0]!;
  const counts = ({ instances, trivial }: Link) => [instances, trivial];
  assertEquals(counts(link([])), [0, 0]);
  assertEquals(counts(link([of(7, 3)])), [7, 3]);
  assertEquals(counts(link([of(7, 3), of(5, 1), of(1000, 0)])), [5, 3]);
  assertEquals(notRefuted(link([of(1, 0)])), "was not refuted in 1 instance");
  assertEquals(
    notRefuted(link([of(1234, 1200)])),
    "was not refuted in 1\u202f234 instances (on 1\u202f200 its right side is trivially true)",
  );
});

Deno.test("a relation is judged by itself just where enough supports it", () => {
  const [sample] = variant().labels;
  const status = (changes: Partial<LabelEvidence>, verdict: "refuted" | "holds" = "refuted") => {
    const labels = [{ ...sample!, label: "(1)", undecided: 0, trivial: 0, ...changes }];
    const printed = variant({ verdict, labels });
    const proof = proofOf({ ...step("a"), label: "(1)" });
    return linksOf(proof, [evidence({ id: "p/a", variants: { printed } })])[0]!.status;
  };
  assertEquals([19, 20, 21].map((supported) => status({ supported })), [
    ...["inconclusive", "holds", "holds"] as const,
  ]);
  assertEquals([99, 100].map((trivial) => status({ supported: 100, trivial })), [
    ...["holds", "inconclusive"] as const,
  ]);
  assertEquals([109, 110].map((trivial) => status({ supported: 100, undecided: 10, trivial })), [
    ...["holds", "inconclusive"] as const,
  ]);
  assertEquals(status({ violated: 1 }), "inconclusive");
  assertEquals(status({ supported: 1, violated: 1 }, "holds"), "holds");
});
