import { createRandom, type Random } from "@undertone/core";

/** Options of {@link babble}. */
export interface BabbleOptions {
	/** In Hz. */
	readonly sampleRate: number;
	readonly seconds: number;
	/** How many talk at once. */
	readonly voices: number;
	readonly random: Random;
}

/** First three formants of vowels, in Hz: i, e, a, o, u and a reduced one, for a voice of middle size. */
const vowels = [
	[290, 2250, 2900],
	[430, 2000, 2650],
	[730, 1250, 2550],
	[480, 880, 2500],
	[320, 800, 2400],
	[500, 1500, 2500],
] as const;
const bandwidths = [70, 100, 150] as const;

/**
 * The murmur of several people talking at once, as in a café, made without any recording: syllables of vowels at a
 * moving pitch, some with a fricative before them, some left out, each voice at its own distance.
 *
 * @returns Shape `[seconds · sampleRate]`; its level is arbitrary.
 * @throws {RangeError} If there is no voice or no time.
 */
export function babble({ sampleRate, seconds, voices, random }: BabbleOptions): Float32Array {
	if (!(voices >= 1 && Number.isInteger(voices))) {
		throw new RangeError(`babble: voices must be a whole number of at least 1, got ${voices}.`);
	}
	if (!(seconds > 0)) throw new RangeError(`babble: seconds must be above 0, got ${seconds}.`);
	const sum = new Float32Array(Math.round(seconds * sampleRate));
	for (let v = 0; v < voices; v++) addTalker(sum, sampleRate, random.fork(`voice ${v}`));
	return sum;
}

function addTalker(sum: Float32Array, sampleRate: number, random: Random): void {
	const between = (low: number, high: number): number => low + (high - low) * random.next();
	const usualPitch = 95 * 2 ** between(0, 1.3);
	const size = (usualPitch / 150) ** 0.25;
	const distance = 10 ** (between(-8, 0) / 20);
	let at = 0;
	while (at < sum.length) {
		const length = Math.round(between(0.11, 0.26) * sampleRate);
		// Every sixth syllable is a pause; sentences end now and then.
		const isPause = random.next() < 1 / 6;
		if (!isPause) {
			const loudness = distance * 10 ** (between(-9, 0) / 20);
			if (random.next() < 0.35) addFricative(sum, at, Math.round(0.4 * length), 0.12 * loudness, random);
			addVowel(sum, at, length, sampleRate, {
				pitch: usualPitch * 2 ** between(-0.3, 0.4),
				glide: between(-0.25, 0.2),
				formants: (vowels[random.integer(vowels.length)] as readonly number[]).map((f) => f * size),
				loudness,
			});
		}
		at += random.next() < 0.06 ? length + Math.round(between(0.2, 0.7) * sampleRate) : length;
	}
}

interface Syllable {
	/** In Hz, at its beginning. */
	readonly pitch: number;
	/** In octaves, from its beginning to its end. */
	readonly glide: number;
	/** In Hz. */
	readonly formants: readonly number[];
	readonly loudness: number;
}

/** A pulse train through resonators in a row, swelling and falling. */
function addVowel(
	sum: Float32Array,
	from: number,
	length: number,
	sampleRate: number,
	{ pitch, glide, formants, loudness }: Syllable,
): void {
	const filters = formants.map((frequency, f) => {
		const radius = Math.exp((-Math.PI * (bandwidths[f] as number)) / sampleRate);
		const a1 = -2 * radius * Math.cos((2 * Math.PI * frequency) / sampleRate);
		const a2 = radius * radius;
		return { a1, a2, gain: 1 + a1 + a2, y1: 0, y2: 0 };
	});
	let phase = 0;
	let tilted = 0;
	const end = Math.min(length, sum.length - from);
	for (let i = 0; i < end; i++) {
		phase += (pitch * 2 ** ((glide * i) / length)) / sampleRate;
		const pulse = phase >= 1 ? 1 : 0;
		phase -= pulse;
		// The glottis falls by 12 dB an octave, the lips give 6 of them back.
		tilted = 0.9 * tilted + pulse;
		let x = tilted;
		for (const filter of filters) {
			const y = filter.gain * x - filter.a1 * filter.y1 - filter.a2 * filter.y2;
			filter.y2 = filter.y1;
			filter.y1 = y;
			x = y;
		}
		const swell = Math.sin((Math.PI * i) / length);
		sum[from + i] = (sum[from + i] as number) + loudness * swell * x;
	}
}

/** High noise: the difference of neighbouring random samples. */
function addFricative(
	sum: Float32Array,
	from: number,
	length: number,
	loudness: number,
	random: Random,
): void {
	const noise = createRandom(random.integer(2 ** 31));
	let before = 0;
	for (let i = 0; i < Math.min(length, sum.length - from); i++) {
		const now = noise.normal();
		const swell = Math.sin((Math.PI * i) / length);
		sum[from + i] = (sum[from + i] as number) + 0.5 * loudness * swell * (now - before);
		before = now;
	}
}
