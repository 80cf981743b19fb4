import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FacePicture } from "@undertone/corpora";
import {
	actionUnitNumbers,
	createBlendshapes,
	createFaceMesh,
	type FaceModels,
	type FaceTask,
	headPose,
	layMeshOnCrop,
	unitsOfBlendshapes,
} from "@undertone/face";

/** Faces as the regressor sees them, with what it shall say. */
export interface FaceTable {
	readonly rows: number;
	/** Points without head pose, shape `[rows, 1404]`. */
	readonly points: Float32Array;
	/** Units by blendshapes, in the order of `actionUnitNumbers`, 0 where there is none; shape `[rows, units]`. */
	readonly units: Float32Array;
}

const pointNumbers = 3 * 468;
/** Both meshes must see a face so surely. */
const minPresence = 0.5;

/**
 * Lays both meshes on every picture: the points of the one that is always there, the units of the one that the .task
 * file brings. Pictures in which either sees no face are left out.
 *
 * @param cache - Folder for the table, under `name`, so that it is made once.
 */
export async function gatherFaces(
	pictures: readonly FacePicture[],
	models: FaceModels,
	task: FaceTask,
	cache: string,
	name: string,
): Promise<FaceTable> {
	const path = join(cache, `${name}.f32`);
	const columns = pointNumbers + actionUnitNumbers.length;
	if (!existsSync(path)) {
		const table = await layMeshes(pictures, models, task);
		mkdirSync(cache, { recursive: true });
		writeFileSync(path, new Uint8Array(table.buffer, 0, table.byteLength));
	}
	const bytes = readFileSync(path);
	const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
	const rows = values.length / columns;
	const points = new Float32Array(rows * pointNumbers);
	const units = new Float32Array(rows * actionUnitNumbers.length);
	for (let r = 0; r < rows; r++) {
		const row = values.subarray(r * columns, (r + 1) * columns);
		points.set(row.subarray(0, pointNumbers), r * pointNumbers);
		units.set(row.subarray(pointNumbers), r * actionUnitNumbers.length);
	}
	return { rows, points, units };
}

async function layMeshes(
	pictures: readonly FacePicture[],
	models: FaceModels,
	task: FaceTask,
): Promise<Float32Array> {
	const plain = await createFaceMesh(models.faceLandmarks);
	const full = await createFaceMesh(task.faceLandmarks);
	const shapes = await createBlendshapes(task.blendshapes);
	const columns = pointNumbers + actionUnitNumbers.length;
	const table = new Float32Array(pictures.length * columns);
	let rows = 0;
	for (const [i, { pixels }] of pictures.entries()) {
		if (i % 500 === 0) console.log(`${i} of ${pictures.length} pictures`);
		const crop = { width: 48, height: 48, data: pixels };
		const seen = await layMeshOnCrop(plain, crop);
		const target = await layMeshOnCrop(full, crop);
		if (seen.presence < minPresence || target.presence < minPresence) continue;
		const units = unitsOfBlendshapes(await shapes.estimate(target.landmarks));
		table.set(headPose(seen.landmarks).points, rows * columns);
		table.set(
			actionUnitNumbers.map((unit) => units[unit] ?? 0),
			rows * columns + pointNumbers,
		);
		rows++;
	}
	return table.slice(0, rows * columns);
}
