import { float64 } from "./float64.ts";
import { testContract } from "./contract_test.ts";

testContract(float64, {
  round: (x) => x,
  scales: [1e-300, 1e-150, 1e150, 1e300],
  // The largest ever met among half a million matrices was 11.
  decompositionConstant: 20,
  relativeErrors: { logistic: 4 },
  absoluteErrors: {},
});
