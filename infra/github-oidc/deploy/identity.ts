import type { Statement } from "../../iam/statement.ts";
import { on, roleArns, type Scope } from "../scope.ts";
import { issuer } from "../subjects.ts";

/** Services that roles are handed to. */
const receivers = [
  "ecs-tasks.amazonaws.com",
  "events.amazonaws.com",
  "lambda.amazonaws.com",
  "sagemaker.amazonaws.com",
  "scheduler.amazonaws.com",
  "states.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
];

/** AWS's own roles of services, made once per account at first use. */
const ownRoles = {
  "ecs.amazonaws.com": "AWSServiceRoleForECS",
  "ecs.application-autoscaling.amazonaws.com": "AWSServiceRoleForApplicationAutoScaling_ECSService",
  "elasticloadbalancing.amazonaws.com": "AWSServiceRoleForElasticLoadBalancing",
};

/**
 * Roles: made and changed only while they carry the boundary. No action here removes or moves a boundary, changes a
 * policy that roles share, or touches the workflows' own roles, which lie in another folder: those change by hand.
 */
export function identity({ stack, boundaryArn }: Scope): Statement[] {
  const account = `arn:aws:iam::${stack.accountId}`;
  const bounded = { StringEquals: { "iam:PermissionsBoundary": boundaryArn } };
  return [
    on(
      "ChangeBoundedRoles",
      [roleArns(stack)],
      [
        "iam:CreateRole",
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:PutRolePolicy",
        "iam:UpdateAssumeRolePolicy",
      ],
      bounded,
    ),
    on(
      "DescribeAndTagRoles",
      [roleArns(stack)],
      [
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListAttachedRolePolicies",
        "iam:ListInstanceProfilesForRole",
        "iam:ListRolePolicies",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateRole",
      ],
    ),
    on("HandRolesToServices", [roleArns(stack)], ["iam:PassRole"], {
      StringEquals: { "iam:PassedToService": receivers },
    }),
    on(
      "ReadWorkflowRoles",
      [
        `${account}:role/${stack.project}/github/${stack.prefix}-*`,
        `${account}:policy/${stack.project}/github/${stack.prefix}-*`,
        boundaryArn,
        `${account}:oidc-provider/${issuer}`,
      ],
      [
        "iam:GetOpenIDConnectProvider",
        "iam:GetPolicy",
        "iam:GetPolicyVersion",
        "iam:GetRole",
        "iam:ListAttachedRolePolicies",
        "iam:ListPolicyVersions",
        "iam:ListRolePolicies",
      ],
    ),
    ...Object.entries(ownRoles).map(([service, role]) =>
      on(
        `FirstUseOf${role.replace(/[^A-Za-z]|AWSServiceRoleFor/g, "")}`,
        [`${account}:role/aws-service-role/${service}/${role}`],
        ["iam:CreateServiceLinkedRole"],
        { StringEquals: { "iam:AWSServiceName": service } },
      ),
    ),
  ];
}
