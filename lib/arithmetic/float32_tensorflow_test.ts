import { testFloat32 } from "./float32_contract_test.ts";
import { loadFloat32 } from "./float32.ts";
import { testNative } from "./native_test.ts";

await testNative("float32", async () => {
  testFloat32(await loadFloat32({ backend: "tensorflow" }), "tensorflow");
});
