/**
 * `npm run test:faults` plays every fault there is; the suite plays each second one of the long tables, and is through in
 * half the time.
 */
export const ALL_FAULTS = process.env["FAULTS"] === "all";
