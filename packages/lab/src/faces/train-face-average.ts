import { readFer2013 } from "@undertone/corpora";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { percent } from "../report/percent.ts";
import type { Result } from "../results/result.ts";
import { storeCurves } from "../results/store-curves.ts";
import { storeResult } from "../results/store-result.ts";
import {
	averageParts,
	readChooser,
	readMembers,
	type TrainedMembers,
	trainMembers,
} from "./average-members.ts";
import { chooseWay, tryLive, type Way, wayInWords } from "./choose-way.ts";
import { describeFaceNetwork } from "./describe-face-network.ts";
import type { FaceAverageRecipe } from "./face-average-recipe.ts";
import { countLooks, faceGraph } from "./face-graph.ts";
import { writeFaceModel } from "./face-model.ts";
import { faceSide } from "./face-network.ts";
import { facePredictions } from "./face-predictions.ts";
import type { FaceRecipe } from "./face-recipe.ts";
import { learntBefore } from "./fit-face.ts";
import { predictFaces } from "./predict-faces.ts";

/**
 * Trains the networks of an average (or takes them from where they are kept, or from the cache), chooses how they look
 * at a picture and fits the temperature on the pictures that all of them held out (or takes both from the average that
 * `chosenBy` names), opens the test part once with the file as it is stored, and writes the file with its card.
 *
 * @throws {UndertoneError} `recipe-invalid` if its networks do not agree, `cancelled`.
 */
export async function trainFaceAverage(
	recipe: FaceAverageRecipe,
	command: string,
	context: ExperimentContext,
): Promise<Result> {
	const { labels, liveNetworks } = recipe;
	const members = await readMembers(recipe);
	const choosers = recipe.chosenBy === undefined ? undefined : await readChooser(members);
	const own = await trainMembers(members, context);
	const chooser = choosers === undefined ? own : await trainMembers(choosers, context);
	const { ways, best } = await chooseWay(chooser);
	const live = liveNetworks === undefined ? undefined : await tryLive(chooser, best, liveNetworks);
	const { temperature, threshold } = best.calibrated;
	const graph =
		chooser === own ? best.calibrated.graph : faceGraph({ ...averageParts(own, best.views), temperature });

	const [first] = own.members as [FaceRecipe, ...FaceRecipe[]];
	const test = await readFer2013([first.testOn], context.data);
	const probabilities = await predictFaces(graph, test, labels.length);
	const result = await storeResult(
		context.results,
		{
			id: recipe.id,
			command,
			corpora: ["FER2013"],
			split: "fixed",
			adaptation: { kind: "none", k: 0 },
			classifier:
				own.members.length === 1
					? describeFaceNetwork(first)
					: `mean of ${own.members.map(describeFaceNetwork).join(" and ")}`,
			features: `grey picture, ${faceSide} × ${faceSide}`,
			labels,
			folds: [{ name: first.testOn, testSpeakers: [] }],
			selection: recipe.selection,
			seed: recipe.seed,
			trainSeconds: own.fits.reduce((sum, { seconds }) => sum + seconds, 0),
			notes: notes({ own, chooser, ways, best, live }),
		},
		facePredictions(
			test,
			test.map(({ emotion }) => emotion),
			probabilities,
			labels,
		),
	);
	await storeCurves(
		context.results,
		recipe.id,
		own.fits.map(({ curves }) => curves),
	);
	if (recipe.model !== undefined) {
		await writeFaceModel(
			recipe.model,
			{ graph, temperature, threshold },
			{
				recipe: { ...recipe, testOn: first.testOn },
				result,
				trainOn: first.trainOn,
				views: countLooks(best.views.flat()),
				liveViews: liveNetworks && countLooks(best.views.slice(0, liveNetworks).flat()),
				learntBefore: [...new Set((await Promise.all(own.members.map(learntBefore))).flat())],
				context,
			},
		);
	}
	return result;
}

/** What a training came to. */
interface Told {
	readonly own: TrainedMembers;
	/** By which the way was chosen: `own`, if that held out pictures. */
	readonly chooser: TrainedMembers;
	readonly ways: readonly Way[];
	readonly best: Way;
	readonly live: { readonly accuracy: number; readonly notSure: number } | undefined;
}

/** What a reader must know of an average's training. */
function notes({ own, chooser, ways, best, live }: Told): string[] {
	const [fit] = own.fits;
	const [first] = own.members;
	const epochs = ({ fits }: TrainedMembers): string => fits.map(({ bestEpoch }) => bestEpoch).join(", ");
	const held = chooser.validation.length;
	const { id, liveNetworks = 1 } = chooser.recipe;
	const told = [
		chooser === own
			? `Trained on ${fit?.trained} pictures; the epochs (${epochs(own)}), the ways of looking and the temperature were chosen on ${held} others of the training part, of which it names ${percent(best.accuracy)}.`
			: `Trained on ${fit?.trained} pictures, none held out, each network's last epoch kept (${epochs(own)}). The ways of looking and the temperature are those of ${id}, trained in the same way on ${chooser.fits[0]?.trained} of them (epochs ${epochs(chooser)}), which names ${percent(best.accuracy)} of the ${held} it held out.`,
		`${fit?.leftOut} training pictures that also stand in ${first?.testOn} were left out.`,
		`${own.members.length > 1 ? "The networks see" : "The network sees"} ${wayInWords(best)}. Weights are stored as ${own.recipe.storage}${own.roundedFor > 0 ? `, large kernels rounded for ${own.roundedFor} training pictures` : ""}.`,
	];
	if (live !== undefined) {
		const one = liveNetworks === 1;
		told.push(
			`A live camera's frames are looked at by the first ${one ? "network" : `${liveNetworks} networks`}: by ${one ? "it" : "them"} alone${chooser === own ? "" : `, as ${id} has ${one ? "it" : "them"},`} ${percent(live.accuracy)} of the ${held} held-out pictures are named, and ${percent(live.notSure)} would be not sure (all looks together; a frame is looked at once, and frames are averaged).`,
		);
	}
	if (ways.length > 1) {
		const each = ways.map((way) => `${wayInWords(way)}: ${percent(way.accuracy)}`);
		told.push(`Held-out pictures named by every way tried: ${each.join(" | ")}.`);
	}
	return told;
}
