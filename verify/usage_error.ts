/** The user asked for something that cannot be done; the message says what, where and what to do. */
export class UsageError extends Error {
  /** @param message One line for people. */
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}
