/**
 * What the experiments of §4.1 and §4.2 have in common: SPGD and Adam on the same problem, the paper's
 * milestones and final losses, its tables beside what was measured.
 *
 * @module
 */

import type { TrainingLook } from "../../problems/mod.ts";
import {
  type ComparedTable,
  type Comparison,
  type Measured,
  medianEstimate,
  type Observation,
  type Plan,
  quotientOfMediansIs,
  rateEstimate,
  rateIs,
  type Results,
  type SeedOutcome,
  type Sentence,
  type Setting,
} from "../../verify/experiment/mod.ts";
import type { Figure, PrintedTable, ProfileName } from "../../verify/mod.ts";
import { medianCurve } from "../_over_seeds.ts";

/** A training, as one arm runs it. */
export interface TrainingParameters {
  readonly [key: string]: string | number | boolean | null;
  readonly method: "SPGD" | "Adam";
  /** n or d. */
  readonly setting: number;
  readonly epochs: number;
  readonly testSize: number;
  /** The share of the largest singular value below which one counts as zero; null for Adam. */
  readonly cutoff: number | null;
  /** Whether the moments are corrected for their bias. */
  readonly biasCorrection: boolean;
  /** The initial learning rate. */
  readonly learningRate: number;
}

/** What a training gives: its looks. */
export interface TrainingOutcome {
  readonly [key: string]: readonly (readonly [epoch: number, loss: number | null])[];
  /** Epochs with the test loss; null after an overflow. */
  readonly looks: readonly (readonly [epoch: number, loss: number | null])[];
}

/** Epochs between two looks at the test set. */
export const LOOK_EVERY = 10;

/** A series of trainings, one for each value of n or d. */
export interface TrainingSeries {
  /** The letter of the setting in the paper, n or d. */
  readonly letter: string;
  /** The settings of the paper. */
  readonly settings: readonly number[];
  /** The thresholds of its table of milestones. */
  readonly thresholds: readonly number[];
  /** How many epochs the paper trains. */
  readonly printedEpochs: number;
  /** The printed initial learning rate. */
  readonly printedRate: number;
  /** Those that Adam is swept over beside it. */
  readonly sweptRates: readonly number[];
  /** SPGD's cutoff, which the paper does not print. */
  readonly cutoff: number;
  /** The setting at which SPGD is swept over its cutoff. */
  readonly sweptSetting: number;
  /** The cutoffs that SPGD is swept over beside it, at that setting. */
  readonly sweptCutoffs: readonly number[];
  /** What the test loss is called. */
  readonly loss: string;
  /** Seconds of one core that an epoch takes, measured here, by method. */
  readonly secondsAnEpoch: Readonly<Record<"SPGD" | "Adam", number>>;
}

/** The looks at a training, as an outcome. */
export function outcomeOf(looks: Iterable<TrainingLook>): TrainingOutcome {
  return {
    looks: [...looks].map(({ epoch, testLoss }) =>
      [epoch, Number.isFinite(testLoss) ? testLoss : null] as const
    ),
  };
}

/** What the names of arms end with whose moments are corrected for their bias, though SPGD's are not. */
const CORRECTED = ", bias corrected";

/** The name of an arm: "SPGD, n = 3", "Adam, n = 3, learning rate 0.001". */
export function armName(
  { letter, printedRate, cutoff }: TrainingSeries,
  { method, setting, ...given }: TrainingParameters,
): string {
  const rate = given.learningRate === printedRate ? "" : `, learning rate ${given.learningRate}`;
  const cut = given.cutoff === null || given.cutoff === cutoff ? "" : `, cutoff ${given.cutoff}`;
  const corrected = method === "SPGD" && given.biasCorrection ? CORRECTED : "";
  return `${method}, ${letter} = ${setting}${rate}${cut}${corrected}`;
}

/** How much of the paper's sizes a profile runs. */
interface Scale {
  readonly seeds: number;
  readonly epochs: number;
  readonly testSize: number;
  readonly settings: readonly number[];
  /** Whether Adam's learning rate and SPGD's cutoff are swept. */
  readonly isSwept: boolean;
}

/** The plan of a profile: one cell, all cells with fewer epochs and seeds, or what is printed. */
export function trainingPlan(
  series: TrainingSeries,
  profile: ProfileName,
  printed: readonly Setting[],
): Plan<TrainingParameters> {
  const { settings, printedEpochs, printedRate, cutoff, sweptRates, letter } = series;
  const { sweptSetting, sweptCutoffs } = series;
  const scale: Scale = {
    quick: {
      seeds: 2,
      epochs: 200,
      testSize: 2 ** 10,
      settings: settings.slice(0, 1),
      isSwept: false,
    },
    standard: { seeds: 3, epochs: 1000, testSize: 2 ** 12, settings, isSwept: true },
    thorough: { seeds: 10, epochs: printedEpochs, testSize: 2 ** 15, settings, isSwept: true },
  }[profile];
  const { epochs, testSize, isSwept } = scale;
  const train = (
    method: "SPGD" | "Adam",
    setting: number,
    change: Partial<TrainingParameters> = {},
  ) => {
    const parameters: TrainingParameters = {
      method,
      setting,
      epochs,
      testSize,
      cutoff: method === "SPGD" ? cutoff : null,
      biasCorrection: method === "Adam",
      learningRate: printedRate,
      ...change,
    };
    return { name: armName(series, parameters), parameters };
  };
  const isPrinted = profile === "thorough";
  const scaled = (name: string, value: string): Setting => ({
    name,
    value,
    source: isPrinted ? "printed" : "scaled",
  });
  return {
    seeds: scale.seeds,
    arms: [
      ...scale.settings.flatMap((setting) => [
        train("SPGD", setting),
        train("Adam", setting),
        ...(isSwept
          ? [
            ...sweptRates.map((learningRate) => train("Adam", setting, { learningRate })),
            train("SPGD", setting, { biasCorrection: true }),
          ]
          : []),
      ]),
      ...(isSwept ? sweptCutoffs.map((cutoff) => train("SPGD", sweptSetting, { cutoff })) : []),
    ],
    settings: [
      scaled(letter, scale.settings.join(", ")),
      scaled("epochs", String(epochs)),
      scaled("seeds", String(scale.seeds)),
      scaled("points of the test set", String(testSize)),
      ...printed,
      { name: "initial learning rate", value: String(printedRate), source: "printed" },
      {
        name: "Adam's learning rate, swept beside it",
        value: isSwept ? sweptRates.join(", ") : "not swept",
        source: "chosen",
      },
      {
        name: "singular values that count as zero, below so many times the largest",
        value: isSwept
          ? `${cutoff}; for ${letter} = ${sweptSetting} also ${sweptCutoffs.join(", ")}`
          : String(cutoff),
        source: "chosen",
      },
      {
        name: "bias correction in SPGD",
        value: `none, as in Algorithm 1${isSwept ? "; beside it with it" : ""}`,
        source: "printed",
      },
      { name: "bias correction in Adam", value: "yes", source: "chosen" },
      { name: "least learning rate of Adam", value: "none", source: "chosen" },
      {
        name: "epochs between two looks at the test set",
        value: String(LOOK_EVERY),
        source: "chosen",
      },
      { name: "arithmetic", value: "double precision", source: "chosen" },
    ],
  };
}

/** The arm of a method at a setting with the printed hyperparameters. */
function nameOf(series: TrainingSeries, method: "SPGD" | "Adam", setting: number): string {
  const { printedRate: learningRate, cutoff } = series;
  const isSpgd = method === "SPGD";
  const given = { method, setting, learningRate, cutoff: isSpgd ? cutoff : null };
  return armName(series, { ...given, biasCorrection: !isSpgd, epochs: 0, testSize: 0 });
}

/** The settings of the paper that both methods have outcomes for. */
function settingsIn(series: TrainingSeries, results: Results<TrainingOutcome>): number[] {
  return series.settings.filter((setting) =>
    results.arms.includes(nameOf(series, "SPGD", setting))
  );
}

/** The last epoch of a run. */
function lastEpoch({ looks }: TrainingOutcome): number {
  return looks.at(-1)![0];
}

/** The last epoch of the plan; an overflow may have ended some runs before. */
function horizonOf(series: TrainingSeries, results: Results<TrainingOutcome>): number {
  const runs = settingsIn(series, results).flatMap((setting) =>
    results.of(nameOf(series, "SPGD", setting))
  );
  return Math.max(...runs.map(({ outcome }) => lastEpoch(outcome)));
}

/** The epoch at which the test loss first is at or below a threshold. */
export function epochsTo(threshold: number): (outcome: TrainingOutcome) => Observation {
  return ({ looks }) => {
    const first = looks.findIndex(([, loss]) => loss !== null && loss <= threshold);
    if (first < 0) return { from: looks.at(-1)![0] + 1, to: Infinity };
    return { from: (looks[first - 1]?.[0] ?? -1) + 1, to: looks[first]![0] };
  };
}

function reaches(threshold: number): (run: SeedOutcome<TrainingOutcome>) => boolean {
  return ({ outcome }) => outcome.looks.some(([, loss]) => loss !== null && loss <= threshold);
}

function finalLoss({ looks }: TrainingOutcome): number {
  return looks.at(-1)![1] ?? Infinity;
}

/** 10⁻⁴. */
export function power(threshold: number): string {
  const digits = String(Math.round(-Math.log10(threshold)));
  return `10⁻${[...digits].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("")}`;
}

/** How many times as many epochs Adam takes to thresholds, in the median. */
export function fewerEpochs(
  series: TrainingSeries,
  results: Results<TrainingOutcome>,
  thresholds: readonly number[],
  factor: number,
): Comparison[] {
  return settingsIn(series, results).flatMap((setting) =>
    thresholds.map((threshold) =>
      quotientOfMediansIs(
        `${series.letter} = ${setting}, epochs to ${power(threshold)}: Adam over SPGD`,
        results.observations(nameOf(series, "Adam", setting), epochsTo(threshold)),
        results.observations(nameOf(series, "SPGD", setting), epochsTo(threshold)),
        { atLeast: factor },
      )
    )
  );
}

/** How often SPGD reaches thresholds within the epochs of the profile. */
export function successRates(
  series: TrainingSeries,
  results: Results<TrainingOutcome>,
  thresholds: readonly number[],
  atLeast: number,
): Comparison[] {
  return settingsIn(series, results).flatMap((setting) =>
    thresholds.map((threshold) =>
      rateIs(
        `SPGD, ${series.letter} = ${setting}, reaches ${power(threshold)}`,
        results.of(nameOf(series, "SPGD", setting)).map(reaches(threshold)),
        { atLeast },
      )
    )
  );
}

/** How many times as large Adam's final loss is, in the median, by setting. */
export function smallerLoss(
  series: TrainingSeries,
  results: Results<TrainingOutcome>,
  sides: readonly ({ readonly atLeast: number } | { readonly atMost: number })[],
  rate: number = series.printedRate,
): Comparison[] {
  return settingsIn(series, results).flatMap((setting) => {
    const adam = nameOf({ ...series, printedRate: rate }, "Adam", setting) +
      (rate === series.printedRate ? "" : `, learning rate ${rate}`);
    if (!results.arms.includes(adam)) return [];
    const with_ = rate === series.printedRate ? "" : `, Adam with learning rate ${rate}`;
    return sides.map((side) =>
      quotientOfMediansIs(
        `${series.letter} = ${setting}, final loss${with_}: Adam over SPGD`,
        results.observations(adam, finalLoss),
        results.observations(nameOf(series, "SPGD", setting), finalLoss),
        side,
      )
    );
  });
}

/** Whether the profile runs as many epochs as the paper. */
export function isWhole(series: TrainingSeries, results: Results<TrainingOutcome>): boolean {
  return horizonOf(series, results) >= series.printedEpochs;
}

/** Adam beside SPGD, whatever its learning rate: not what the paper says, but what it is said of. */
export function sweptAdam(series: TrainingSeries): Sentence<TrainingOutcome> {
  return {
    name: "whatever-the-rate",
    statement: "\\text{SPGD consistently outperforms Adam}",
    locus: "§4, with Adam's learning rate swept",
    reading: `the ${series.loss} after the last epoch is smaller, in the median, for each ` +
      `${series.letter} and each of Adam's learning rates ` +
      [series.printedRate, ...series.sweptRates].join(", "),
    comparisons: (results) =>
      [series.printedRate, ...series.sweptRates].flatMap((rate) =>
        smallerLoss(series, results, [{ atLeast: 1 }], rate)
      ),
  };
}

/** The median curve of each arm of a setting, between the quartiles. */
export function trainingFigures(
  series: TrainingSeries,
  results: Results<TrainingOutcome>,
): Figure[] {
  return settingsIn(series, results).map((setting) => {
    const ofSetting = results.arms.filter((arm) =>
      arm.includes(`${series.letter} = ${setting},`) ||
      arm.endsWith(`${series.letter} = ${setting}`)
    );
    return {
      kind: "lines",
      title: `${series.letter} = ${setting}: median and quartiles`,
      x: { label: "epoch" },
      y: { label: series.loss, scale: "log" },
      series: ofSetting.map((arm) => ({
        name: arm.replace(`, ${series.letter} = ${setting}`, ""),
        role: arm.startsWith("SPGD") ? "observed" : "predicted",
        ...medianCurve(results.of(arm).map(({ outcome }) => outcome.looks), "infinite"),
      })),
    };
  });
}

/** Of the intervals in the tables, each end is wrong with at most this probability. */
const TABLE_ERROR = 0.01;

/**
 * Tables of the paper beside what was measured, once more with SPGD's moments corrected for their bias where
 * the profile runs that.
 */
export function comparedTables(
  series: TrainingSeries,
  results: Results<TrainingOutcome>,
  tables: readonly PrintedTable[],
): ComparedTable[] {
  const printed = tables.map((table) => comparedTable(series, results, table, ""));
  if (!results.arms.some((arm) => arm.endsWith(CORRECTED))) return printed;
  const corrected = tables.map((table) => ({
    ...comparedTable(series, results, table, CORRECTED),
    table: { ...table, locus: `${table.locus}, SPGD with bias correction` },
  }));
  return [...printed, ...corrected];
}

/** A table beside what was measured; of SPGD in the arms with this at the end of their names. */
function comparedTable(
  series: TrainingSeries,
  results: Results<TrainingOutcome>,
  table: PrintedTable,
  variant: string,
): ComparedTable {
  return {
    table,
    measure([setting, method], column) {
      const spoken = method as "SPGD" | "Adam";
      const arm = nameOf(series, spoken, Number(setting)) + (spoken === "SPGD" ? variant : "");
      const seconds = 10 * series.printedEpochs * series.secondsAnEpoch[spoken];
      if (!results.arms.includes(arm)) return { seconds };
      const runs = results.of(arm);
      const [threshold, statistic] = column.includes(": ")
        ? [Number(column.replace(/^10\^\{(-\d+)\}.*$/, "1e$1")), column.split(": ")[1]!] as const
        : [undefined, column] as const;
      const whole = isWhole(series, results);
      return measured(runs, threshold, statistic, whole) ?? { seconds };
    },
  };
}

/** A number of the tables; undefined where fewer epochs than the paper's leave it open. */
function measured(
  runs: readonly SeedOutcome<TrainingOutcome>[],
  threshold: number | undefined,
  statistic: string,
  isWhole: boolean,
): Measured | undefined {
  if (threshold === undefined) {
    return isWhole
      ? statisticOf(statistic, runs.map(({ outcome }) => finalLoss(outcome)))
      : undefined;
  }
  const successful = runs.filter(reaches(threshold));
  if (!isWhole && successful.length < runs.length) return undefined;
  const epochs = successful.map(({ outcome }) => epochsTo(threshold)(outcome));
  switch (statistic) {
    case "Success": {
      const rate = rateEstimate(runs.map(reaches(threshold)), TABLE_ERROR);
      return {
        value: 100 * rate.value,
        lower: 100 * rate.lower,
        upper: 100 * rate.upper,
        seeds: rate.seeds,
      };
    }
    case "Time":
      return medianEstimate(
        successful.map(({ outcome, seconds }, index) => {
          const epoch = epochs[index]!;
          const last = typeof epoch === "number" ? epoch : epoch.to;
          return seconds * last / lastEpoch(outcome);
        }),
        TABLE_ERROR,
      );
    default:
      return statisticOf(statistic, epochs);
  }
}

/** The median, least or greatest of what the seeds gave. */
function statisticOf(statistic: string, values: readonly Observation[]): Measured {
  const median = medianEstimate(values, TABLE_ERROR);
  if (statistic === "Median" || statistic === "Epoch") return median;
  const last = values.map((value) => typeof value === "number" ? value : value.to);
  return {
    value: statistic === "Best" ? Math.min(...last) : Math.max(...last),
    lower: -Infinity,
    upper: Infinity,
    seeds: median.seeds,
    ...(median.spread === undefined ? {} : { spread: median.spread }),
  };
}
