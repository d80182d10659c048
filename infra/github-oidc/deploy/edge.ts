import type { Statement } from "../../iam/statement.ts";
import { arnOf } from "../../stack.ts";
import { findZone } from "../lookups.ts";
import { named, nobodysSoFar, on, type Scope, tagged, taggedAtBirth } from "../scope.ts";

/** The way to the dashboard: load balancer, certificate, name, login and firewall. */
export function edge({ stack, domain }: Scope): Statement[] {
  const loadBalancers = named(stack, "elasticloadbalancing", "loadbalancer/app/");
  const targetGroups = named(stack, "elasticloadbalancing", "targetgroup/");
  const listeners = named(stack, "elasticloadbalancing", "listener/app/");
  const rules = named(stack, "elasticloadbalancing", "listener-rule/app/");
  const certificates = [arnOf(stack, "acm", "certificate/*")];
  const userPools = [arnOf(stack, "cognito-idp", "userpool/*")];
  return [
    on(
      "LoadBalancers",
      [loadBalancers, targetGroups, listeners, rules],
      [
        "elasticloadbalancing:AddListenerCertificates",
        "elasticloadbalancing:AddTags",
        "elasticloadbalancing:CreateListener",
        "elasticloadbalancing:CreateLoadBalancer",
        "elasticloadbalancing:CreateRule",
        "elasticloadbalancing:CreateTargetGroup",
        "elasticloadbalancing:DeleteListener",
        "elasticloadbalancing:DeleteLoadBalancer",
        "elasticloadbalancing:DeleteRule",
        "elasticloadbalancing:DeleteTargetGroup",
        "elasticloadbalancing:ModifyListener",
        "elasticloadbalancing:ModifyListenerAttributes",
        "elasticloadbalancing:ModifyLoadBalancerAttributes",
        "elasticloadbalancing:ModifyRule",
        "elasticloadbalancing:ModifyTargetGroup",
        "elasticloadbalancing:ModifyTargetGroupAttributes",
        "elasticloadbalancing:RemoveListenerCertificates",
        "elasticloadbalancing:RemoveTags",
        "elasticloadbalancing:SetRulePriorities",
        "elasticloadbalancing:SetSecurityGroups",
        "elasticloadbalancing:SetSubnets",
      ],
    ),
    { sid: "NewCertificate", unscoped: ["acm:RequestCertificate"], conditions: taggedAtBirth(stack) },
    on("TagNewCertificate", certificates, ["acm:AddTagsToCertificate"], nobodysSoFar(stack)),
    on(
      "Certificates",
      certificates,
      [
        "acm:AddTagsToCertificate",
        "acm:DeleteCertificate",
        "acm:DescribeCertificate",
        "acm:ListTagsForCertificate",
        "acm:RemoveTagsFromCertificate",
      ],
      tagged(stack),
    ),
    ...(domain === undefined ? [] : names(domain)),
    { sid: "NewLogin", unscoped: ["cognito-idp:CreateUserPool"], conditions: taggedAtBirth(stack) },
    on(
      "Login",
      userPools,
      [
        "cognito-idp:CreateUserPoolClient",
        "cognito-idp:CreateUserPoolDomain",
        "cognito-idp:DeleteUserPool",
        "cognito-idp:DeleteUserPoolClient",
        "cognito-idp:DeleteUserPoolDomain",
        "cognito-idp:DescribeUserPool",
        "cognito-idp:DescribeUserPoolClient",
        "cognito-idp:GetUserPoolMfaConfig",
        "cognito-idp:ListTagsForResource",
        "cognito-idp:SetUserPoolMfaConfig",
        "cognito-idp:TagResource",
        "cognito-idp:UntagResource",
        "cognito-idp:UpdateUserPool",
        "cognito-idp:UpdateUserPoolClient",
        "cognito-idp:UpdateUserPoolDomain",
      ],
      tagged(stack),
    ),
    on(
      "Firewall",
      [
        named(stack, "wafv2", "regional/webacl/"),
        arnOf(stack, "wafv2", "regional/managedruleset/*"),
        loadBalancers,
      ],
      [
        "wafv2:AssociateWebACL",
        "wafv2:CreateWebACL",
        "wafv2:DeleteWebACL",
        "wafv2:DisassociateWebACL",
        "wafv2:GetWebACL",
        "wafv2:GetWebACLForResource",
        "wafv2:ListTagsForResource",
        "wafv2:TagResource",
        "wafv2:UntagResource",
        "wafv2:UpdateWebACL",
      ],
    ),
    {
      sid: "FindEdge",
      unscoped: [
        "cognito-idp:DescribeUserPoolDomain",
        "elasticloadbalancing:DescribeCapacityReservation",
        "elasticloadbalancing:DescribeListenerAttributes",
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeLoadBalancerAttributes",
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeRules",
        "elasticloadbalancing:DescribeTags",
        "elasticloadbalancing:DescribeTargetGroupAttributes",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:SetWebACL",
      ],
    },
  ];
}

/** The dashboard's own name, and the one that proves to the certificate's issuer whose it is. No other in any zone. */
function names(domain: string): Statement[] {
  return [
    on("Names", ["arn:aws:route53:::hostedzone/*"], ["route53:ChangeResourceRecordSets"], {
      "ForAllValues:StringLike": {
        "route53:ChangeResourceRecordSetsNormalizedRecordNames": [domain, `_*.${domain}`],
      },
      // Without names "for all of none" would be true.
      Null: { "route53:ChangeResourceRecordSetsNormalizedRecordNames": "false" },
    }),
    ...findZone(),
    on("WaitForNames", ["arn:aws:route53:::change/*"], ["route53:GetChange"]),
  ];
}
