import { testFloat32 } from "./float32_contract_test.ts";
import { loadFloat32 } from "./float32.ts";

testFloat32(await loadFloat32({ backend: "cpu" }), "cpu");
