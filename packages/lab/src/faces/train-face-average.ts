import { readFer2013 } from "@undertone/corpora";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { percent } from "../report/percent.ts";
import type { Result } from "../results/result.ts";
import { storeCurves } from "../results/store-curves.ts";
import { storeResult } from "../results/store-result.ts";
import { readChooser, readMembers, type TrainedMembers, trainMembers } from "./average-members.ts";
import { averageParts, tryLive, tryWays, type Way, wayInWords } from "./choose-way.ts";
import { describeFaceNetwork } from "./describe-face-network.ts";
import type { FaceAverageRecipe } from "./face-average-recipe.ts";
import { faceGraph } from "./face-graph.ts";
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
	const asked = await readMembers(recipe);
	const choosing = recipe.chosenBy === undefined ? undefined : await readChooser(asked);
	const own = await trainMembers(asked, context);
	const chooser = choosing === undefined ? own : await trainMembers(choosing, context);
	const ways = await tryWays(chooser);
	const best = ways.reduce((one, way) => (way.accuracy > one.accuracy ? way : one));
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
			notes: notes(own, chooser, ways, best, live),
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
				views: best.views.flat().length,
				liveViews: liveNetworks && best.views.slice(0, liveNetworks).flat().length,
				learntBefore: [...new Set((await Promise.all(own.members.map(learntBefore))).flat())],
				context,
			},
		);
	}
	return result;
}

/** What a reader must know of an average's training. */
function notes(
	own: TrainedMembers,
	chooser: TrainedMembers,
	ways: readonly Way[],
	best: Way,
	live: { readonly accuracy: number; readonly notSure: number } | undefined,
): string[] {
	const [fit] = own.fits;
	const [first] = own.members;
	const epochs = ({ fits }: TrainedMembers): string => fits.map(({ bestEpoch }) => bestEpoch).join(", ");
	const held = chooser.validation.length;
	const many = own.members.length > 1;
	return [
		chooser === own
			? `Trained on ${fit?.trained} pictures; the epochs (${epochs(own)}), the ways of looking and the temperature were chosen on ${held} others of the training part, of which it names ${percent(best.accuracy)}.`
			: `Trained on ${fit?.trained} pictures, none held out, each network's last epoch kept (${epochs(own)}). The ways of looking and the temperature are those of ${chooser.recipe.id}, trained in the same way on ${chooser.fits[0]?.trained} of them (epochs ${epochs(chooser)}), which names ${percent(best.accuracy)} of the ${held} it held out.`,
		`${fit?.leftOut} training pictures that also stand in ${first?.testOn} were left out.`,
		`${many ? "The networks see" : "The network sees"} ${wayInWords(best)}. Weights are stored as ${own.recipe.storage}${own.shown > 0 ? `, large kernels rounded for ${own.shown} training pictures` : ""}.`,
		...(live === undefined
			? []
			: [
					`A live camera's frames are looked at by the first ${own.recipe.liveNetworks === 1 ? "network" : `${own.recipe.liveNetworks} networks`} alone, which ${own.recipe.liveNetworks === 1 ? "names" : "name"} ${percent(live.accuracy)} of those pictures and would not be sure of ${percent(live.notSure)}.`,
				]),
		...(ways.length === 1
			? []
			: [
					`Held-out pictures named by every way tried: ${ways.map((way) => `${wayInWords(way)}: ${percent(way.accuracy)}`).join(" | ")}.`,
				]),
	];
}
