/**
 * What a checker prints, as it is passed on: not too much of it, and nothing that moves a cursor.
 *
 * @module
 */

/** The most lines that a checker may print on one job; what comes after them is counted. */
const MOST_PRINTED_LINES = 200;

/** The longest line of them, in characters. */
const LONGEST_PRINTED_LINE = 2000;

/** The lines that are printed on one job after the other. */
export class PrintedLines {
  /** The lines of this job. */
  #count = 0;

  /** Begins with the next job. */
  begin(): void {
    this.#count = 0;
  }

  /** A line as it is passed on; undefined if there were too many before it. */
  next(line: string): string | undefined {
    if (++this.#count > MOST_PRINTED_LINES) return undefined;
    const shown = line.slice(0, LONGEST_PRINTED_LINE).replaceAll(/(?!\t)\p{Cc}/gu, "\ufffd");
    const rest = line.length - LONGEST_PRINTED_LINE;
    return rest > 0 ? `${shown}… (${rest} more characters)` : shown;
  }

  /** What there is to say of those that were left out; undefined if none was. */
  get leftOut(): string | undefined {
    const count = this.#count - MOST_PRINTED_LINES;
    return count > 0 ? `… and ${count} more line(s)` : undefined;
  }
}
