import { testLargeFloat64 } from "./large_float64_contract_test.ts";

testLargeFloat64("wasm");
