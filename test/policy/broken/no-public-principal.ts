import * as aws from "@pulumi/aws";

new aws.sqs.QueuePolicy("no-public-principal", {
  queueUrl: "https://sqs.eu-south-2.amazonaws.com/000000000000/open",
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "sqs:SendMessage",
        Resource: "arn:aws:sqs:eu-south-2:000000000000:open",
      },
    ],
  }),
});
