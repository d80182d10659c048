/**
 * What a month of use is taken to be, for what the program cannot tell: 20,099 customers with 176.5 million readings,
 * a new delivery every week, a training once a month. Change it to yours, and run `npm run costs` again.
 */
export const usage = {
  /** Runs in a month that score with the champion, and those that train first. */
  scoringRuns: 4,
  trainingRuns: 1,
  /**
   * Minutes that a job is paid for: SageMaker's start and the transfer of files, and the step itself, of which the
   * longest takes half a minute on two cores, the leaderboard of a training aside.
   */
  jobMinutes: 5,
  /** Minutes that the leaderboard adds to a training, on two cores. */
  leaderboardMinutes: 3,
  /** State transitions of a run. */
  transitions: 25,
  /** A delivery and what a run makes of it: GB that every run adds. */
  runGb: 1.5,
  /** The hourly readings of a delivery, as Parquet. */
  readingsGb: 0.7,
  /** Months that they are kept on average. */
  keptMonths: 12,
  /** Images in the registry, together. */
  imagesGb: 2,
  /** Logs of functions, jobs, tasks and flows. */
  logsGb: 2,
  /** Metrics that Container Insights keeps of a cluster with one service. */
  insightMetrics: 20,
  /** Invocations of the two functions, each a second or two. */
  functionSeconds: 600,
  functionGb: 0.5,
  /** Writes to the manifest. */
  manifestWrites: 5000,
} as const;
