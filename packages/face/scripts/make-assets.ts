/**
 * Writes the assets that stem from MediaPipe: the two models as they lie in the npm package `@mediapipe/face_mesh`,
 * and `src/geometry/canonical-face.ts` from its canonical face. Run: `node packages/face/scripts/make-assets.ts`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { readCanonicalFace } from "../src/geometry/read-canonical-face.ts";
import { readFaceMeshAssets } from "../src/mediapipe/packed-assets.ts";

const source = dirname(createRequire(import.meta.url).resolve("@mediapipe/face_mesh/package.json"));
const target = join(import.meta.dirname, "..");
const packed = readFaceMeshAssets(
	readFileSync(join(source, "face_mesh_solution_packed_assets.data")),
	readFileSync(join(source, "face_mesh_solution_packed_assets_loader.js"), "utf8"),
);
writeFileSync(join(target, "assets/face-detector.tflite"), packed.faceDetector);
writeFileSync(join(target, "assets/face-landmarks.tflite"), packed.faceLandmarks);

const { vertices, weights, triangles } = readCanonicalFace(packed.geometry);
const list = (values: ArrayLike<number>, digits: number): string =>
	Array.from(values, (value) => Number(value.toFixed(digits))).join(",");
const wrap = (text: string): string =>
	(text.match(/.{1,104}(?:,|$)/g) ?? []).map((line) => `\t"${line}"`).join(" +\n");
const used = Array.from(weights.entries()).filter(([, weight]) => weight > 0);
writeFileSync(
	join(target, "src/geometry/canonical-face.ts"),
	`// Written by scripts/make-assets.ts from MediaPipe's geometry_pipeline_metadata_landmarks (Apache-2.0).

const parse = (text: string): Float32Array => Float32Array.from(text.split(","), Number);

/**
 * MediaPipe's canonical face: where the 468 points of the mesh lie on an average face that looks straight ahead,
 * in centimetres, x to the picture's right, y up, z towards the viewer; shape \`[468, 3]\`.
 */
export const canonicalVertices: Float32Array = parse(
${wrap(list(vertices, 4))},
);

/** How much each point counts when the head's pose is found, shape \`[468]\`: 33 points that expressions move least. */
export const poseWeights: Float32Array = (() => {
	const weights = new Float32Array(468);
	const given = parse(
${wrap(used.map(([index, weight]) => `${index},${Number(weight.toFixed(6))}`).join(","))},
	);
	for (let i = 0; i < given.length; i += 2) weights[given[i] as number] = given[i + 1] as number;
	return weights;
})();

/** The mesh's triangles: three points each, shape \`[898, 3]\`. */
export const meshTriangles: Uint16Array = Uint16Array.from(
	parse(
${wrap(list(triangles, 0))},
	),
);
`,
);
