import { cpus, loadavg } from "node:os";
import { monitorEventLoopDelay } from "node:perf_hooks";

/** Watches how much of this machine other programs, or other tenants of it, leave to a test. */
interface MachineWatch {
	/** Why times measured meanwhile say nothing; null where they do. */
	busy(): string | null;
	close(): void;
}

/** Milliseconds by which 95 % of this process's own timers may be late on a machine that has the time. */
const mostLate = 25;

/**
 * Whether times can be measured: by the load, and by how late this process's own timers are, which also tells of what is
 * not in the load (other tenants of a shared machine).
 */
export function watchMachine(): MachineWatch {
	const resolution = 10;
	const delay = monitorEventLoopDelay({ resolution });
	delay.enable();
	return {
		busy: () => {
			const load = loadavg()[0] ?? 0;
			if (load > cpus().length)
				return `the machine is busy: load ${load.toFixed(1)} on ${cpus().length} cores`;
			const late = delay.percentile(95) / 1e6 - resolution;
			return late > mostLate ? `the machine is busy: timers are ${late.toFixed(0)} ms late` : null;
		},
		close: () => {
			delay.disable();
		},
	};
}
