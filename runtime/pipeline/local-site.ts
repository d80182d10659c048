import type { Site } from "./alert-text.ts";

/** Where the runs of this machine are looked at. @param lake the lake's folder */
export function localSite(lake: string): Site {
  return {
    name: "spanishgas on this machine",
    retry: "start the run again",
    places: (run) => [
      `The runs of this lake: spanishgas runs --lake ${lake}`,
      `Its tables and reports: ${lake}, run ${run}`,
    ],
  };
}
