/** How the command ends, for scripts. */
export const exitCodes = {
  done: 0,
  /** Our fault, or the machine's; also a lake that another run is using, so that a scheduler may try again. */
  fault: 1,
  /** The user's input: data, settings or arguments. */
  input: 2,
  /** The gate refused the model, and there is no champion to score with. */
  rejected: 3,
  /** Cancelled with Ctrl-C, as shells count it: 128 plus the signal's number. */
  cancelled: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
