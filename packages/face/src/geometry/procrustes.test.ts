import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalVertices } from "./canonical-face.ts";
import { headPose } from "./head-pose.ts";
import { procrustes } from "./procrustes.ts";

const radians = Math.PI / 180;

/** R = yaw about y · pitch about x · roll about z, written out by hand; pitch and roll with the signs of HeadPose. */
function rotate(points: ArrayLike<number>, yaw: number, pitch: number, roll: number): Float64Array {
	const [a, b, c] = [yaw * radians, -pitch * radians, -roll * radians];
	const turned = new Float64Array(points.length);
	for (let i = 0; i < points.length; i += 3) {
		let [x, y, z] = [points[i] as number, points[i + 1] as number, points[i + 2] as number];
		[x, y] = [Math.cos(c) * x - Math.sin(c) * y, Math.sin(c) * x + Math.cos(c) * y];
		[y, z] = [Math.cos(b) * y - Math.sin(b) * z, Math.sin(b) * y + Math.cos(b) * z];
		[x, z] = [Math.cos(a) * x + Math.sin(a) * z, -Math.sin(a) * x + Math.cos(a) * z];
		turned.set([x, y, z], i);
	}
	return turned;
}

/** As a picture sees it: y down, z away from the viewer. */
function picture(points: Float64Array, scale: number): Float32Array {
	return Float32Array.from(
		points,
		(value, i) => scale * (i % 3 === 0 ? value : -value) + ([300, 200, 0][i % 3] as number),
	);
}

const angle = fc.double({ min: -60, max: 60, noNaN: true });

describe("procrustes", () => {
	it("finds the similarity that points were moved by", () => {
		const size = fc.double({ min: 0.1, max: 50, noNaN: true });
		fc.assert(
			fc.property(angle, angle, angle, size, (yaw, pitch, roll, scale) => {
				const source = canonicalVertices.subarray(0, 60);
				const target = rotate(source, yaw, pitch, roll).map((value, i) => scale * value + (i % 3));
				const found = procrustes(source, target, new Float64Array(20).fill(1));
				expect(found.scale / scale).toBeCloseTo(1, 5);
				expect(found.shift[1]).toBeCloseTo(1, 2);
			}),
		);
	});
});

describe("headPose", () => {
	it("is zero for the canonical face, whose points come back as they are", () => {
		const { pose, points } = headPose(picture(Float64Array.from(canonicalVertices), 20));
		expect(Math.abs(pose.yaw) + Math.abs(pose.pitch) + Math.abs(pose.roll)).toBeLessThan(0.01);
		expect(points).toBeCloseToArray(canonicalVertices, { rtol: 0, atol: 1e-3 });
	});

	it("gives back the angles that the canonical face was turned by, and takes them out of the points", () => {
		fc.assert(
			fc.property(angle, angle, angle, (yaw, pitch, roll) => {
				const { pose, points } = headPose(picture(rotate(canonicalVertices, yaw, pitch, roll), 15));
				expect([pose.yaw, pose.pitch, pose.roll]).toBeCloseToArray([yaw, pitch, roll], {
					rtol: 0,
					atol: 0.01,
				});
				expect(points).toBeCloseToArray(canonicalVertices, { rtol: 0, atol: 2e-3 });
			}),
			{ numRuns: 20 },
		);
	});

	it("names directions as a reader of the picture does", () => {
		const nose = (yaw: number, pitch: number): Float32Array =>
			picture(rotate(canonicalVertices, yaw, pitch, 0), 15).subarray(3, 5);
		expect(nose(30, 0)[0]).toBeGreaterThan(nose(0, 0)[0] as number);
		expect(nose(0, 30)[1]).toBeLessThan(nose(0, 0)[1] as number);
	});
});
