import { appendIVectorExtractor, type FittedModel, type IVectorExtractor } from "@undertone/learn";
import { createGraphBuilder, type GraphBuilder, writeOnnx } from "@undertone/onnx";
import type { SequenceOptions } from "../features/fit-sequence.ts";
import { appendSequence } from "./append-sequence.ts";
import type { FeatureBounds } from "./clamp-features.ts";
import { byClassifier, least } from "./ensemble.ts";

/** Fitted classifiers and how they are heard. */
interface HeardModels {
	/** In the order of `ensembleJobs`. */
	readonly models: readonly FittedModel[];
	/** Of each classifier. */
	readonly members: number;
	/** One a classifier; one of no weight is left out. */
	readonly weights: readonly number[];
}

/** What an ensemble's graph is made of. */
export interface EnsembleParts extends HeardModels {
	/** Features are cut off at these first. */
	readonly bounds?: FeatureBounds | undefined;
	/** How the frames of a clip become a row, for models of frames; before the bounds. */
	readonly sequence?: SequenceOptions | undefined;
	/** Classifiers of i-vectors, which the graph makes of a clip's frames. */
	readonly embedded?: (HeardModels & { readonly extractor: IVectorExtractor }) | undefined;
}

/**
 * One graph for an ensemble: softmax of the weighted sum of the members' mean log-probabilities.
 *
 * @returns An `.onnx` file with input `features`, `[N, f]` or of frames `[1, T, f]`, and output `probabilities`; if anything is `embedded`, it takes
 *   `frames` `[1, T, numbers]` of one clip too, which is then the clip of all rows of `features`, and gives its
 *   i-vector as `vector` `[1, dimensions]`.
 * @throws {RangeError} If there are no models, or no weight is positive.
 */
export function ensembleGraph({ bounds, sequence, embedded, ...own }: EnsembleParts): Uint8Array {
	const [first] = own.models;
	if (first === undefined || !own.weights.some((weight) => weight > 0)) {
		throw new RangeError(
			`ensembleGraph: there must be a member and a positive weight, got ${own.models.length} members and ${own.weights.join(", ")}.`,
		);
	}
	const graph = createGraphBuilder("ensemble");
	const bands = first.features / (sequence?.frames ?? 1);
	const raw =
		sequence === undefined
			? graph.input("features", ["N", first.features])
			: appendSequence(graph, graph.input("features", [1, "T", bands]), bands, sequence);
	const parts = appendModels(graph, bounds === undefined ? raw : appendBounds(graph, raw, bounds), own);
	if (embedded !== undefined) {
		const { features } = embedded.extractor.variability;
		const vector = appendIVectorExtractor(
			graph,
			graph.input("frames", [1, "T", features]),
			embedded.extractor,
		);
		parts.push(...appendModels(graph, vector, embedded));
		graph.output("vector", vector, [1, embedded.extractor.variability.dimensions]);
	}
	const sum = graph.node("Sum", parts);
	graph.output("probabilities", graph.node("Softmax", [sum], { axis: 1 }), ["N", first.labels.length]);
	return writeOnnx(graph.build());
}

/** Weighted log-probabilities of every classifier that is heard. */
function appendModels(
	graph: GraphBuilder,
	features: string,
	{ models, members, weights }: HeardModels,
): string[] {
	const heard = byClassifier(models, members).flatMap((group, c) => {
		const weight = weights[c] as number;
		return weight > 0 ? group.map((model) => ({ model, share: weight / group.length })) : [];
	});
	return heard.map(({ model, share }) => {
		const likely = graph.node("Max", [model.appendTo(graph, features), graph.floats(least)]);
		return graph.node("Mul", [graph.node("Log", [likely]), graph.floats(share)]);
	});
}

/** Features within bounds; an undefined one stays so, whatever the runtime's minimum makes of it. */
function appendBounds(graph: GraphBuilder, features: string, { low, high }: FeatureBounds): string {
	const within = graph.node("Max", [graph.node("Min", [features, graph.floats(high)]), graph.floats(low)]);
	return graph.node("Where", [graph.node("IsNaN", [features]), features, within]);
}
