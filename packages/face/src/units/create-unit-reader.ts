import type { PosedFace } from "../geometry/head-pose.ts";
import { createBlendshapes } from "../mediapipe/create-blendshapes.ts";
import type { Landmarks } from "../mediapipe/landmarks.ts";
import type { FaceModels } from "../models/face-models.ts";
import type { FaceTask } from "../models/read-face-task.ts";
import type { ActionUnits } from "./action-units.ts";
import { createUnitEstimator } from "./create-unit-estimator.ts";
import { unitsOfBlendshapes } from "./units-of-blendshapes.ts";

/** Reads action units off a mesh. */
export interface UnitReader {
	/** Names what the units come from: `blendshapes@1`, or the regressor's name. */
	readonly name: string;
	/** @param landmarks - The mesh that `posed` is of. */
	read(landmarks: Landmarks, posed: PosedFace): Promise<ActionUnits>;
	release(): Promise<void>;
}

/**
 * Action units by the blendshapes of `face_landmarker.task` where it was given (the mesh must then be its own), else
 * by the regressor that comes with this package. Units 6 and 9 are left out: their blendshapes stay under 0.002 on
 * every face of FER2013's PublicTest.
 *
 * @throws {UndertoneError} `model-damaged`.
 */
export async function createUnitReader(models: FaceModels, task?: FaceTask): Promise<UnitReader> {
	if (task !== undefined) {
		const shapes = await createBlendshapes(task.blendshapes);
		return {
			name: "blendshapes@1",
			read: async (landmarks) => {
				const { 6: _cheeks, 9: _nose, ...units } = unitsOfBlendshapes(await shapes.estimate(landmarks));
				return units;
			},
			release: () => shapes.release(),
		};
	}
	const estimator = await createUnitEstimator(models.actionUnits);
	return {
		name: estimator.metadata.name,
		read: (_, { points }) => estimator.estimate(points),
		release: () => estimator.release(),
	};
}
