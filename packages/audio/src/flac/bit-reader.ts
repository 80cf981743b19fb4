/** Reads bits, high bit first. Behind the end it reads zeros; `overrun` says that it did. */
export interface BitReader {
	/** Moves to the start of a byte. */
	seek(byte: number): void;
	/** An unsigned number of 0 to 33 bits. */
	read(bits: number): number;
	/** A number of 1 to 33 bits in two's complement. */
	readSigned(bits: number): number;
	/** How many zeros stand before the next one, which is taken too. */
	readUnary(): number;
	/**
	 * Reads numbers in Rice code into `out[from … to − 1]`.
	 *
	 * @returns false behind the end of the data.
	 */
	readRice(out: Int32Array | Float64Array, from: number, to: number, parameter: number): boolean;
	/** The byte at or after the current bit. */
	align(): number;
	overrun(): boolean;
}

/** A reader over `bytes`; 32 bits are held ready, the next one on the left. */
export function createBitReader(bytes: Uint8Array): BitReader {
	let position = 0;
	let cache = 0;
	let available = 0;

	const refill = (): void => {
		while (available <= 24) {
			cache |= (bytes[position++] ?? 0) << (24 - available);
			available += 8;
		}
	};
	const overrun = (): boolean => position - (available >> 3) > bytes.length;
	const take = (bits: number): number => {
		if (bits === 0) return 0;
		if (available < bits) refill();
		const value = cache >>> (32 - bits);
		cache <<= bits;
		available -= bits;
		return value;
	};
	const read = (bits: number): number => {
		if (bits <= 24) return take(bits);
		const high = take(bits - 16);
		return high * 65536 + take(16);
	};
	const readUnary = (): number => {
		let zeros = 0;
		for (;;) {
			refill();
			if (cache !== 0) {
				const run = Math.clz32(cache);
				if (run < available) {
					// Two shifts: a shift by 32 would be none.
					cache = (cache << run) << 1;
					available -= run + 1;
					return zeros + run;
				}
			}
			zeros += available;
			cache = 0;
			available = 0;
			if (position >= bytes.length) {
				position = bytes.length + 8;
				return zeros;
			}
		}
	};
	const readRice = (out: Int32Array | Float64Array, from: number, to: number, parameter: number): boolean => {
		// The hot loop keeps the state in local variables; each round needs at most one refill in the usual case.
		const { length } = bytes;
		let p = position;
		let held = cache;
		let n = available;
		for (let i = from; i < to; i++) {
			while (n <= 24) {
				held |= (p < length ? (bytes[p] as number) : 0) << (24 - n);
				p++;
				n += 8;
			}
			const run = Math.clz32(held);
			if (run + 1 + parameter <= n && parameter <= 25) {
				// At most 2³¹: integer arithmetic throughout. Zigzag: 0, −1, 1, −2, …
				held = (held << run) << 1;
				const folded = (run << parameter) | (parameter === 0 ? 0 : held >>> (32 - parameter));
				held <<= parameter;
				n -= run + 1 + parameter;
				out[i] = (folded >>> 1) ^ -(folded & 1);
			} else {
				position = p;
				cache = held;
				available = n;
				const folded = readUnary() * 2 ** parameter + read(parameter);
				p = position;
				held = cache;
				n = available;
				if (p - (n >> 3) > length) return false;
				out[i] = folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
			}
		}
		position = p;
		cache = held;
		available = n;
		return !overrun();
	};
	return {
		seek: (byte) => {
			position = byte;
			cache = 0;
			available = 0;
		},
		read,
		readSigned: (bits) => {
			const value = read(bits);
			return value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
		},
		readUnary,
		readRice,
		align: () => position - (available >> 3),
		overrun,
	};
}
