/**
 * Numbers that read more easily than a given one.
 *
 * @module
 */

/** x = ±digits · 10^exponent with `digits` read as d.ddd…, shortest so that it gives x back. */
interface Decimal {
  readonly digits: string;
  readonly exponent: number;
  readonly negative: boolean;
}

/**
 * Numbers that read more easily than x, the easiest first: 0, ±1, |x|, x cut off or raised to fewer
 * digits, and for a single digit d · 10^e a smaller |e|, then a smaller d. Each is strictly below x
 * in a well-founded order, so that shrinking ends.
 */
export function simplerNumbers(x: number): number[] {
  if (x === 0) return [];
  const decimal = toDecimal(x);
  const { digits, exponent, negative } = decimal;
  const sign = negative ? -1 : 1;
  const candidates = [0, 1, -1, -x];
  for (const kept of [1, 2, 3, 6, 12]) {
    if (kept >= digits.length) break;
    const cut = Number(digits.slice(0, kept));
    candidates.push(
      sign * fromDigits(cut, exponent - kept + 1),
      sign * fromDigits(cut + 1, exponent - kept + 1),
    );
  }
  const leading = Number(digits[0]);
  for (const nearer of [0, Math.trunc(exponent / 2), exponent - Math.sign(exponent)]) {
    candidates.push(sign * fromDigits(leading, nearer));
  }
  // Where the same digit nearer to 1 is too small, the largest one there may do: 10 → 9 → … → 2.
  if (exponent !== 0) candidates.push(sign * 9);
  for (const smaller of [1, Math.floor(leading / 2), leading - 1]) {
    candidates.push(sign * fromDigits(smaller, exponent));
  }
  return [...new Set(candidates.filter((y) => compareReadability(toDecimal(y), decimal) < 0))];
}

function toDecimal(x: number): Decimal {
  const [mantissa, exponent] = Math.abs(x).toExponential().split("e");
  return { digits: mantissa!.replace(".", ""), exponent: Number(exponent), negative: x < 0 };
}

/** integer · 10^exponent, correctly rounded, so that it prints as written. */
function fromDigits(integer: number, exponent: number): number {
  return Number(`${integer}e${exponent}`);
}

/** Fewer digits first, then orders of magnitude nearer to 1, then smaller digits, then the sign. */
function compareReadability(a: Decimal, b: Decimal): number {
  return Number(b.digits === "0") - Number(a.digits === "0") ||
    a.digits.length - b.digits.length ||
    Math.abs(a.exponent) - Math.abs(b.exponent) ||
    Number(a.digits) - Number(b.digits) ||
    Number(a.negative) - Number(b.negative);
}
