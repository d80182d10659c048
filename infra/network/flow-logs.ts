import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import { Role } from "../iam/role.ts";
import { arnOf, type Stack } from "../stack.ts";

/** Which VPC is watched. */
export interface FlowLogsArgs {
  readonly stack: Stack;
  readonly vpcId: pulumi.Input<string>;
}

/** Who spoke with whom in the VPC, and what was refused: addresses, ports and sizes, never content. */
export class FlowLogs extends Component {
  readonly nodes: { readonly logGroup: aws.cloudwatch.LogGroup; readonly flowLog: aws.ec2.FlowLog };

  constructor(name: string, args: FlowLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("network", "FlowLogs", name, opts);
    const { stack, vpcId } = args;

    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-group`,
      { name: `/vpc/${stack.prefix}`, retentionInDays: stack.logRetentionDays },
      this.child(),
    );
    const role = this.#role(name, stack, logGroup);
    const flowLog = new aws.ec2.FlowLog(
      name,
      {
        vpcId,
        trafficType: "ALL",
        logDestinationType: "cloud-watch-logs",
        logDestination: logGroup.arn,
        iamRoleArn: role.arn,
        // The longest interval writes the fewest records; they serve an inquiry, not an alarm.
        maxAggregationInterval: 600,
        tags: { Name: `${stack.prefix}-flow-logs` },
      },
      // Before the role may write, the records of the first minutes are lost, and the flow log reports an error.
      this.child({ dependsOn: [role] }),
    );

    this.nodes = { logGroup, flowLog };
    this.registerOutputs({});
  }

  #role(name: string, stack: Stack, logGroup: aws.cloudwatch.LogGroup): Role {
    const role = new Role(
      `${name}-role`,
      {
        stack,
        purpose: "flow-logs",
        description: "Writes the VPC's flow logs",
        service: "vpc-flow-logs.amazonaws.com",
        sources: [arnOf(stack, "ec2", "vpc-flow-log/*")],
      },
      { parent: this },
    );
    role.allow("write-flow-logs", [
      {
        sid: "WriteOwnGroup",
        actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        resources: [logGroup.arn, logGroup.arn.apply((arn) => `${arn}:*`)],
      },
      // The service looks for its group in the list of all groups.
      { sid: "FindOwnGroup", unscoped: ["logs:DescribeLogGroups"] },
    ]);
    return role;
  }
}
