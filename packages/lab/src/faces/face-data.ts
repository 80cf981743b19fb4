import type { Emotion, Matrix } from "@undertone/core";
import type { FacePicture } from "@undertone/corpora";
import type { NetworkData } from "@undertone/learn";
import { faceSide, voteClasses } from "./face-network.ts";
import { type WarpRanges, warpFace } from "./warp-face.ts";

/** What is done with pictures that are trained on. */
export interface FaceDataOptions {
	/** Changes every picture anew whenever it is trained on. */
	readonly warp: WarpRanges | null;
	/** See `NetworkData.teacher`. */
	readonly teacher?: { readonly probabilities: Matrix; readonly share: number } | undefined;
}

/** Pictures as the network takes them, each standardised by its own mean and deviation. */
export function faceData(
	pictures: readonly FacePicture[],
	labels: readonly Emotion[],
	{ warp, teacher }: FaceDataOptions,
): NetworkData {
	const size = faceSide * faceSide;
	const image = new Float32Array(pictures.length * size);
	const votes = new Float32Array(pictures.length * voteClasses);
	for (const [i, picture] of pictures.entries()) {
		standardise(picture.pixels, image.subarray(i * size, (i + 1) * size));
		const chosen = picture.votes.slice(0, voteClasses);
		const total = chosen.reduce((sum, count) => sum + count, 0);
		if (total > 0)
			votes.set(
				chosen.map((count) => count / total),
				i * voteClasses,
			);
	}
	return {
		inputs: {
			image: { rows: pictures.length, columns: size, data: image },
			votes: { rows: pictures.length, columns: voteClasses, data: votes },
		},
		y: Int32Array.from(pictures, ({ emotion }) => labels.indexOf(emotion)),
		classes: labels.length,
		teacher,
		...(warp === null
			? {}
			: {
					augment: (name, sample, random) => {
						if (name === "image") warpFace(sample, faceSide, random, warp);
					},
				}),
	};
}

/** (pixel − mean) / (deviation + 1), over one picture. */
function standardise(pixels: Uint8Array, into: Float32Array): void {
	let sum = 0;
	let squares = 0;
	for (const pixel of pixels) {
		sum += pixel;
		squares += pixel * pixel;
	}
	const mean = sum / pixels.length;
	const deviation = Math.sqrt(Math.max(0, squares / pixels.length - mean * mean)) + 1;
	for (const [i, pixel] of pixels.entries()) into[i] = (pixel - mean) / deviation;
}
