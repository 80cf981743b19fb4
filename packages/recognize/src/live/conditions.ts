import type { Emotion, Prediction } from "@undertone/core";

/** What a program wants to be told of: a label whose score stays high for a while. */
export interface LiveCondition {
	readonly label: Emotion;
	/** Least score, in (0, 1]. */
	readonly score: number;
	/** For how long, in seconds; 0 fires at the first result. */
	readonly seconds: number;
}

/** A condition that has come true. */
export interface LiveEvent {
	readonly condition: LiveCondition;
	/** Seconds of the stream: the end of the first window of the row that met it, and of the last one. */
	readonly since: number;
	readonly time: number;
	/** Of the last window. */
	readonly score: number;
}

/** Watches the results of a stream for conditions. */
export interface ConditionWatch {
	/**
	 * Takes the next result in order of time.
	 *
	 * @param time - Seconds: the end of the window.
	 * @returns Conditions that came true with it; each comes again only after it has been untrue.
	 */
	next(prediction: Prediction, time: number): LiveEvent[];
}

/**
 * A watch over conditions.
 *
 * @throws {RangeError} If a score is not in (0, 1] or a duration is negative.
 */
export function watchConditions(conditions: readonly LiveCondition[]): ConditionWatch {
	for (const { label, score, seconds } of conditions) {
		if (!(score > 0 && score <= 1) || !(seconds >= 0)) {
			throw new RangeError(
				`watchConditions: the score must be in (0, 1] and the seconds at least 0, got ${score} and ${seconds} for "${label}".`,
			);
		}
	}
	const states = conditions.map((condition) => ({ condition, since: Number.NaN, fired: false }));
	return {
		next: ({ scores }, time) =>
			states.flatMap((state) => {
				const { condition } = state;
				const score = scores?.[condition.label] ?? 0;
				if (score < condition.score) {
					state.since = Number.NaN;
					state.fired = false;
					return [];
				}
				if (Number.isNaN(state.since)) state.since = time;
				if (state.fired || time - state.since < condition.seconds) return [];
				state.fired = true;
				return [{ condition, since: state.since, time, score }];
			}),
	};
}
