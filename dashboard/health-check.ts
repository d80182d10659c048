import { dashboardDefaults, dashboardEnvironment, dashboardPaths } from "../configs/dashboard-environment.ts";

/** Asks the dashboard in the same container whether it lives; ends with 1 when it does not answer so. */
const port = process.env[dashboardEnvironment.port] ?? dashboardDefaults.port;
const alive = await fetch(`http://127.0.0.1:${port}${dashboardPaths.health}`)
  .then(({ ok }) => ok)
  .catch(() => false);
process.exit(alive ? 0 : 1);
