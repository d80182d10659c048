/** The outcome of a test of "both samples come from one distribution". */
export interface TestResult {
  readonly statistic: number;
  /** Probability of a statistic at least this large if it were so. */
  readonly pValue: number;
}
