import { createRandom, type Emotion, type Matrix } from "@undertone/core";
import { accuracy, argmaxRows, uar } from "@undertone/learn";
import { createSession, float32Data, float32Tensor, type OnnxGraph, writeOnnx } from "@undertone/onnx";
import { type Damage, damageGraph, hiddenUnits } from "./damage-graph.ts";

/** What is harmed, and by how much: of the graph, or of what it is given. */
type Harm = Damage | { readonly kind: "none" } | { readonly kind: "features"; readonly share: number };

/** A line of the table. */
export interface DamageRow {
	readonly model: string;
	readonly corpus: string;
	readonly n: number;
	readonly harm: Harm["kind"];
	/** A share, or bits; 0 for none. */
	readonly level: number;
	readonly draws: number;
	/** Mean over the draws, the least and the greatest. */
	readonly uar: number;
	readonly least: number;
	readonly greatest: number;
	readonly accuracy: number;
	/** Class index of every clip as each draw predicted it, shape `[draws][n]`. */
	readonly predicted: readonly Int32Array[];
}

/** A network with clips to try it on. */
export interface DamageTrial {
	readonly model: string;
	readonly corpus: string;
	/** From `features`, and `vector` where there are {@link vectors}, to `probabilities`. */
	readonly graph: OnnxGraph;
	/** I-vectors of the clips, which are not harmed; shape `[clips, dimensions]`. */
	readonly vectors?: Matrix | undefined;
	readonly labels: readonly Emotion[];
	readonly x: Matrix;
	/** Class index of every clip. */
	readonly y: Int32Array;
}

const shares = [0.05, 0.1, 0.2, 0.4, 0.6, 0.8];

/** What every network goes through. */
const harms: readonly Harm[] = [
	{ kind: "none" },
	...shares.map((share) => ({ kind: "weights", share }) as const),
	...shares.map((share) => ({ kind: "units", share }) as const),
	...[8, 4, 3, 2].map((bits) => ({ kind: "bits", bits }) as const),
	...shares.map((share) => ({ kind: "features", share }) as const),
];

/**
 * How well a network does when parts of it, or of what it hears, are missing.
 *
 * @param options.draws - Of what is left to chance.
 * @returns A line for every harm; silent units only where there are hidden layers.
 */
export async function damageTable(
	trial: DamageTrial,
	{ draws = 5, seed = 1 }: { readonly draws?: number; readonly seed?: number } = {},
): Promise<DamageRow[]> {
	const { model, corpus, graph, labels, y } = trial;
	const rows: DamageRow[] = [];
	for (const harm of harms) {
		if (harm.kind === "units" && hiddenUnits(graph, labels.length).length === 0) continue;
		const times = harm.kind === "none" || harm.kind === "bits" ? 1 : draws;
		const level = "share" in harm ? harm.share : "bits" in harm ? harm.bits : 0;
		const predicted: Int32Array[] = [];
		for (let draw = 0; draw < times; draw++) predicted.push(await predictHarmed(trial, harm, seed + draw));
		const uars = predicted.map((one) => uar(y, one, labels.length));
		rows.push({
			model,
			corpus,
			n: y.length,
			harm: harm.kind,
			level,
			draws: times,
			uar: mean(uars),
			least: Math.min(...uars),
			greatest: Math.max(...uars),
			accuracy: mean(predicted.map((one) => accuracy(y, one))),
			predicted,
		});
	}
	return rows;
}

async function predictHarmed(
	{ graph, labels, x, vectors }: DamageTrial,
	harm: Harm,
	seed: number,
): Promise<Int32Array> {
	const random = createRandom(seed).fork(harm.kind);
	const isWhole = harm.kind === "none" || harm.kind === "features";
	const harmed = isWhole ? graph : damageGraph(graph, harm, labels.length, random);
	const data = Float32Array.from(x.data, (value) =>
		harm.kind === "features" && random.next() < harm.share ? Number.NaN : value,
	);
	const session = await createSession(writeOnnx(harmed));
	try {
		const run = await session.run({
			features: float32Tensor(data, [x.rows, x.columns]),
			...(vectors === undefined
				? {}
				: { vector: float32Tensor(Float32Array.from(vectors.data), [vectors.rows, vectors.columns]) }),
		});
		return Int32Array.from(
			argmaxRows({
				rows: x.rows,
				columns: labels.length,
				data: float32Data(run.probabilities, "probabilities"),
			}),
		);
	} finally {
		await session.release();
	}
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
