import { accuracy, argmaxRows } from "@undertone/learn";
import type { TrainedMembers } from "./average-members.ts";
import type { FaceGraphParts, FaceView } from "./face-graph.ts";
import { faceGraph } from "./face-graph.ts";
import { type CalibratedFaces, calibrateFaces } from "./face-model.ts";
import { faceSide } from "./face-network.ts";
import type { FaceFit } from "./fit-face.ts";
import { predictFaces } from "./predict-faces.ts";

/** One way for all networks to look, with what it gives on held-out pictures. */
export interface Way {
	/** Of each network. */
	readonly views: readonly (readonly FaceView[])[];
	readonly calibrated: CalibratedFaces;
	readonly accuracy: number;
}

/** Every way of looking, calibrated on the held-out pictures. */
export async function tryWays(trained: TrainedMembers): Promise<Way[]> {
	const { recipe, validation } = trained;
	const { labels, networks } = recipe;
	const held = validation.map(({ emotion }) => labels.indexOf(emotion));
	const ways: Way[] = [];
	for (const n of (networks[0] as (typeof networks)[number]).ways.keys()) {
		const views = networks.map((network) => network.ways[n] as FaceView[]);
		const calibrated = await calibrateFaces(averageParts(trained, views), validation, labels.length, held);
		const guessed = argmaxRows(await predictFaces(calibrated.graph, validation, labels.length));
		ways.push({ views, calibrated, accuracy: accuracy(held, guessed) });
	}
	return ways;
}

/** What the first networks alone give on held-out pictures, with the temperature and threshold of all. */
export async function tryLive(
	trained: TrainedMembers,
	{ views, calibrated: { temperature, threshold } }: Way,
	networks: number,
): Promise<{ accuracy: number; notSure: number }> {
	const { recipe, validation } = trained;
	const parts = averageParts(trained, views);
	const first = { ...parts, networks: parts.networks.slice(0, networks) };
	const answers = await predictFaces(faceGraph({ ...first, temperature }), validation, recipe.labels.length);
	const held = validation.map(({ emotion }) => recipe.labels.indexOf(emotion));
	const { rows, columns, data } = answers;
	let doubtful = 0;
	for (let r = 0; r < rows; r++) {
		if (Math.max(...data.subarray(r * columns, (r + 1) * columns)) < threshold) doubtful++;
	}
	return { accuracy: accuracy(held, argmaxRows(answers)), notSure: doubtful / rows };
}

/** What the graph of an average is made of, each network looking in its ways. */
export function averageParts(
	{ recipe, members, fits, quantized }: TrainedMembers,
	views: readonly (readonly FaceView[])[],
): Omit<FaceGraphParts, "temperature"> {
	return {
		classes: recipe.labels.length,
		networks: members.map(({ network }, i) => ({
			network,
			weights: (fits[i] as FaceFit).weights,
			views: views[i],
			quantized: quantized[i],
		})),
		storage: recipe.storage,
		head: "label",
	};
}

export function wayInWords({ views }: Way): string {
	return views.map(viewsInWords).join("; ");
}

function viewsInWords(views: readonly FaceView[]): string {
	return views
		.map(({ middle, mirrored }) => {
			const part = middle === faceSide ? "whole" : `middle ${middle}`;
			return mirrored ? `${part} mirrored` : part;
		})
		.join(", ");
}
