import { convolve } from "./convolve.ts";
import { power } from "./power.ts";

/**
 * Puts a signal into a room.
 *
 * The direct sound (the largest sample of the response) stays at its time, so labels and segments stay right; the
 * reverberation behind the end is cut off; the level is that of the input (root mean square), whatever the
 * response's own level is.
 *
 * @param signal - Shape `[n]`, mono.
 * @param response - The room's impulse response at the same rate, shape `[m]`.
 * @returns Shape `[n]`.
 * @throws {RangeError} If the response is empty or silent.
 */
export function convolveRoom(signal: Float32Array, response: Float32Array): Float32Array {
	let direct = 0;
	for (let i = 1; i < response.length; i++) {
		if (Math.abs(response[i] as number) > Math.abs(response[direct] as number)) direct = i;
	}
	if (!(Math.abs(response[direct] ?? 0) > 0)) {
		throw new RangeError("convolveRoom: the response must hold a sample other than 0, got none.");
	}
	if (signal.length === 0) return new Float32Array(0);
	// What comes later falls behind the end.
	const heard = response.subarray(0, direct + signal.length);
	const wet = convolve(signal, heard).subarray(direct, direct + signal.length);
	const after = power(wet);
	const scale = after === 0 ? 0 : Math.sqrt(power(signal) / after);
	return Float32Array.from(wet, (x) => x * scale);
}
