import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { sha256 } from "../evidence_file.ts";
import { citations, citationToken } from "../report/cite.ts";
import { evidencePath, writeJson } from "../report/files.ts";
import { everyVerdict } from "../report/site/testdata/evidence.ts";
import { runTask, withFolder } from "../testdata/command_line.ts";

/** A folder with evidence that no search was needed for; the digest of each claim's. */
function writeEvidence(folder: string): Map<string, string> {
  return new Map(
    everyVerdict().map((evidence) => {
      const path = evidencePath(folder, evidence.id);
      writeJson(path, evidence);
      return [evidence.id, sha256(Deno.readFileSync(path))];
    }),
  );
}

Deno.test("cite writes the citation of a claim, or says which claims there are", async () => {
  await withFolder(async (folder) => {
    const digests = writeEvidence(folder);
    const [evidence] = everyVerdict();
    const cited = citations(evidence!, digests.get("spgd/theorem-1")!);
    const cite = (...args: string[]) => runTask("cite", [...args, "--out", folder]);
    const done = (stdout: string) => ({ status: 0, stdout, stderr: "" });
    assertEquals(await cite("spgd/theorem-1"), done(cited.text));
    assertEquals(await cite("spgd/theorem-1", "--format", "csl"), done(cited.csl));
    await Deno.rename(evidencePath(folder, "spgd/lemma-1"), evidencePath(folder, "spgd/moved"));
    const empty = join(folder, "assets");
    await Deno.mkdir(empty);
    const cases: readonly (readonly [readonly string[], string])[] = [
      [
        ["spgd/theorem-2"],
        `${folder} holds no evidence on "spgd/theorem-2"; the nearest are spgd/theorem-1, ` +
        "spgd/moved, mine/index",
      ],
      [["spgd/moved"], `the evidence file ${folder}/spgd/moved.json is of spgd/lemma-1`],
      [[], "give the id of a claim, or --check and a file"],
      [["spgd/theorem-1", "--check", "x"], "give either a claim or --check, not both"],
      [["--check", join(folder, "no")], `cannot read ${folder}/no: No such file`],
    ];
    for (const [args, says] of cases) {
      const { status, stdout, stderr } = await cite(...args);
      assertEquals([status, stdout], [2, ""]);
      // The system's own words may go on.
      assert(`${stderr.trimEnd()} `.startsWith(`error: ${says} `), stderr);
    }
    const none = await runTask("cite", ["spgd/theorem-1", "--out", empty]);
    assertEquals(
      none.stderr,
      `error: ${empty} holds no evidence on "spgd/theorem-1": \`deno task verify --out ${empty}\` ` +
        "makes some\n",
    );
  });
});

Deno.test("cite checks every citation of a text against the evidence", async () => {
  await withFolder(async (folder) => {
    const digests = writeEvidence(folder);
    const paper = join(folder, "paper.txt");
    const check = async (text: string) => {
      await Deno.writeTextFile(paper, text);
      return await runTask("cite", ["--check", paper, "--out", folder]);
    };
    const token = (id: string) => citationToken(id, digests.get(id)!);
    const good = `${token("spgd/theorem-1")}\n\n${token("mine/index")}`;
    assertEquals(await check(good), {
      status: 0,
      stdout: `agrees   ${paper}:1  spgd/theorem-1\nagrees   ${paper}:3  mine/index\n` +
        `2 citation(s), all agree with ${folder}\n`,
      stderr: "",
    });
    const other = "f".repeat(64);
    const cut = token("mine/surprise").slice(0, -1);
    assertEquals(
      await check(
        `${good}\n${citationToken("spgd/lemma-1", other)}\n` +
          `${citationToken("not/there", other)}\n${cut}\n`,
      ),
      {
        status: 1,
        stdout: [
          `agrees   ${paper}:1  spgd/theorem-1`,
          `agrees   ${paper}:3  mine/index`,
          `DIFFERS  ${paper}:4  spgd/lemma-1: ${folder}/spgd/lemma-1.json has the digest ` +
          `${digests.get("spgd/lemma-1")}, cited is ${other}`,
          `DIFFERS  ${paper}:5  not/there: there is no evidence at ${folder}/not/there.json (see ` +
          "--out)",
          `DAMAGED  ${paper}:6  mine/surprise: the citation is damaged: ${cut}`,
          `5 citation(s), 3 of them not in agreement with ${folder} (1 damaged)`,
          "",
        ].join("\n"),
        stderr: "",
      },
    );
    await Deno.remove(evidencePath(folder, "spgd/lemma-1"));
    await Deno.mkdir(evidencePath(folder, "spgd/lemma-1"));
    const unread = await check(token("spgd/lemma-1"));
    assertStringIncludes(
      unread.stdout,
      `cannot read the evidence at ${folder}/spgd/lemma-1.json: `,
    );
    assertStringIncludes(unread.stdout, `1 of them not in agreement with ${folder}\n`);
    const none = await check("Nothing is cited here.");
    assertEquals([none.status, none.stdout, none.stderr], [
      2,
      "",
      `error: ${paper} holds no citation: one has the form assay:<paper>/<claim>@sha256:<digest>\n`,
    ]);
  });
});
