import { testNative } from "../arithmetic/float32_contract_test.ts";
import { testOptimizers } from "./float32_optimizers_test.ts";

await testNative("the optimizers", testOptimizers);
