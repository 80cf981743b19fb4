/** A seeded source of random numbers: the same seed gives the same sequence on every platform. */
export interface Random {
	/** Uniform in [0, 1). */
	next(): number;
	/** Uniform integer in [0, n). */
	integer(n: number): number;
	/** Standard normal. */
	normal(): number;
	/** A new array with the items in random order (Fisher–Yates). */
	shuffle<T>(items: readonly T[]): T[];
	/** An independent generator for a named purpose. */
	fork(name: string): Random;
}

/**
 * A generator of the sfc32 family, seeded through splitmix32.
 *
 * @param seed - Any integer.
 * @see Doty-Humphrey, PractRand (2010), for sfc32
 */
export function createRandom(seed: number): Random {
	let mix = seed | 0;
	const split = (): number => {
		mix = (mix + 0x9e3779b9) | 0;
		let z = mix;
		z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
		z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
		return (z ^ (z >>> 15)) | 0;
	};
	let a = split();
	let b = split();
	let c = split();
	let d = 1;
	const next32 = (): number => {
		const t = (((a + b) | 0) + d) | 0;
		d = (d + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = ((c << 21) | (c >>> 11)) + t;
		c |= 0;
		return t >>> 0;
	};
	for (let i = 0; i < 12; i++) next32();
	const next = (): number => next32() / 4294967296;
	const integer = (n: number): number => Math.floor(next() * n);
	return {
		next,
		integer,
		normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
		shuffle: (items) => {
			const out = [...items];
			for (let i = out.length - 1; i > 0; i--) {
				const j = integer(i + 1);
				const held = out[i] as (typeof out)[number];
				out[i] = out[j] as (typeof out)[number];
				out[j] = held;
			}
			return out;
		},
		fork: (name) => {
			let hash = seed | 0;
			for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
			return createRandom(hash);
		},
	};
}
