import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createSession, float32Data, float32Tensor } from "@undertone/onnx";
import { describe, expect, it } from "vitest";
import { readFaceMeshAssets } from "../mediapipe/packed-assets.ts";
import { tfliteToOnnx } from "./tflite-to-onnx.ts";

const folder = dirname(createRequire(import.meta.url).resolve("@mediapipe/face_mesh/package.json"));
const models = readFaceMeshAssets(
	readFileSync(join(folder, "face_mesh_solution_packed_assets.data")),
	readFileSync(join(folder, "face_mesh_solution_packed_assets_loader.js"), "utf8"),
);

async function run(model: Uint8Array, dims: number[]): Promise<Record<string, Float32Array>> {
	const session = await createSession(tfliteToOnnx(model), { threads: 1 });
	const size = dims.reduce((product, n) => product * n, 1);
	const x = Float32Array.from({ length: size }, (_, i) => Math.sin(i * 0.01));
	const outputs = await session.run({ input0: float32Tensor(x, dims) });
	await session.release();
	return Object.fromEntries(
		Object.entries(outputs).map(([name, tensor]) => [name, float32Data(tensor, name)]),
	);
}

// Expected values: the same .tflite files run by @litertjs/core 2.5.3 (accelerator "wasm") on sin(0.01 i).
describe("tfliteToOnnx", () => {
	it("gives what LiteRT gives for BlazeFace", async () => {
		const { output0, output1 } = await run(models.faceDetector, [1, 128, 128, 3]);
		expect(output0?.subarray(0, 4)).toBeCloseToArray([0.4292, -0.3778, 28.2384, 28.2381], {
			rtol: 1e-4,
			atol: 1e-4,
		});
		expect(output1?.subarray(0, 4)).toBeCloseToArray([-5.5539, -4.4491, -5.2569, -4.14], {
			rtol: 1e-4,
			atol: 1e-4,
		});
	});

	it("gives what LiteRT gives for the face mesh", async () => {
		const { output0, output1 } = await run(models.faceLandmarks, [1, 192, 192, 3]);
		expect(output0).toHaveLength(1404);
		expect(output0?.subarray(0, 4)).toBeCloseToArray([96.72, 121.0189, -11.305, 100.6152], {
			rtol: 1e-5,
			atol: 1e-4,
		});
		expect(output1?.[0]).toBeCloseTo(-0.3621, 3);
	});

	it("refuses what is no TensorFlow Lite file, and one cut short", () => {
		expect(() => tfliteToOnnx(new TextEncoder().encode("hello, I am text"))).toThrow(/has "TFL3" at byte 4/);
		expect(() => tfliteToOnnx(models.faceDetector.slice(0, 5000))).toThrow(/cut short or damaged/);
	});
});
