import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPpmReader } from "./ppm-reader.ts";

function ppm(width: number, height: number, first: number): Uint8Array {
	const pixels = Uint8Array.from({ length: 3 * width * height }, (_, i) => (first + i) % 256);
	return Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), pixels]);
}

describe("createPpmReader", () => {
	it("gives the same pictures however the stream is cut", () => {
		const stream = Buffer.concat([ppm(3, 2, 0), ppm(5, 4, 7), ppm(1, 1, 200)]);
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }), (sizes) => {
				const reader = createPpmReader();
				const images = [];
				for (let at = 0, k = 0; at < stream.length; k++) {
					const size = sizes[k % sizes.length] as number;
					images.push(...reader.push(stream.subarray(at, at + size)));
					at += size;
				}
				expect(images.map(({ width, height }) => [width, height])).toEqual([
					[3, 2],
					[5, 4],
					[1, 1],
				]);
				expect([...(images[2]?.data ?? [])]).toEqual([200, 201, 202, 255]);
				expect([...(images[0]?.data.subarray(0, 8) ?? [])]).toEqual([0, 1, 2, 255, 3, 4, 5, 255]);
			}),
		);
	});

	it("refuses what is no such picture", () => {
		expect(() => createPpmReader().push(new TextEncoder().encode("GIF89a and more of it"))).toThrow(
			'must begin with "P6"',
		);
	});
});
