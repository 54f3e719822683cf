import { testFloat32, testNative } from "./float32_contract_test.ts";

await testNative("float32", (native) => testFloat32(native, "tensorflow"));
