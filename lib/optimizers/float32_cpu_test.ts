import { loadFloat32 } from "../arithmetic/mod.ts";
import { testOptimizers } from "./float32_optimizers_test.ts";

testOptimizers(await loadFloat32({ backend: "cpu" }));
