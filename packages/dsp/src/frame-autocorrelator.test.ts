import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { createFrameAutocorrelator } from "./frame-autocorrelator.ts";

const random = createRandom(6);
const signal = Float32Array.from({ length: 9000 }, () => random.normal());

describe("createFrameAutocorrelator", () => {
	// Far apart, near, and more than the kernel takes samples of at once.
	it.each([
		[16, 10, 8, [0, 1, 3]],
		[256, 200, 60, [0, 160, 320, 480, 640, 800, 960, 1120]],
		[1024, 638, 247, [5, 4000, 8000]],
		[2048, 1918, 287, [7]],
	])("equals the sum of products in %i, the same bits in WebAssembly", (size, winLength, lags, places) => {
		const window = Float64Array.from({ length: winLength }, () => random.next());
		const starts = Int32Array.from(places);
		const means = Float64Array.from(places, () => 0.1 * random.normal());
		const count = places.length;
		const plain = createFrameAutocorrelator(size, window, lags, null);
		const found = [...plain.correlate(signal, starts, means, count)];
		const expected = [...starts].flatMap((start, r) => {
			const frame = new Float64Array(size);
			for (let i = 0; i < winLength; i++) frame[i] = (signal[start + i]! - means[r]!) * window[i]!;
			return Array.from({ length: lags }, (_, lag) =>
				frame.reduce((sum, x, i) => sum + x * frame[(i + lag) % size]!, 0),
			);
		});
		expect(found).toBeCloseToArray(expected, { rtol: 1e-12, atol: 1e-10 });
		const simd = createFrameAutocorrelator(size, window, lags).correlate(signal, starts, means, count);
		expect([...simd].map((x) => x + 0)).toEqual(found.map((x) => x + 0));
	});

	it("refuses an odd window, and more lags than half the size", () => {
		expect(() => createFrameAutocorrelator(64, new Float64Array(21), 10)).toThrow(/window's length even/);
		expect(() => createFrameAutocorrelator(64, new Float64Array(20), 40)).toThrow(
			/at most size \/ 2 = 32, got 40/,
		);
	});
});
