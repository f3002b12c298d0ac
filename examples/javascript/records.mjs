// What a rule with a Timestream action writes for a message, in Node.
//
//   cargo xtask javascript                  # builds the library and prints the path of rulelens_wasm.js
//   RULELENS=<that path> node examples/javascript/records.mjs
import { createRequire } from "node:module";

const { evaluate } = createRequire(import.meta.url)(process.env.RULELENS);

const response = evaluate({
  sql: "SELECT temperature FROM 'home/+' WHERE temperature > 20",
  topic: "home/kitchen",
  payload: '{"temperature": 21.5, "humidity": 40}',
  action: JSON.stringify({
    timestream: {
      databaseName: "home",
      tableName: "climate",
      roleArn: "arn:aws:iam::123456789012:role/rule",
      dimensions: [{ name: "room", value: "${topic(2)}" }],
    },
  }),
});

console.log(response.outcome, response.outgoingPayload);
for (const { MeasureName, MeasureValue, MeasureValueType, Dimensions } of response.deliveries[0].content.records) {
  console.log(`${MeasureName} = ${MeasureValue} (${MeasureValueType}), ${Dimensions[0].Value}`);
}
for (const { code, message } of response.diagnostics) console.log(`${code}: ${message}`);
