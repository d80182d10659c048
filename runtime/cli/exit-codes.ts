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

/** The same for `--help`. */
export const EXIT_CODES_HELP = `
Exit codes
    0  done, or done before
    1  our fault or the machine's, or the lake is in use: it may be tried again
    2  the input: data, settings or arguments
    3  the gate refused the model, and there is no champion to score with
  130  cancelled; the same command goes on from there`;
