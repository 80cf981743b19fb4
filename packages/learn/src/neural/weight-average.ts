import type { Weights } from "@undertone/onnx";
import type { TrainingOptions } from "./training-options.ts";
import type { TrainingState } from "./training-state.ts";

/**
 * Takes the present weights into the running average, where the options ask for it at this moment.
 *
 * @see Polyak & Juditsky (1992), doi:10.1137/0330046; Izmailov et al. (2018), arXiv:1803.05407, for SWA
 */
export function averageWeights(
	options: Required<TrainingOptions>,
	state: TrainingState,
	moment: "step" | "epoch",
): void {
	const { averaging } = options;
	if (averaging === null) return;
	let share: number;
	if ("ema" in averaging) {
		if (moment === "epoch") return;
		// The plain mean at first, so that the random start is forgotten.
		share = Math.max(1 - averaging.ema, 1 / (state.averaged + 1));
	} else {
		if (moment === "step" || state.epoch <= options.epochs * (1 - averaging.swa)) return;
		share = 1 / (state.averaged + 1);
	}
	state.averaged++;
	if (state.averaged === 1) {
		state.averageWeights = state.weights.slice();
		state.averageRunning = state.running.slice();
		return;
	}
	blend(state.averageWeights, state.weights, share);
	blend(state.averageRunning, state.running, share);
}

function blend(into: Float32Array, from: Float32Array, share: number): void {
	for (let i = 0; i < into.length; i++) {
		into[i] = (into[i] as number) + share * ((from[i] as number) - (into[i] as number));
	}
}

/** The weights to judge and keep: the average once there is one. */
export function currentWeights(options: Required<TrainingOptions>, state: TrainingState): Weights {
	const averaged = options.averaging !== null && state.averaged > 0;
	return averaged
		? { weights: state.averageWeights, running: state.averageRunning }
		: { weights: state.weights, running: state.running };
}
