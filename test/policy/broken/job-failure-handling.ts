import * as aws from "@pulumi/aws";

new aws.sfn.StateMachine("job-failure-handling", {
  roleArn: "arn:aws:iam::000000000000:role/pipeline",
  definition: JSON.stringify({
    StartAt: "Bronze",
    States: {
      Bronze: {
        Type: "Task",
        Resource: "arn:aws:states:::sagemaker:createProcessingJob.sync",
        Parameters: { ProcessingJobName: "bronze" },
        End: true,
      },
    },
  }),
});
