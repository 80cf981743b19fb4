/**
 * SHA-256 of bytes, in lower-case hexadecimal.
 *
 * Written out here because `crypto.subtle` is asynchronous and absent in pages without a secure context.
 *
 * @see FIPS 180-4 (2015), section 6.2
 *
 * @example
 * sha256(new TextEncoder().encode("abc")) // => "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
 */
export function sha256(bytes: Uint8Array): string {
	const state = Uint32Array.from(initial);
	const schedule = new Int32Array(64);
	const whole = bytes.length - (bytes.length % 64);
	for (let at = 0; at < whole; at += 64) block(state, schedule, bytes, at);
	const rest = bytes.length - whole;
	const tail = new Uint8Array(rest < 56 ? 64 : 128);
	tail.set(bytes.subarray(whole));
	tail[rest] = 0x80;
	const view = new DataView(tail.buffer);
	view.setUint32(tail.length - 8, Math.floor(bytes.length / 0x20000000));
	view.setUint32(tail.length - 4, (bytes.length << 3) >>> 0);
	for (let at = 0; at < tail.length; at += 64) block(state, schedule, tail, at);
	return [...state].map((word) => word.toString(16).padStart(8, "0")).join("");
}

/** First 32 bits of the fractional parts of the square roots (`initial`) or cube roots of the first primes. */
function fractions(count: number, root: (n: number) => number): number[] {
	const primes: number[] = [];
	for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
	return primes.map((prime) => ((root(prime) % 1) * 4294967296) | 0);
}

const initial = fractions(8, Math.sqrt);
const constants = Int32Array.from(fractions(64, Math.cbrt));

function block(state: Uint32Array, w: Int32Array, bytes: Uint8Array, at: number): void {
	for (let t = 0; t < 16; t++) {
		const i = at + 4 * t;
		w[t] =
			((bytes[i] as number) << 24) |
			((bytes[i + 1] as number) << 16) |
			((bytes[i + 2] as number) << 8) |
			(bytes[i + 3] as number);
	}
	for (let t = 16; t < 64; t++) {
		const a = w[t - 15] as number;
		const b = w[t - 2] as number;
		const s0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
		const s1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
		w[t] = ((w[t - 16] as number) + s0 + (w[t - 7] as number) + s1) | 0;
	}
	let [a, b, c, d, e, f, g, h] = state as unknown as [
		number,
		number,
		number,
		number,
		number,
		number,
		number,
		number,
	];
	for (let t = 0; t < 64; t++) {
		const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
		const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (constants[t] as number) + (w[t] as number)) | 0;
		const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
		const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
		h = g;
		g = f;
		f = e;
		e = (d + t1) | 0;
		d = c;
		c = b;
		b = a;
		a = (t1 + t2) | 0;
	}
	for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i] = (state[i] as number) + value;
}
