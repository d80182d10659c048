import type { Statement } from "../../iam/statement.ts";
import { scanNames } from "../../scale/names.ts";
import { on, type Scope } from "../scope.ts";

/** The workgroup and the tables that queries over the readings run in and read. */
export function queries({ stack }: Scope): Statement[] {
  const { workgroupArn, catalogArn, databaseArn, tableArns } = scanNames(stack);
  return [
    on(
      "Workgroups",
      [workgroupArn],
      [
        "athena:CreateWorkGroup",
        "athena:DeleteWorkGroup",
        "athena:GetWorkGroup",
        "athena:ListTagsForResource",
        "athena:TagResource",
        "athena:UntagResource",
        "athena:UpdateWorkGroup",
      ],
    ),
    on(
      "Tables",
      [catalogArn, databaseArn, ...tableArns],
      [
        "glue:CreateDatabase",
        "glue:CreateTable",
        "glue:DeleteDatabase",
        "glue:DeleteTable",
        "glue:GetDatabase",
        "glue:GetPartitionIndexes",
        "glue:GetTable",
        "glue:GetTags",
        "glue:TagResource",
        "glue:UntagResource",
        "glue:UpdateDatabase",
        "glue:UpdateTable",
      ],
    ),
  ];
}
