import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createRandom, type Matrix } from "@undertone/core";
import type { FacePicture } from "@undertone/corpora";
import {
	blendshapePoints,
	createFaceMesh,
	createUnitEstimator,
	headPose,
	layMeshOnCrop,
	readFaceModels,
} from "@undertone/face";
import type { ExperimentContext } from "../../experiments/experiment.ts";
import { writeAtomically } from "../../write-atomically.ts";
import { movePicture } from "./move-picture.ts";

/** Without the irises, which the mesh of 468 points has not. */
const points = blendshapePoints.slice(0, -10);
const pointColumns = 3 * points.length;

/** The mesh must be there so surely. */
const minPresence = 0.5;
const side = 48;

/** What is asked of pictures. */
export interface GatherOptions {
	readonly input: "points" | "units";
	readonly frames: number;
	readonly seed: number;
}

/**
 * The points of faces without head pose, or their action units, frame after frame; NaN where no face is seen.
 *
 * Laid meshes are kept in the cache.
 *
 * @returns Shape `[pictures, frames · columns]`, and the columns of a frame.
 */
export async function gatherPoints(
	pictures: readonly FacePicture[],
	{ input, frames, seed }: GatherOptions,
	context: ExperimentContext,
): Promise<{ readonly x: Matrix; readonly columns: number }> {
	const models = await readFaceModels();
	const estimator = await createUnitEstimator(models.actionUnits);
	const unitColumns = estimator.units.length;
	const width = pointColumns + unitColumns;
	const key = createHash("sha256")
		.update(JSON.stringify([1, estimator.metadata.name, frames, seed, pictures.map(({ hash }) => hash)]))
		.digest("hex")
		.slice(0, 24);
	const path = join(context.cache, "face-points", `${key}.f32`);
	const known = await readFile(path).catch(() => null);
	const table =
		known === null
			? new Float32Array(pictures.length * frames * width).fill(Number.NaN)
			: new Float32Array(known.buffer.slice(known.byteOffset, known.byteOffset + known.length));
	if (known === null) {
		const mesh = await createFaceMesh(models.faceLandmarks);
		for (const [i, { pixels }] of pictures.entries()) {
			context.signal?.throwIfAborted();
			if (i % 50 === 0) context.progress("meshes", i / pictures.length);
			const moved = movePicture(pixels, frames, createRandom(seed).fork(String(i)));
			for (const [f, data] of moved.entries()) {
				const seen = await layMeshOnCrop(mesh, { width: side, height: side, data });
				if (seen.presence < minPresence) continue;
				const { points: upright } = headPose(seen.landmarks);
				const units = await estimator.estimate(upright);
				const values = points.flatMap((point) => [...upright.subarray(3 * point, 3 * point + 3)]);
				table.set([...values, ...estimator.units.map((unit) => units[unit] ?? 0)], (i * frames + f) * width);
			}
		}
		await mesh.release();
		await writeAtomically(path, new Uint8Array(table.buffer), { flush: false });
	}
	await estimator.release();
	const columns = input === "points" ? pointColumns : unitColumns;
	const offset = input === "points" ? 0 : pointColumns;
	const data = new Float32Array(pictures.length * frames * columns);
	for (let row = 0; row < pictures.length * frames; row++) {
		const from = row * width + offset;
		data.set(table.subarray(from, from + columns), row * columns);
	}
	return { x: { rows: pictures.length, columns: frames * columns, data }, columns };
}
