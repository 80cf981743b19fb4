import { type Initial, sizeOf } from "./network.ts";

/** All elements the same. */
export function filled(value: number): Initial {
	return (_random, shape) => new Float32Array(sizeOf(shape)).fill(value);
}

/**
 * Uniform in ±√(6 / (fanIn + fanOut)).
 *
 * @see Glorot & Bengio (2010), Understanding the difficulty of training deep feedforward neural networks
 */
export function glorotUniform(fanIn: number, fanOut: number): Initial {
	return uniform(Math.sqrt(6 / (fanIn + fanOut)));
}

/**
 * Normal with variance 2 / fanIn.
 *
 * @see He et al. (2015), doi:10.1109/ICCV.2015.123
 */
export function heNormal(fanIn: number): Initial {
	const deviation = Math.sqrt(2 / fanIn);
	return (random, shape) => Float32Array.from({ length: sizeOf(shape) }, () => deviation * random.normal());
}

/** Uniform in ±limit. */
export function uniform(limit: number): Initial {
	return (random, shape) =>
		Float32Array.from({ length: sizeOf(shape) }, () => limit * (2 * random.next() - 1));
}
