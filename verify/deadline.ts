/**
 * Times that run out.
 *
 * @module
 */

/** The longest time that a timer can measure, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** A time that runs out, unless it is stopped; a pause sets it back to its beginning. */
export class Deadline {
  readonly #onEnd: () => void;
  readonly #milliseconds: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  /** It begins at once. @param onEnd Called when it is over. @param milliseconds How long it is. */
  constructor(onEnd: () => void, milliseconds: number) {
    this.#onEnd = onEnd;
    this.#milliseconds = Math.min(milliseconds, LONGEST_TIMER);
    this.resume();
  }

  /** Lets no time pass until it goes on. */
  pause(): void {
    clearTimeout(this.#timer);
  }

  /** Goes on, from the beginning; once it has been stopped it does not. */
  resume(): void {
    if (!this.#isStopped) this.#timer = setTimeout(this.#onEnd, this.#milliseconds);
  }

  /** Sets it back to its beginning. */
  restart(): void {
    this.pause();
    this.resume();
  }

  /** Ends it for good, without a call. */
  stop(): void {
    this.#isStopped = true;
    this.pause();
  }
}
