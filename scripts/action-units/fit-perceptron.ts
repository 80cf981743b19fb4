import { createRandom, type Random } from "@undertone/core";

/** Two layers: rectified hidden ones, then linear outputs. Matrices are row-major, inputs by outputs. */
export interface Perceptron {
	readonly inputs: number;
	readonly hidden: number;
	readonly outputs: number;
	readonly weight1: Float64Array;
	readonly bias1: Float64Array;
	readonly weight2: Float64Array;
	readonly bias2: Float64Array;
}

/** How it is fitted. */
export interface PerceptronOptions {
	readonly hidden: number;
	readonly epochs: number;
	readonly learningRate: number;
	readonly decay: number;
	readonly dropout: number;
	readonly seed: number;
}

const batch = 64;

/**
 * Least squares by AdamW, the rate falling as a cosine; every output counts by its own deviation.
 *
 * @param x - Standardised, shape `[rows, inputs]`.
 * @param y - Shape `[rows, outputs]`.
 */
export function fitPerceptron(
	x: Float32Array,
	y: Float32Array,
	rows: number,
	options: PerceptronOptions,
): Perceptron {
	const random = createRandom(options.seed);
	const inputs = x.length / rows;
	const outputs = y.length / rows;
	const { hidden } = options;
	const net: Perceptron = {
		inputs,
		hidden,
		outputs,
		weight1: gaussian(random, inputs * hidden, Math.sqrt(1 / inputs)),
		bias1: new Float64Array(hidden),
		weight2: gaussian(random, hidden * outputs, Math.sqrt(1 / hidden)),
		bias2: Float64Array.from({ length: outputs }, (_, k) => mean(y, rows, k)),
	};
	const importance = Float64Array.from(
		{ length: outputs },
		(_, k) => 1 / (deviation(y, rows, k) + 0.02) ** 2,
	);
	const adam = [net.weight1, net.bias1, net.weight2, net.bias2].map((values) => ({
		values,
		gradient: new Float64Array(values.length),
		first: new Float64Array(values.length),
		second: new Float64Array(values.length),
		decays: values === net.weight1 || values === net.weight2,
	}));
	const steps = options.epochs * Math.floor(rows / batch);
	let step = 0;
	const all = Array.from({ length: rows }, (_, i) => i);
	for (let epoch = 0; epoch < options.epochs; epoch++) {
		const order = random.shuffle(all);
		for (let from = 0; from + batch <= rows; from += batch) {
			for (const { gradient } of adam) gradient.fill(0);
			for (let i = from; i < from + batch; i++) {
				const row = order[i] as number;
				backward(
					net,
					x.subarray(row * inputs, (row + 1) * inputs),
					y.subarray(row * outputs, (row + 1) * outputs),
					importance,
					options.dropout,
					random,
					adam.map(({ gradient }) => gradient),
				);
			}
			step++;
			const rate = options.learningRate * 0.5 * (1 + Math.cos((Math.PI * step) / steps));
			for (const part of adam) update(part, step, rate, part.decays ? options.decay : 0);
		}
	}
	return net;
}

/** Outputs for one row, not clipped. */
export function runPerceptron(net: Perceptron, x: Float32Array): Float64Array {
	return readOut(net, hiddenOf(net, x));
}

function hiddenOf({ inputs, hidden, weight1, bias1 }: Perceptron, x: Float32Array): Float64Array {
	const h = Float64Array.from(bias1);
	for (let i = 0; i < inputs; i++) {
		const value = x[i] as number;
		for (let j = 0; j < hidden; j++) h[j] = (h[j] as number) + value * (weight1[i * hidden + j] as number);
	}
	return h.map((value) => Math.max(0, value));
}

function readOut({ hidden, outputs, weight2, bias2 }: Perceptron, h: Float64Array): Float64Array {
	const out = Float64Array.from(bias2);
	for (let j = 0; j < hidden; j++) {
		const value = h[j] as number;
		for (let k = 0; k < outputs; k++)
			out[k] = (out[k] as number) + value * (weight2[j * outputs + k] as number);
	}
	return out;
}

function backward(
	net: Perceptron,
	x: Float32Array,
	y: Float32Array,
	importance: Float64Array,
	dropout: number,
	random: Random,
	[g1, gb1, g2, gb2]: readonly Float64Array[],
): void {
	const { inputs, hidden, outputs, weight2 } = net;
	const kept = hiddenOf(net, x).map((value) => (random.next() < dropout ? 0 : value / (1 - dropout)));
	const error = readOut(net, kept).map(
		(value, k) => (2 * (value - (y[k] as number)) * (importance[k] as number)) / batch,
	);
	const back = new Float64Array(hidden);
	for (let j = 0; j < hidden; j++) {
		if (kept[j] === 0) continue;
		let sum = 0;
		for (let k = 0; k < outputs; k++) {
			const e = error[k] as number;
			sum += e * (weight2[j * outputs + k] as number);
			const at = j * outputs + k;
			(g2 as Float64Array)[at] = ((g2 as Float64Array)[at] as number) + e * (kept[j] as number);
		}
		back[j] = sum / (1 - dropout);
	}
	for (let k = 0; k < outputs; k++)
		(gb2 as Float64Array)[k] = ((gb2 as Float64Array)[k] as number) + (error[k] as number);
	for (let j = 0; j < hidden; j++)
		(gb1 as Float64Array)[j] = ((gb1 as Float64Array)[j] as number) + (back[j] as number);
	for (let i = 0; i < inputs; i++) {
		const value = x[i] as number;
		for (let j = 0; j < hidden; j++) {
			const at = i * hidden + j;
			(g1 as Float64Array)[at] = ((g1 as Float64Array)[at] as number) + value * (back[j] as number);
		}
	}
}

interface AdamPart {
	readonly values: Float64Array;
	readonly gradient: Float64Array;
	readonly first: Float64Array;
	readonly second: Float64Array;
}

/** Kingma & Ba (2015), with the decay apart from the gradient: Loshchilov & Hutter (2019). */
function update(
	{ values, gradient, first, second }: AdamPart,
	step: number,
	rate: number,
	decay: number,
): void {
	const correct1 = 1 - 0.9 ** step;
	const correct2 = 1 - 0.999 ** step;
	for (let i = 0; i < values.length; i++) {
		const g = gradient[i] as number;
		const m = 0.9 * (first[i] as number) + 0.1 * g;
		const v = 0.999 * (second[i] as number) + 0.001 * g * g;
		first[i] = m;
		second[i] = v;
		const value = values[i] as number;
		values[i] = value - rate * (m / correct1 / (Math.sqrt(v / correct2) + 1e-8) + decay * value);
	}
}

function gaussian(random: Random, length: number, scale: number): Float64Array {
	return Float64Array.from({ length }, () => scale * random.normal());
}

/** Mean of column k. */
export function mean(values: Float32Array, rows: number, k: number): number {
	const columns = values.length / rows;
	let sum = 0;
	for (let r = 0; r < rows; r++) sum += values[r * columns + k] as number;
	return sum / rows;
}

/** Deviation of column k. */
export function deviation(values: Float32Array, rows: number, k: number): number {
	const columns = values.length / rows;
	const middle = mean(values, rows, k);
	let sum = 0;
	for (let r = 0; r < rows; r++) sum += ((values[r * columns + k] as number) - middle) ** 2;
	return Math.sqrt(sum / rows);
}
