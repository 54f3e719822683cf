import { loadFloat32 } from "../arithmetic/mod.ts";
import { testNative } from "../arithmetic/native_test.ts";
import { testOptimizers } from "./float32_optimizers_test.ts";

await testNative("the optimizers", async () => {
  testOptimizers(await loadFloat32({ backend: "tensorflow" }));
});
