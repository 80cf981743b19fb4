import type { BitReader } from "./bit-reader.ts";

/**
 * Decodes one channel of a frame into `out`, shape `[blockSize]` at least.
 *
 * @param bits - Bits per sample, one more for a difference of channels.
 * @returns false if the subframe is not valid or not whole.
 * @see RFC 9639, section 9.2
 */
export function decodeSubframe(
	reader: BitReader,
	out: Int32Array | Float64Array,
	blockSize: number,
	bits: number,
): boolean {
	if (reader.read(1) !== 0) return false;
	const type = reader.read(6);
	const wasted = reader.read(1) === 1 ? reader.readUnary() + 1 : 0;
	bits -= wasted;
	if (bits < 1) return false;
	if (type === 0) out.fill(reader.readSigned(bits), 0, blockSize);
	else if (type === 1) for (let i = 0; i < blockSize; i++) out[i] = reader.readSigned(bits);
	else if (type >= 8 && type <= 12) {
		if (!readFixed(reader, out, blockSize, bits, type - 8)) return false;
	} else if (type >= 32) {
		if (!readPredicted(reader, out, blockSize, bits, type - 31)) return false;
	} else return false;
	if (reader.overrun()) return false;
	if (wasted > 0) for (let i = 0; i < blockSize; i++) out[i] = (out[i] as number) * 2 ** wasted;
	return true;
}

/** Coefficients of the fixed predictors, the nearest sample first. @see RFC 9639, section 9.2.5 */
const fixed = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]];

function readFixed(
	reader: BitReader,
	out: Int32Array | Float64Array,
	blockSize: number,
	bits: number,
	order: number,
): boolean {
	if (order > blockSize) return false;
	for (let i = 0; i < order; i++) out[i] = reader.readSigned(bits);
	if (!readResidual(reader, out, blockSize, order)) return false;
	predict(out, blockSize, Float64Array.from(fixed[order] as number[]), 0, bits + 4);
	return true;
}

function readPredicted(
	reader: BitReader,
	out: Int32Array | Float64Array,
	blockSize: number,
	bits: number,
	order: number,
): boolean {
	if (order > blockSize) return false;
	for (let i = 0; i < order; i++) out[i] = reader.readSigned(bits);
	const precision = reader.read(4) + 1;
	const shift = reader.readSigned(5);
	if (precision === 16 || shift < 0) return false;
	const coefficients = Float64Array.from({ length: order }, () => reader.readSigned(precision));
	if (!readResidual(reader, out, blockSize, order)) return false;
	predict(out, blockSize, coefficients, shift, bits + precision + Math.ceil(Math.log2(order + 1)));
	return true;
}

/** Rice-coded differences in partitions. @see RFC 9639, section 9.2.7 */
function readResidual(
	reader: BitReader,
	out: Int32Array | Float64Array,
	blockSize: number,
	order: number,
): boolean {
	const method = reader.read(2);
	if (method > 1) return false;
	const parameterBits = method === 0 ? 4 : 5;
	const escapeCode = method === 0 ? 15 : 31;
	const partitionOrder = reader.read(4);
	const partitionSize = blockSize >> partitionOrder;
	if (partitionSize << partitionOrder !== blockSize || partitionSize < order) return false;
	for (let partition = 0; partition < 1 << partitionOrder; partition++) {
		const from = partition === 0 ? order : partition * partitionSize;
		const to = (partition + 1) * partitionSize;
		const parameter = reader.read(parameterBits);
		if (parameter === escapeCode) {
			const bits = reader.read(5);
			for (let i = from; i < to; i++) out[i] = bits === 0 ? 0 : reader.readSigned(bits);
			if (reader.overrun()) return false;
		} else if (!reader.readRice(out, from, to, parameter)) return false;
	}
	return true;
}

/**
 * Adds the prediction from the samples before to the differences in `out`.
 *
 * @param sumBits - Bits that the sum may need: integers of 32 bits serve where it is at most 32, and doubles,
 * exact up to 53, elsewhere.
 */
function predict(
	out: Int32Array | Float64Array,
	blockSize: number,
	coefficients: Float64Array,
	shift: number,
	sumBits: number,
): void {
	const order = coefficients.length;
	if (order === 0) return;
	if (sumBits <= 32 && out instanceof Int32Array) {
		predictIntegers(out, blockSize, Int32Array.from(coefficients), shift);
		return;
	}
	const scale = 2 ** -shift;
	for (let i = order; i < blockSize; i++) {
		let sum = 0;
		for (let j = 0; j < order; j++) sum += (coefficients[j] as number) * (out[i - 1 - j] as number);
		out[i] = (out[i] as number) + Math.floor(sum * scale);
	}
}

function predictIntegers(out: Int32Array, blockSize: number, coefficients: Int32Array, shift: number): void {
	const order = coefficients.length;
	for (let i = order; i < blockSize; i++) {
		let sum = 0;
		for (let j = 0; j < order; j++) {
			sum = (sum + Math.imul(coefficients[j] as number, out[i - 1 - j] as number)) | 0;
		}
		out[i] = (out[i] as number) + (sum >> shift);
	}
}
