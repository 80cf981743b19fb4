import { z } from "zod";
import { predictionFields, reasonSchema, secondsSchema, usedModelSchema } from "./emotion-schema.ts";

/** Pixels of the analysed picture. */
const pixels = z.number().min(-1e5).max(1e5);
/** Degrees. */
const degrees = z.number().min(-360).max(360);

/** One face of a frame: `FaceRecord` of `@undertone/recognize`, without its mesh. */
export const storedFaceSchema = z.object({
	id: z.number().int().min(1),
	box: z.object({ x: pixels, y: pixels, width: pixels, height: pixels }),
	presence: z.number().min(0).max(1),
	pose: z.object({ yaw: degrees, pitch: degrees, roll: degrees }),
	/** Intensity by the unit's number in FACS. */
	actionUnits: z.record(z.string().regex(/^\d{1,2}$/), z.number().min(0).max(1)),
	words: z.string().max(1000),
	...predictionFields,
});

/**
 * What a recogniser said of the faces of a picture (one frame at 0 s) or a video. The prediction is of the face that
 * counts: the largest of a picture, the one seen most often in a video. Neither picture nor mesh is part of it.
 */
export const faceResultSchema = z.object({
	...predictionFields,
	/** 0 for a picture. */
	duration: secondsSchema,
	/** Size of what was analysed, in whose pixels boxes are. */
	width: z.number().int().positive().max(100_000),
	height: z.number().int().positive().max(100_000),
	frames: z
		.array(
			z.object({
				time: secondsSchema,
				faces: z.array(storedFaceSchema).max(200),
				reasons: z.array(reasonSchema).max(20),
			}),
		)
		.min(1)
		.max(5000),
	/** Null where no model of expressions was installed. */
	model: usedModelSchema.nullable(),
	/** Names what action units come from. */
	actionUnitSource: z.string().max(200),
});

/** The picture or video that was looked at, by the file it came from. */
export const pictureFactsSchema = z.object({
	name: z.string().min(1).max(300),
	/** Bytes; 0 for a camera's picture. */
	size: z.number().int().min(0),
	/** Of the file, in lower-case hexadecimal; null for a camera's picture and where it was too large to hash. */
	sha256: z
		.string()
		.regex(/^[0-9a-f]{64}$/)
		.nullable(),
});

export type FaceResult = z.infer<typeof faceResultSchema>;
export type PictureFacts = z.infer<typeof pictureFactsSchema>;
