/**
 * Numbers as people read them.
 *
 * @module
 */

const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  ...{ "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴" },
  ...{ "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹", "-": "⁻" },
};

/** An integer power of ten: 10⁻³. */
export function powerOfTen(exponent: number): string {
  return "10" + [...String(exponent)].map((digit) => SUPERSCRIPTS[digit]!).join("");
}

/**
 * A number rounded to some digits: plain where it is of ordinary size and its digits are all
 * significant, give or take one, otherwise as 1.5 × 10⁻⁷.
 *
 * @param digits Significant digits. Default: 6.
 */
export function formatNumber(value: number, digits: number = 6): string {
  if (!Number.isFinite(value)) return String(value);
  const rounded = Number(value.toPrecision(digits));
  const magnitude = Math.abs(rounded);
  if (magnitude === 0 || (magnitude >= 1e-3 && magnitude < 10 ** Math.min(6, digits + 1))) {
    return String(rounded).replace("-", "−");
  }
  // Of the given value: near the largest double, what is rounded may be beyond it.
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  const power = powerOfTen(Number(exponent));
  const sign = value < 0 ? "−" : "";
  const factor = String(Math.abs(Number(mantissa)));
  return factor === "1" ? sign + power : `${sign}${factor} × ${power}`;
}

/** A ratio to four digits, with their zeros: 1.000 is equality to three decimals. */
export function formatRatio(ratio: number): string {
  return ratio >= 0.01 && ratio < 1000 ? ratio.toPrecision(4) : formatNumber(ratio, 4);
}

/**
 * The significant digits that show two different numbers as different, with the size of their
 * difference; at least 5, at most the 17 that determine a double.
 */
export function digitsToTell(a: number, b: number): number {
  const larger = Math.max(Math.abs(a), Math.abs(b));
  const difference = Math.abs(a - b);
  if (difference === 0 || !Number.isFinite(larger)) return 5;
  return Math.min(17, Math.max(5, Math.ceil(Math.log10(larger / difference)) + 3));
}

/** A count with its thousands apart: 12 345. */
export function formatCount(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** A share of a whole in per cent; "under 1 %" and "over 99 %" where rounding would hide that. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return "–";
  const percent = 100 * part / whole;
  if (percent > 0 && percent < 1) return "under 1 %";
  if (percent < 100 && percent > 99) return "over 99 %";
  return `${Math.round(percent)} %`;
}

/** A noun with its count: 1 instance, 2 instances. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** The exponent of the leading digit: −2 for 0.05. */
export function exponentOf(value: number): number {
  return Math.floor(Math.log10(Math.abs(value)));
}
