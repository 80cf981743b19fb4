import { accuracy, argmaxRows } from "@undertone/learn";
import { averageParts, type TrainedMembers } from "./average-members.ts";
import { type FaceView, faceGraph } from "./face-graph.ts";
import { type CalibratedFaces, calibrateFaces } from "./face-model.ts";
import { faceSide } from "./face-network.ts";
import { predictFaces } from "./predict-faces.ts";

/** One way for all networks to look, with what it gives on held-out pictures. */
export interface Way {
	/** Of each network. */
	readonly views: readonly (readonly FaceView[])[];
	readonly calibrated: CalibratedFaces;
	readonly accuracy: number;
}

/** Every way of looking, calibrated on the held-out pictures, and the one that names most of them, the first of equals. */
export async function chooseWay(
	trained: TrainedMembers,
): Promise<{ readonly ways: readonly Way[]; readonly best: Way }> {
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
	return { ways, best: ways.reduce((one, way) => (way.accuracy > one.accuracy ? way : one)) };
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

/** What each network sees. */
export function wayInWords({ views }: Way): string {
	return views.map(viewsInWords).join("; ");
}

function viewsInWords(views: readonly FaceView[]): string {
	return views
		.map(({ middle, mirrored, moved = 0 }) => {
			const part = middle === faceSide ? "whole" : `middle ${middle}`;
			const side = mirrored ? `${part} mirrored` : part;
			return moved > 0 ? `${side} from ${(2 * moved + 1) ** 2} places within ${moved} px` : side;
		})
		.join(", ");
}
