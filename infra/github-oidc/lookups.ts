import type { Statement } from "../iam/statement.ts";
import type { Stack } from "../stack.ts";
import { on } from "./scope.ts";

/** What the program asks the cloud while it runs, in a preview as in an update. */

/** Finding the zone that holds the dashboard's name. Zones are found by name: their ids stand in no setting. */
export function findZone(): Statement[] {
  return [
    { sid: "FindZone", unscoped: ["route53:ListHostedZones", "route53:ListHostedZonesByName"] },
    on(
      "ReadZone",
      ["arn:aws:route53:::hostedzone/*"],
      ["route53:GetHostedZone", "route53:ListResourceRecordSets", "route53:ListTagsForResource"],
    ),
  ];
}

/** The addresses of AWS's own gateways, which AWS keeps in lists of its own. */
export function readPrefixLists(stack: Stack): Statement[] {
  return [
    { sid: "FindPrefixLists", unscoped: ["ec2:DescribeManagedPrefixLists"] },
    on(
      "ReadPrefixLists",
      [`arn:aws:ec2:${stack.region}:aws:prefix-list/*`],
      ["ec2:GetManagedPrefixListEntries"],
    ),
  ];
}
