/** The part of jstat that is used here: it has no types of its own. */
declare const jstat: {
  /** The error function erf(x). */
  erf(x: number): number;
};
export default jstat;
