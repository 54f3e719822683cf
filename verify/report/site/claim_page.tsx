/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/**
 * The page of a claim.
 *
 * @module
 */

import type { ComponentChildren, VNode } from "preact";
import { paperOf, type VariantName } from "../../claim.ts";
import type {
  Evidence,
  Example,
  HypothesisRole,
  LabelEvidence,
  PhaseEvidence,
  Refutation,
  RelationEvidence,
  VariantEvidence,
} from "../../evidence.ts";
import type { EvidenceFile } from "../../evidence_file.ts";
import { paperNamed } from "../../papers.ts";
import type { Proof } from "../../proof.ts";
import { commandName } from "../../program.ts";
import { replayLine } from "../../replay_line.ts";
import { CITATION_FORMATS, citations } from "../cite.ts";
import { evidencePath, isExpected } from "../files.ts";
import {
  brokenRelation,
  describeComparisons,
  describeFailures,
  describeFamilies,
} from "../findings.ts";
import { runName } from "../runs.ts";
import { claimName, proofPage } from "./paths.ts";
import { ConfirmationSteps } from "./confirmation.tsx";
import { Copyable } from "./copyable.tsx";
import { DistributionView, FigureView } from "./figure_view.tsx";
import { InstanceView } from "./instance_view.tsx";
import { counted, digitsToTell, formatCount, formatRatio, formatShare } from "./numbers.ts";
import { PaperReference } from "./paper_reference.tsx";
import { renderPage } from "./page.tsx";
import { SpreadsView } from "./spreads.tsx";
import { Clipped, Formula, Label, Quantity } from "./text.tsx";
import {
  VARIANT_TITLES,
  VARIANTS,
  VERDICT_MEANINGS,
  VerdictBadge,
  VerdictIcon,
} from "./verdict.tsx";

/** The most labels of a variant whose distributions are drawn. */
const MOST_DISTRIBUTIONS = 12;
/** The most further refutations of a variant that a page shows. */
const MOST_FURTHER = 12;
/** The most entries of a list that a page shows. */
const MOST_ENTRIES = 200;

interface Shown {
  readonly name: VariantName;
  readonly variant: VariantEvidence;
}

/**
 * The page of a claim, as the text of its file.
 *
 * @param folder The report's folder, as the commands on the page name it.
 * @param proofs The proofs that the claim checks links of.
 */
export function renderClaimPage(
  { evidence, sha256 }: Pick<EvidenceFile, "evidence" | "sha256">,
  folder: string,
  proofs: readonly Proof[],
): string {
  const { id, title, kind, locus, health } = evidence;
  const paper = paperOf(id);
  const json = `${claimName(id)}.json`;
  const variants = VARIANTS.flatMap((name): Shown[] => {
    const variant = evidence.variants[name];
    return variant === undefined ? [] : [{ name, variant }];
  });
  return renderPage({
    title: `${title} · ${id} · Assay`,
    root: "..",
    crumbs: [{ name: paper, href: "index.html" }, { name: claimName(id) }],
    foot: (
      <p>
        <Clipped text={runName(evidence)} />. All of this page is made from the evidence file{" "}
        <a href={json}>{json}</a>.
      </p>
    ),
    children: (
      <>
        <header class="title">
          <p class="eyebrow">
            <Clipped text={locus} most={200} /> · {kind} claim · <code>{id}</code>
          </p>
          <h1>
            <Label text={title} />
          </h1>
          <p class="source">
            <PaperReference paper={paperNamed(paper, [evidence])} />
          </p>
          {proofs.map((proof) => (
            <p class="source">
              A link of{" "}
              <a href={proofPage(proof.id)}>
                the proof of <Clipped text={proof.title} most={120} />
              </a>.
            </p>
          ))}
        </header>
        {health.length > 0 && (
          <aside class="remarks" aria-labelledby="remarks">
            <h2 id="remarks">What to know when reading this</h2>
            <ul>
              {health.slice(0, MOST_ENTRIES).map((remark) => (
                <li>
                  <Label text={remark} most={600} />
                </li>
              ))}
            </ul>
          </aside>
        )}
        <section aria-labelledby="statement">
          <h2 id="statement">Statement</h2>
          <div class="cards">
            {variants.map((shown) => <VariantCard {...shown} />)}
          </div>
        </section>
        <Hypotheses evidence={evidence} />
        {variants.map((shown) => <VariantSection {...shown} evidence={evidence} folder={folder} />)}
        <SearchSection evidence={evidence} />
        <CiteSection evidence={evidence} sha256={sha256} json={json} />
      </>
    ),
  });
}

function VariantCard({ name, variant }: Shown): VNode {
  const { statement, verdict, expected, reason, tightness } = variant;
  const families = describeFamilies(variant);
  const comparisons = describeComparisons(variant);
  return (
    <article class={`card ${verdict}`} aria-labelledby={`${name}-card`}>
      <header>
        <h3 id={`${name}-card`}>{VARIANT_TITLES[name]}</h3>
        <VerdictBadge verdict={verdict} />
      </header>
      <div class="statement scroll" tabIndex={0} role="group" aria-label="The statement">
        <Formula tex={statement} />
      </div>
      <p class="meaning">
        {VERDICT_MEANINGS[verdict]}{" "}
        {reason !== null && <Label text={sentence(reason)} most={600} />}
      </p>
      {families !== undefined && (
        <p class="meta">
          By family: <Clipped text={`${families}.`} />
        </p>
      )}
      {comparisons !== undefined && <p class="meta">{comparisons}.</p>}
      <p class="meta">
        {expected === null
          ? "No verdict was known before."
          : isExpected(variant)
          ? "This is the expected verdict."
          : (
            <strong>
              Not the expected verdict: it was known as “{expected}”.
            </strong>
          )} {tightness !== null && (
          <>
            Largest ratio of the sides: <Label text={formatRatio(tightness)} />.
          </>
        )} <a href={`#${name}`}>Evidence</a>
      </p>
    </article>
  );
}

/** With a capital where it starts with a word, and not with a symbol: "g is convex", "ρ is admitted". */
function capitalized(text: string): string {
  return /^(?:a |\p{Script=Latin}{2})/u.test(text)
    ? `${text.charAt(0).toUpperCase()}${text.slice(1)}`
    : text;
}

/** Reasons and remarks are written in lower case and without a full stop. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}

function Hypotheses(
  { evidence: { kind, hypotheses, search } }: { evidence: Evidence },
): VNode | null {
  // A sentence about a table assumes nothing.
  if (kind === "tabular") return null;
  const drawn = search.generate.drawn + search.target.drawn;
  return (
    <section aria-labelledby="hypotheses">
      <h2 id="hypotheses">Hypotheses</h2>
      {hypotheses.length === 0
        ? (
          <p>
            None to test: every instance that is drawn satisfies what the statement assumes by its
            construction.
          </p>
        )
        : (
          <ul class="hypotheses">
            {hypotheses.slice(0, MOST_ENTRIES).map((
              { name, statement, discarded, assumedBy, role },
            ) => (
              <li>
                <h3>
                  <Label text={capitalized(name)} most={120} />
                </h3>
                <div class="scroll" tabIndex={0} role="group" aria-label="The hypothesis">
                  <Formula tex={statement} />
                </div>
                <p>
                  {assumedBy !== null && `Assumed by ${assumedBy.join(" and ")} only. `}
                  Discards {formatCount(discarded)} of {counted(drawn, "instance")}{" "}
                  ({formatShare(discarded, drawn)}). <RoleText role={role} />
                </p>
                {role !== null && role.counterexample !== null && (
                  <details>
                    <summary>An instance without it that breaks the claim</summary>
                    <InstanceView instance={role.counterexample} />
                  </details>
                )}
              </li>
            ))}
          </ul>
        )}
    </section>
  );
}

function RoleText({ role }: { role: HypothesisRole | null }): VNode {
  if (role === null) return <>Whether the claim needs it was not looked at.</>;
  switch (role.role) {
    case "needed":
      return (
        <>
          <strong>Needed:</strong> the claim breaks where this one alone is dropped (found among
          {" "}
          {counted(role.tried, "instance")}).
        </>
      );
    case "not needed in this search":
      return (
        <>
          <strong>Not needed in this search:</strong> the claim held on all{" "}
          {counted(role.tried, "instance")} where this one alone is dropped.
        </>
      );
    case "not testable alone":
      return <>It cannot be dropped alone, so whether the claim needs it is open.</>;
    case "could not be told":
      return (
        <>
          <strong>Whether the claim needs it could not be told</strong>
          {role.reason === null ? "." : (
            <>
              : <Clipped text={sentence(role.reason)} />
            </>
          )}
        </>
      );
  }
}

function VariantSection(
  { name, variant, evidence, folder }: Shown & { evidence: Evidence; folder: string },
): VNode {
  const { verdict, example, refutation, furtherRefutations, failures, error, labels } = variant;
  const isTabular = evidence.kind === "tabular";
  return (
    <section class="evidence" aria-labelledby={name}>
      <h2 id={name}>
        {VARIANT_TITLES[name]} <VerdictBadge verdict={verdict} />
      </h2>
      {error !== null && (
        <div class="failure">
          <h3>What went wrong</h3>
          <p>
            <Clipped text={error.message} most={2000} />
          </p>
          <details>
            <summary>Where</summary>
            <pre class="scroll" tabIndex={0}><Clipped text={error.stack} most={4000} /></pre>
          </details>
        </div>
      )}
      {refutation !== null && example !== null && (
        <Violation
          example={example}
          refutation={refutation}
          title="What is broken"
          isTabular={isTabular}
        />
      )}
      {example !== null && <ExampleView example={example} isTabular={isTabular} />}
      {refutation !== null && (
        <>
          <h3>How it was confirmed</h3>
          <ConfirmationSteps refutation={refutation} />
        </>
      )}
      {furtherRefutations.slice(0, MOST_FURTHER).map((further) => (
        <Further {...further} isTabular={isTabular} />
      ))}
      {furtherRefutations.length > MOST_FURTHER && (
        <p class="note">
          {counted(furtherRefutations.length - MOST_FURTHER, "more relation")}{" "}
          that break stand in the evidence file.
        </p>
      )}
      {failures !== null && <Failures failures={failures} />}
      {example !== null && example.instance !== null && (
        <Replay line={replayLine(evidence.module, evidencePath(folder, evidence.id))} />
      )}
      <Effort variant={variant} />
      {/* Of one instance the table of its relations says it all. */}
      {!isTabular && labels.length > 0 && <Labels labels={labels} />}
      {!isTabular && <Distributions labels={labels} example={example} />}
    </section>
  );
}

/** The broken relation: both sides, the margin, and what rounding may explain of it. */
function Violation(
  { example, refutation, title, isTabular }: {
    example: Example;
    refutation: Refutation;
    title: string;
    isTabular: boolean;
  },
): VNode | null {
  const broken = brokenRelation({ example, refutation });
  if (broken === undefined) return null;
  const { lhs, rhs, sense, margin, tolerance, uncertainty, label, family, radius, step } = broken;
  const digits = digitsToTell(lhs, rhs);
  return (
    <>
      <h3>{title}</h3>
      <p>
        <Label text={label} /> <Family family={family} /> <Place radius={radius} step={step} />
      </p>
      <dl class="sides">
        <div>
          <dt>left side</dt>
          <dd>
            <Quantity value={lhs} digits={digits} />
          </dd>
        </div>
        <div class="sense">
          <dt>should be</dt>
          <dd>{SENSES[sense]}</dd>
        </div>
        <div>
          <dt>right side</dt>
          <dd>
            <Quantity value={rhs} digits={digits} />
          </dd>
        </div>
        <div>
          <dt>broken by</dt>
          <dd>
            <Quantity value={-margin} />
          </dd>
        </div>
        <div>
          <dt>tolerance</dt>
          <dd>
            <Quantity value={tolerance} digits={3} />
          </dd>
        </div>
      </dl>
      {uncertainty !== undefined && (
        <p class="note">
          Of the tolerance, <Quantity value={uncertainty} digits={3} />{" "}
          is what the claim does not know of the sides: {isTabular
            ? "what the printed numbers have lost by being rounded."
            : "the movement of an integration under tightened tolerances, the width of a fit."}
        </p>
      )}
      {refutation.confirmation.confirmed
        ? null
        : <p class="note">The confirmation does not support this.</p>}
    </>
  );
}

const SENSES: Readonly<Record<RelationEvidence["sense"], string>> = {
  "<=": "≤",
  ">=": "≥",
  "=": "=",
};

const EXAMPLE_TITLES: Readonly<Record<Example["role"], string>> = {
  counterexample: "The counterexample",
  witness: "A witness",
  tightest: "Where it comes closest to breaking",
  error: "The instance at fault",
};

function ExampleView(
  { example, isTabular }: { example: Example; isTabular: boolean },
): VNode {
  const { role, arithmetic, instance, relations, figures } = example;
  const both = (relations.length > 1 || (role !== "counterexample" && relations.length > 0)) && (
    <Relations relations={relations} arithmetic={arithmetic} />
  );
  const drawn = figures.length > 0 && (
    <div class="plots">
      {figures.slice(0, MOST_DISTRIBUTIONS).map((figure) => <FigureView figure={figure} />)}
    </div>
  );
  // The tables are the instance.
  if (isTabular && drawn !== false) {
    return (
      <>
        <h3>What is printed</h3>
        {drawn}
        {both}
      </>
    );
  }
  return (
    <>
      <h3>{EXAMPLE_TITLES[role]}</h3>
      {instance === null
        ? <p class="note">There is none: the search failed before it had an instance.</p>
        : <InstanceView instance={instance} />}
      {both}
      {drawn}
    </>
  );
}

function Relations(
  { relations, arithmetic }: {
    relations: readonly RelationEvidence[];
    arithmetic: Example["arithmetic"];
  },
): VNode {
  return (
    <TableFrame caption={`Both sides on this instance, in ${arithmetic}`}>
      <thead>
        <tr>
          <th scope="col">relation</th>
          <th scope="col" class="number">left side</th>
          <th scope="col">
            <span class="visually-hidden">comparison</span>
          </th>
          <th scope="col" class="number">right side</th>
          <th scope="col" class="number">ratio</th>
          <th scope="col">kept?</th>
        </tr>
      </thead>
      <tbody>
        {relations.slice(0, MOST_ENTRIES).map((relation) => {
          const { lhs, rhs, sense, label, family, ratio, violated, radius, step } = relation;
          const digits = violated ? digitsToTell(lhs, rhs) : 6;
          return (
            <tr>
              <th scope="row">
                <Label text={label} /> <Family family={family} />{" "}
                <Place radius={radius} step={step} />
              </th>
              <td class="number">
                <Quantity value={lhs} digits={digits} />
              </td>
              <td>{SENSES[sense]}</td>
              <td class="number">
                <Quantity value={rhs} digits={digits} />
              </td>
              <td class="number">
                {ratio === null ? "—" : <Label text={formatRatio(ratio)} />}
              </td>
              <td class="nowrap">
                <VerdictIcon verdict={violated ? "refuted" : "holds"} />{" "}
                {violated ? "broken" : "kept"}
              </td>
            </tr>
          );
        })}
      </tbody>
    </TableFrame>
  );
}

function Family({ family }: { family: string | undefined }): VNode | null {
  return family === undefined ? null : (
    <span class="note">
      on <Clipped text={family} most={80} />
    </span>
  );
}

function Place(
  { radius, step }: { radius: number | undefined; step: number | undefined },
): VNode | null {
  if (radius === undefined && step === undefined) return null;
  return (
    <span class="note">
      at {radius !== undefined && (
        <>
          radius <Quantity value={radius} digits={3} />
        </>
      )}
      {radius !== undefined && step !== undefined && ", "}
      {step !== undefined && (
        <>
          step <Quantity value={step} digits={3} />
        </>
      )}
    </span>
  );
}

/** Another relation that breaks, with its counterexample. */
function Further(
  { example, refutation, isTabular }: VariantEvidence["furtherRefutations"][number] & {
    isTabular: boolean;
  },
): VNode {
  const violation = (
    <Violation
      example={example}
      refutation={refutation}
      title="What breaks as well"
      isTabular={isTabular}
    />
  );
  // The tables and all their comparisons stand above.
  if (isTabular) return violation;
  return (
    <>
      {violation}
      <InstanceView instance={example.instance} />
      {example.relations.length > 1 && (
        <Relations relations={example.relations} arithmetic={example.arithmetic} />
      )}
      <details>
        <summary>How it was confirmed</summary>
        <ConfirmationSteps refutation={refutation} />
      </details>
    </>
  );
}

/** Where the checker failed, without deciding the verdict. */
function Failures({ failures }: { failures: NonNullable<VariantEvidence["failures"]> }): VNode {
  return (
    <>
      <h3>Where the checker failed</h3>
      <p>
        <Clipped text={sentence(describeFailures(failures))} most={600} />
      </p>
      <details>
        <summary>{failures.count === 1 ? "The instance" : "The first of these instances"}</summary>
        <InstanceView instance={failures.instance} />
      </details>
    </>
  );
}

function Replay({ line }: { line: string }): VNode {
  return (
    <div class="replay">
      <h3>See it again</h3>
      <Copyable text={line} />
      <p class="note">
        In a checkout of Assay, while the report lies where it was written.
      </p>
    </div>
  );
}

function Effort({ variant }: { variant: VariantEvidence }): VNode {
  const { instances, discarded, undecided, tightness, secondArithmetic, comparisons } = variant;
  if (comparisons !== undefined) {
    const { kept, broken, open } = comparisons;
    return (
      <>
        <h3>How much was compared</h3>
        <dl class="facts">
          <Fact name="comparisons">{formatCount(kept + broken + open)}</Fact>
          <Fact name="keep it">{formatCount(kept)}</Fact>
          <Fact name="break it">{formatCount(broken)}</Fact>
          <Fact name="open">{formatCount(open)}</Fact>
        </dl>
      </>
    );
  }
  return (
    <>
      <h3>How hard it was tried</h3>
      <dl class="facts">
        <Fact name="instances">{formatCount(instances)}</Fact>
        <Fact name="discarded">{formatCount(discarded)}</Fact>
        <Fact name="undecided">{formatCount(undecided)}</Fact>
        <Fact name="largest ratio">
          {tightness === null ? "–" : <Label text={formatRatio(tightness)} />}
        </Fact>
        {secondArithmetic !== null && (
          <Fact name="second arithmetic">
            {formatCount(secondArithmetic.instances)} instances:{" "}
            {formatCount(secondArithmetic.supported)} support it,{" "}
            {formatCount(secondArithmetic.contradicted)} contradict,{" "}
            {formatCount(secondArithmetic.undecided)} open
          </Fact>
        )}
      </dl>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Labels({ labels }: { labels: readonly LabelEvidence[] }): VNode {
  return (
    <TableFrame caption="Relation by relation, over the whole search">
      <thead>
        <tr>
          <th scope="col">relation</th>
          <th scope="col" class="number">support</th>
          <th scope="col" class="number">violate</th>
          <th scope="col" class="number">undecided</th>
          <th scope="col" class="number">trivial</th>
          <th scope="col" class="number">largest ratio</th>
          <th scope="col">met by</th>
          <th scope="col">first violation</th>
        </tr>
      </thead>
      <tbody>
        {labels.slice(0, MOST_ENTRIES).map((label) => (
          <tr>
            <th scope="row">
              <Label text={label.label} />
            </th>
            <td class="number">{formatCount(label.supported)}</td>
            <td class="number">{formatCount(label.violated)}</td>
            <td class="number">
              {formatCount(label.undecided)}{" "}
              {label.fading > 0 && <span class="note">({label.fading} fading)</span>}
            </td>
            <td class="number">{formatCount(label.trivial)}</td>
            <td class="number">
              {label.largestRatio === null ? "–" : <Label text={formatRatio(label.largestRatio)} />}
            </td>
            <td>{label.largestRatioPhase ?? "–"}</td>
            <td class="nowrap">
              {label.foundAfter === null
                ? "–"
                : `${label.foundPhase ?? ""}, after ${formatCount(label.foundAfter)}`}
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

/** How often each ratio was met, with the instance of the largest where it is not shown already. */
function Distributions(
  { labels, example }: { labels: readonly LabelEvidence[]; example: Example | null },
): VNode | null {
  const decided = labels.filter(({ distribution }) => distribution.counts.some((n) => n > 0));
  if (decided.length === 0) return null;
  const shown = JSON.stringify(example?.instance);
  return (
    <>
      <h3>How close it came</h3>
      <p>
        How often the search met each ratio of the sides; 1 is equality, and more than that breaks
        the relation. Of an identity the ratio is the error in units of its tolerance.
      </p>
      <div class="plots">
        {decided.slice(0, MOST_DISTRIBUTIONS).map(({ label, distribution, attainedBy }) => (
          <div>
            <DistributionView
              label={label}
              ratio={ratioName(label, example)}
              distribution={distribution}
            />
            {attainedBy !== null && JSON.stringify(attainedBy) !== shown && (
              <details>
                <summary>The instance with the largest ratio</summary>
                <InstanceView instance={attainedBy} />
              </details>
            )}
          </div>
        ))}
      </div>
      {decided.length > MOST_DISTRIBUTIONS && (
        <p class="note">
          The first {MOST_DISTRIBUTIONS} of {decided.length}{" "}
          relations; all are in the evidence file.
        </p>
      )}
    </>
  );
}

/** What the ratio of a label is: of an identity, another than of an inequality. */
function ratioName(label: string, example: Example | null): string {
  const relation = example?.relations.find((relation) =>
    label ===
      (relation.family === undefined ? relation.label : `${relation.label} [${relation.family}]`)
  );
  return relation?.sense === "=" ? "error / tolerance" : "ratio of the sides";
}

function SearchSection(
  { evidence: { kind, search, numbers } }: { evidence: Evidence },
): VNode | null {
  // The printed tables are all there is.
  if (kind === "tabular") return null;
  return (
    <section aria-labelledby="search">
      <h2 id="search">The search</h2>
      <TableFrame caption="What each phase did, in instances or observations">
        <thead>
          <tr>
            <th scope="col">phase</th>
            <th scope="col" class="number">wanted</th>
            <th scope="col" class="number">drawn</th>
            <th scope="col" class="number">satisfied the hypotheses</th>
          </tr>
        </thead>
        <tbody>
          <PhaseRow name="generate: fast-check's own samples" phase={search.generate} />
          <PhaseRow name="target: climbing to the largest ratio" phase={search.target} />
          <tr>
            <th scope="row">shrink: making the counterexample small</th>
            <td class="number" colSpan={3}>{counted(search.shrink.observations, "observation")}</td>
          </tr>
          <tr>
            <th scope="row">confirm: testing the violation itself</th>
            <td class="number" colSpan={3}>
              {counted(search.confirm.observations, "observation")}
            </td>
          </tr>
        </tbody>
      </TableFrame>
      {numbers.length > 0 && <SpreadsView numbers={numbers} />}
    </section>
  );
}

function PhaseRow(
  { name, phase: { budget, drawn, accepted } }: { name: string; phase: PhaseEvidence },
): VNode {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="number">{formatCount(budget)}</td>
      <td class="number">{formatCount(drawn)}</td>
      <td class="number">{formatCount(accepted)}</td>
    </tr>
  );
}

function TableFrame(
  { caption, children }: { caption: string; children: ComponentChildren },
): VNode {
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={caption}>
      <table class="ruled">
        <caption>{caption}</caption>
        {children}
      </table>
    </div>
  );
}

const FORMAT_TITLES: Readonly<Record<typeof CITATION_FORMATS[number], string>> = {
  text: "Plain text",
  markdown: "Markdown",
  bibtex: "BibTeX",
  csl: "CSL-JSON",
};

function CiteSection(
  { evidence, sha256, json }: { evidence: Evidence; sha256: string; json: string },
): VNode {
  const cited = citations(evidence, sha256);
  return (
    <section class="cite" aria-labelledby="cite">
      <h2 id="cite">Cite this evidence</h2>
      <Copyable text={cited.text.trim()} />
      {CITATION_FORMATS.filter((format) => format !== "text").map((format) => (
        <details>
          <summary>{FORMAT_TITLES[format]}</summary>
          <Copyable text={cited[format].trim()} />
        </details>
      ))}
      <dl class="facts">
        <Fact name="evidence">
          <a href={json}>{json}</a>
        </Fact>
        <Fact name="SHA-256">
          <code class="sha256">{sha256}</code>
        </Fact>
        <Fact name="version">
          <Clipped text={evidence.version} most={40} />
        </Fact>
        <Fact name="seed">{String(evidence.seed)}</Fact>
        <Fact name="profile">{evidence.profile}</Fact>
      </dl>
      <p class="note">
        <code>{commandName("cite")} --check FILE</code>{" "}
        tells whether the evidence still has the digest that a citation names.
      </p>
    </section>
  );
}
