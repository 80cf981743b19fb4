/** Seconds of a session, without its pauses. */
export interface SessionClock {
	now(): number;
	pause(): void;
	resume(): void;
}

/**
 * A clock that begins now. It goes by the computer's time, so that a computer that slept leaves a gap and nothing
 * moves.
 */
export function createSessionClock(): SessionClock {
	let since = Date.now();
	let before = 0;
	let running = true;
	return {
		now: () => (running ? before + (Date.now() - since) / 1000 : before),
		pause: () => {
			if (!running) return;
			before += (Date.now() - since) / 1000;
			running = false;
		},
		resume: () => {
			if (running) return;
			since = Date.now();
			running = true;
		},
	};
}
