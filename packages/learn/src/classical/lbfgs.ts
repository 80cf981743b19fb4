/** A function with its gradient. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

/** When to stop. */
interface LbfgsOptions {
	readonly iterations?: number;
	/** Largest component of the gradient at which it is done. */
	readonly tolerance?: number;
	/** Pairs of steps and changes of the gradient that are remembered. */
	readonly memory?: number;
	/** Called after every iteration. */
	readonly onIteration?: (iteration: number, value: number) => Promise<void>;
}

/**
 * Minimises a smooth function by limited-memory BFGS with a backtracking line search (Armijo).
 *
 * @param objective - Returns the value at `x` and writes the gradient.
 * @param start - Not changed.
 * @see Nocedal & Wright (2006), Numerical optimization, algorithm 7.5
 */
export async function lbfgs(
	objective: Objective,
	start: Float64Array,
	{ iterations = 200, tolerance = 1e-5, memory = 10, onIteration }: LbfgsOptions = {},
): Promise<Float64Array> {
	let x = start.slice();
	let gradient = new Float64Array(x.length);
	let value = objective(x, gradient);
	const pairs: { s: Float64Array; y: Float64Array; rho: number }[] = [];
	for (let k = 0; k < iterations; k++) {
		if (gradient.every((g) => Math.abs(g) <= tolerance)) break;
		const direction = twoLoop(gradient, pairs);
		let slope = dot(direction, gradient);
		if (slope >= 0) {
			pairs.length = 0;
			for (let i = 0; i < x.length; i++) direction[i] = -(gradient[i] as number);
			slope = -dot(gradient, gradient);
		}
		let step = pairs.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
		let next = x;
		const nextGradient = new Float64Array(x.length);
		let nextValue = value;
		for (let trial = 0; trial < 40; trial++) {
			next = x.map((xi, i) => xi + step * (direction[i] as number));
			nextValue = objective(next, nextGradient);
			if (nextValue <= value + 1e-4 * step * slope) break;
			step /= 2;
		}
		if (!(nextValue < value)) break;
		const s = next.map((v, i) => v - (x[i] as number));
		const y = nextGradient.map((v, i) => v - (gradient[i] as number));
		const curvature = dot(s, y);
		if (curvature > 1e-12 * dot(y, y)) {
			pairs.push({ s, y, rho: 1 / curvature });
			if (pairs.length > memory) pairs.shift();
		}
		[x, gradient, value] = [next, nextGradient, nextValue];
		await onIteration?.(k + 1, value);
	}
	return x;
}

/** −H g with the remembered pairs. */
function twoLoop(
	gradient: Float64Array,
	pairs: readonly { s: Float64Array; y: Float64Array; rho: number }[],
): Float64Array {
	const q = gradient.map((g) => -g);
	const alphas: number[] = [];
	for (const { s, y, rho } of pairs.toReversed()) {
		const alpha = rho * dot(s, q);
		alphas.push(alpha);
		for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) - alpha * (y[i] as number);
	}
	const last = pairs.at(-1);
	if (last !== undefined) {
		const scale = 1 / (last.rho * dot(last.y, last.y));
		for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) * scale;
	}
	for (const { s, y, rho } of pairs) {
		const beta = rho * dot(y, q);
		const alpha = alphas.pop() as number;
		for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) + (alpha - beta) * (s[i] as number);
	}
	return q;
}

function dot(a: Float64Array, b: Float64Array): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
	return sum;
}
