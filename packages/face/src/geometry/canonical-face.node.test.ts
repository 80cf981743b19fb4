import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { readFaceMeshAssets } from "../mediapipe/packed-assets.ts";
import { canonicalVertices, meshTriangles, poseWeights } from "./canonical-face.ts";
import { readCanonicalFace } from "./read-canonical-face.ts";

const source = dirname(createRequire(import.meta.url).resolve("@mediapipe/face_mesh/package.json"));
const packed = readFaceMeshAssets(
	readFileSync(join(source, "face_mesh_solution_packed_assets.data")),
	readFileSync(join(source, "face_mesh_solution_packed_assets_loader.js"), "utf8"),
);

describe("the assets", () => {
	it("are those of the npm package @mediapipe/face_mesh, byte for byte", () => {
		const asset = (name: string): Buffer => readFileSync(join(import.meta.dirname, "../../assets", name));
		expect(asset("face-detector.tflite").equals(packed.faceDetector)).toBe(true);
		expect(asset("face-landmarks.tflite").equals(packed.faceLandmarks)).toBe(true);
	});

	it("hold its canonical face", () => {
		const { vertices, weights, triangles } = readCanonicalFace(packed.geometry);
		expect(canonicalVertices).toBeCloseToArray(vertices, { rtol: 0, atol: 1e-4 });
		expect(poseWeights).toBeCloseToArray(weights, { rtol: 0, atol: 1e-6 });
		expect(meshTriangles).toEqual(triangles);
		expect(meshTriangles).toHaveLength(3 * 898);
	});
});
