/**
 * The state machine of the system that this one replaces, as far as its faults show: seven jobs in a row, a choice
 * between training and scoring, and one write to the books at the end.
 */

const RETRAINED = { Variable: "$.mode", StringEquals: "train" };

/** The jobs in their order: state, the name of its job and its module, and what follows. */
const jobs = [
  ["BronzeETL", "bronze", "SilverETL"],
  ["SilverETL", "silver", "GoldETL"],
  ["GoldETL", "gold", "TrainOrScore"],
  ["TrainModel", "train", "EvaluateModel"],
  ["EvaluateModel", "evaluate", "ScoreCustomers"],
  ["ScoreCustomers", "score", "DriftCheck"],
  ["DriftCheck", "drift", "UpdateManifest"],
] as const;

function job(name: string, next: string, instanceType: string) {
  return {
    Type: "Task" as const,
    Resource: "arn:aws:states:::sagemaker:createProcessingJob.sync",
    Parameters: {
      "ProcessingJobName.$": `States.Format('${name}-{}', $.run_id)`,
      RoleArn: "arn:aws:iam::000000000000:role/spanishgas-sagemaker-role",
      AppSpecification: {
        ImageUri: "000000000000.dkr.ecr.eu-west-1.amazonaws.com/spanishgas-processing:latest",
        ContainerEntrypoint: ["python", "-m", `src.pipelines.steps.${name}_step`],
      },
      ProcessingResources: {
        ClusterConfig: { InstanceCount: 1, InstanceType: instanceType, VolumeSizeInGB: 30 },
      },
      Environment: { S3_BUCKET: "spanishgas-data", "RUN_ID.$": "$.run_id" },
    },
    ResultPath: `$.${name}_result`,
    Next: next,
  };
}

/** The settings of its machines. */
export interface OriginalSizes {
  readonly processing: string;
  /** Was handed over, and used by no job. */
  readonly processingLarge: string;
  readonly training: string;
}

const USUAL = "ml.m5.xlarge";

export const originalStateMachine = (
  sizes: OriginalSizes = { processing: USUAL, processingLarge: USUAL, training: USUAL },
) => ({
  StartAt: "BronzeETL",
  States: {
    ...Object.fromEntries(
      jobs.map(([state, name, next]) => [
        state,
        job(name, next, name === "train" ? sizes.training : sizes.processing),
      ]),
    ),
    TrainOrScore: {
      Type: "Choice" as const,
      Choices: [{ And: [{ Variable: "$.mode", IsPresent: true }, RETRAINED], Next: "TrainModel" }],
      Default: "ScoreCustomers",
    },
    UpdateManifest: {
      Type: "Task" as const,
      Resource: "arn:aws:states:::dynamodb:updateItem",
      Parameters: {
        TableName: "spanishgas-pipeline-manifest",
        Key: { file_key: { "S.$": "$.file_key" } },
        UpdateExpression: "SET #s = :completed, completed_at = :now",
        ExpressionAttributeNames: { "#s": "status" },
        ExpressionAttributeValues: {
          ":completed": { S: "completed" },
          ":now": { "S.$": "$$.State.EnteredTime" },
        },
      },
      ResultPath: "$.manifest_result",
      Next: "PipelineComplete",
    },
    PipelineComplete: { Type: "Succeed" as const },
  },
});
