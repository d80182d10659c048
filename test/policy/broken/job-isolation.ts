import * as aws from "@pulumi/aws";

// Hidden in a map: rules look there too.
new aws.sfn.StateMachine("job-isolation", {
  roleArn: "arn:aws:iam::000000000000:role/pipeline",
  definition: JSON.stringify({
    StartAt: "Each",
    States: {
      Each: {
        Type: "Map",
        ItemProcessor: {
          StartAt: "Bronze",
          States: {
            Bronze: {
              Type: "Task",
              Resource: "arn:aws:states:::sagemaker:createProcessingJob.sync",
              Parameters: { NetworkConfig: { EnableNetworkIsolation: false } },
              End: true,
            },
          },
        },
        End: true,
      },
    },
  }),
});
