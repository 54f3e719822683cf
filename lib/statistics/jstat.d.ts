/** The part of jstat that is used here: it has no types of its own. */
declare const jstat: {
  readonly studentt: {
    /** The quantile function of Student's t distribution. */
    inv(probability: number, degreesOfFreedom: number): number;
  };
};
export default jstat;
