import { z } from "zod";

const range = z.tuple([z.number(), z.number()]);

/** One change of a clip, as a recipe writes it. */
export const variantStepSchema = z.discriminatedUnion("kind", [
	z.strictObject({ kind: z.literal("opus"), bitrate: z.int().min(6000).max(128_000) }),
	z.strictObject({ kind: z.literal("speed"), factor: z.number().min(0.5).max(2) }),
	z.strictObject({ kind: z.literal("pitch"), semitones: z.number().min(-12).max(12) }),
	z.strictObject({ kind: z.literal("tempo"), rate: z.number().min(0.5).max(2) }),
	z.strictObject({ kind: z.literal("gain"), db: range }),
	z.strictObject({ kind: z.literal("noise"), snr: range, sound: z.string().optional() }),
	z.strictObject({ kind: z.literal("babble"), snr: range }),
	z.strictObject({ kind: z.literal("room"), sound: z.string().optional() }),
	z.strictObject({ kind: z.literal("microphone"), db: z.number().min(0).max(12) }),
	z.strictObject({ kind: z.literal("telephone") }),
	z.strictObject({ kind: z.literal("cut"), seconds: z.number().positive() }),
]);
