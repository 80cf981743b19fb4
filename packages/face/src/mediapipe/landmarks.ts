/**
 * Points of a face mesh in a picture: x, y in pixels, z (depth, smaller is nearer) in the same unit; shape
 * `[points, 3]`, 468 points, or 478 with the irises.
 */
export type Landmarks = Float32Array;

/** Points of the mesh that have a name here; right and left are the person's own. */
export const meshPoints = {
	rightEyeOuter: 33,
	rightEyeInner: 133,
	rightEyeTop: 159,
	rightEyeBottom: 145,
	leftEyeInner: 362,
	leftEyeOuter: 263,
	leftEyeTop: 386,
	leftEyeBottom: 374,
	noseTip: 1,
	mouthRight: 61,
	mouthLeft: 291,
	lipTop: 0,
	lipBottom: 17,
	innerLipTop: 13,
	innerLipBottom: 14,
	forehead: 10,
	chin: 152,
} as const;
