/** Processor seconds of this process so far: fair on a machine that others use too. */
function cpuSeconds(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e6;
}

/**
 * The best of several rounds of at least `seconds` each, after one to warm up, in processor seconds per run. Other
 * threads (garbage collection, compilation) count, so it errs on the slow side.
 */
export function cpuSecondsPerRun(run: () => unknown, seconds = 0.25, rounds = 4): number {
	let best = Number.POSITIVE_INFINITY;
	for (let round = 0; round <= rounds; round++) {
		let runs = 0;
		const began = cpuSeconds();
		while (cpuSeconds() - began < seconds) {
			run();
			runs++;
		}
		if (round > 0) best = Math.min(best, (cpuSeconds() - began) / runs);
	}
	return best;
}
