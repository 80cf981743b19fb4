import { createRandom } from "@undertone/core";
import type { Dataset } from "../dataset.ts";
import type { FittedModel } from "../estimator.ts";
import { uar } from "../metrics/classification.ts";
import { argmaxRows } from "../softmax.ts";

/** How much a model loses without a feature (or a group of them). */
export interface Importance {
	readonly columns: readonly number[];
	/** Mean decrease of the UAR over the repeats. */
	readonly decrease: number;
	/** Standard deviation of the decrease over the repeats. */
	readonly deviation: number;
}

/** How importance is measured. */
interface PermutationOptions {
	readonly seed: number;
	readonly repeats?: number;
	/** Columns that are shuffled together; each by itself by default. */
	readonly groups?: readonly (readonly number[])[];
}

/**
 * The decrease of the UAR on held-out samples when a feature is shuffled among them.
 *
 * @param data - Samples the model has not seen.
 * @returns In the order of the groups.
 * @see Breiman (2001), doi:10.1023/A:1010933404324
 */
export async function permutationImportance(
	model: FittedModel,
	data: Dataset,
	{ seed, repeats = 5, groups }: PermutationOptions,
): Promise<Importance[]> {
	const { x, y, labels } = data;
	const figure = async (values: Float32Array): Promise<number> => {
		const predicted = argmaxRows(await model.predict({ ...x, data: values }));
		return uar(y, predicted, labels.length);
	};
	const original = Float32Array.from(x.data);
	const base = await figure(original);
	const random = createRandom(seed).fork("permutation");
	const importances: Importance[] = [];
	for (const columns of groups ?? Array.from({ length: x.columns }, (_, c) => [c])) {
		const decreases: number[] = [];
		for (let repeat = 0; repeat < repeats; repeat++) {
			const order = random.shuffle(Array.from({ length: x.rows }, (_, r) => r));
			const shuffled = original.slice();
			for (const [r, from] of order.entries()) {
				for (const c of columns) shuffled[r * x.columns + c] = original[from * x.columns + c] as number;
			}
			decreases.push(base - (await figure(shuffled)));
		}
		const decrease = decreases.reduce((a, b) => a + b, 0) / repeats;
		const variance = decreases.reduce((sum, value) => sum + (value - decrease) ** 2, 0) / repeats;
		importances.push({ columns, decrease, deviation: Math.sqrt(variance) });
	}
	return importances;
}
