import { arnOf, at, born, calls, type Needs, owned, text } from "../provider-needs.ts";

/** What AWS's provider calls for the way to the dashboard, for watching, and for roles. */

const balancing = (actions: string): ReturnType<Needs> => calls("elasticloadbalancing", actions);

/** A name as Route 53 compares it: small letters, without the dot at its end. */
const normalized = (name: string): string => name.toLowerCase().replace(/\.$/, "");

export const edge: Readonly<Record<string, Needs>> = {
  "aws:lb/loadBalancer:LoadBalancer": (resource, { account }) => [
    ...balancing(
      "DescribeLoadBalancers DescribeLoadBalancerAttributes DescribeTags DescribeCapacityReservation",
    ),
    ...calls("ec2", "DescribeNetworkInterfaces DescribeSecurityGroups DescribeSubnets"),
    ...calls(
      "elasticloadbalancing",
      `CreateLoadBalancer DeleteLoadBalancer ModifyLoadBalancerAttributes SetSecurityGroups SetSubnets AddTags
       RemoveTags`,
      [arnOf(resource)],
    ),
    ...calls(
      "iam",
      "CreateServiceLinkedRole",
      [
        `arn:aws:iam::${account}:role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing`,
      ],
      { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" },
    ),
  ],
  "aws:lb/targetGroup:TargetGroup": (resource) => [
    ...balancing("DescribeTargetGroups DescribeTargetGroupAttributes DescribeTags"),
    ...calls(
      "elasticloadbalancing",
      "CreateTargetGroup DeleteTargetGroup ModifyTargetGroup ModifyTargetGroupAttributes AddTags RemoveTags",
      [arnOf(resource)],
    ),
  ],
  "aws:lb/listener:Listener": (resource, place) => {
    const balancer = text(resource, "loadBalancerArn");
    // A listener's ARN is its load balancer's, with another word and one id more.
    const listener = `${balancer.replace(":loadbalancer/", ":listener/")}/1`;
    return [
      ...balancing("DescribeListeners DescribeListenerAttributes DescribeTags"),
      ...calls("elasticloadbalancing", "CreateListener", [balancer]),
      ...calls(
        "elasticloadbalancing",
        "ModifyListener DeleteListener ModifyListenerAttributes AddTags RemoveTags",
        [listener],
      ),
      ...(JSON.stringify(resource.inputs["defaultActions"]).includes("userPoolArn")
        ? calls(
            "cognito-idp",
            "DescribeUserPoolClient",
            [at(place, "cognito-idp", "userpool/1")],
            owned(place),
          )
        : []),
    ];
  },
  "aws:acm/certificate:Certificate": (resource, place) => [
    ...calls("acm", "RequestCertificate", ["*"], born(place)),
    ...calls("acm", "AddTagsToCertificate", [arnOf(resource)], born(place)),
    ...calls(
      "acm",
      `DescribeCertificate DeleteCertificate ListTagsForCertificate AddTagsToCertificate RemoveTagsFromCertificate`,
      [arnOf(resource)],
      owned(place),
    ),
  ],
  "aws:acm/certificateValidation:CertificateValidation": (resource, place) =>
    calls("acm", "DescribeCertificate", [text(resource, "certificateArn")], owned(place)),
  "aws:route53/record:Record": (resource) => {
    const zone = [`arn:aws:route53:::hostedzone/${text(resource, "zoneId")}`];
    return [
      ...calls("route53", "ChangeResourceRecordSets", zone, {
        "route53:ChangeResourceRecordSetsNormalizedRecordNames": [normalized(text(resource, "name"))],
      }),
      ...calls("route53", "GetHostedZone ListResourceRecordSets", zone),
      ...calls("route53", "GetChange", ["arn:aws:route53:::change/1"]),
    ];
  },
  "aws:cognito/userPool:UserPool": (resource, place) => [
    ...calls("cognito-idp", "CreateUserPool", ["*"], born(place)),
    ...calls(
      "cognito-idp",
      `DescribeUserPool UpdateUserPool DeleteUserPool GetUserPoolMfaConfig SetUserPoolMfaConfig TagResource
       UntagResource ListTagsForResource`,
      [arnOf(resource)],
      owned(place),
    ),
  ],
  "aws:cognito/userPoolClient:UserPoolClient": (_, place) =>
    calls(
      "cognito-idp",
      "CreateUserPoolClient DescribeUserPoolClient UpdateUserPoolClient DeleteUserPoolClient",
      [at(place, "cognito-idp", "userpool/1")],
      owned(place),
    ),
  "aws:cognito/userPoolDomain:UserPoolDomain": (_, place) => [
    ...calls("cognito-idp", "DescribeUserPoolDomain"),
    ...calls(
      "cognito-idp",
      "CreateUserPoolDomain UpdateUserPoolDomain DeleteUserPoolDomain",
      [at(place, "cognito-idp", "userpool/1")],
      owned(place),
    ),
  ],
  "aws:wafv2/webAcl:WebAcl": (resource) =>
    calls(
      "wafv2",
      "CreateWebACL GetWebACL UpdateWebACL DeleteWebACL TagResource UntagResource ListTagsForResource",
      [arnOf(resource)],
    ),
  "aws:wafv2/webAclAssociation:WebAclAssociation": (resource) => [
    ...calls("elasticloadbalancing", "SetWebACL"),
    ...calls("wafv2", "AssociateWebACL", [text(resource, "webAclArn")]),
    ...calls("wafv2", "AssociateWebACL DisassociateWebACL GetWebACLForResource", [
      text(resource, "resourceArn"),
    ]),
  ],
  "aws:cloudwatch/logGroup:LogGroup": (resource) => [
    ...calls("logs", "DescribeLogGroups"),
    ...calls(
      "logs",
      `CreateLogGroup DeleteLogGroup PutRetentionPolicy DeleteRetentionPolicy TagResource UntagResource
       ListTagsForResource`,
      [arnOf(resource)],
    ),
  ],
  "aws:cloudwatch/metricAlarm:MetricAlarm": (resource) =>
    calls(
      "cloudwatch",
      "PutMetricAlarm DescribeAlarms DeleteAlarms TagResource UntagResource ListTagsForResource",
      [arnOf(resource)],
    ),
  "aws:cloudwatch/dashboard:Dashboard": (resource, { account }) =>
    calls("cloudwatch", "PutDashboard GetDashboard DeleteDashboards", [
      `arn:aws:cloudwatch::${account}:dashboard/${text(resource, "dashboardName")}`,
    ]),
  "aws:sns/topic:Topic": (resource) =>
    calls(
      "sns",
      "CreateTopic GetTopicAttributes SetTopicAttributes DeleteTopic TagResource UntagResource ListTagsForResource",
      [arnOf(resource)],
    ),
  "aws:sns/topicPolicy:TopicPolicy": (resource) =>
    calls("sns", "SetTopicAttributes GetTopicAttributes", [arnOf(resource)]),
  "aws:sns/topicSubscription:TopicSubscription": (resource) => {
    const topic = text(resource, "topic");
    return [
      ...calls("sns", "Subscribe ListSubscriptionsByTopic", [topic]),
      ...calls("sns", "GetSubscriptionAttributes SetSubscriptionAttributes Unsubscribe", [
        topic,
        `${topic}:1`,
      ]),
    ];
  },
  "aws:budgets/budget:Budget": (resource) =>
    calls("budgets", "ModifyBudget ViewBudget TagResource UntagResource ListTagsForResource", [
      arnOf(resource),
    ]),
  "aws:iam/role:Role": (resource) => {
    const boundary = resource.inputs["permissionsBoundary"];
    const context = typeof boundary === "string" ? { "iam:PermissionsBoundary": boundary } : {};
    return [
      ...calls("iam", "CreateRole DeleteRole UpdateAssumeRolePolicy", [arnOf(resource)], context),
      ...calls(
        "iam",
        `GetRole UpdateRole TagRole UntagRole ListRolePolicies ListAttachedRolePolicies
         ListInstanceProfilesForRole`,
        [arnOf(resource)],
      ),
    ];
  },
};
