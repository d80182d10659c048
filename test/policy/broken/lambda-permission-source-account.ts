import * as aws from "@pulumi/aws";

new aws.lambda.Permission("lambda-permission-source-account", {
  action: "lambda:InvokeFunction",
  function: "trigger",
  principal: "s3.amazonaws.com",
  sourceArn: "arn:aws:s3:::spanishgas-data-dev",
});
